"""What others do between two requests of one exchange."""

from collections.abc import Callable, Mapping
from typing import Any

from fieldapp.actions import persons, queue, sessions
from fieldapp.actions.link import Link
from sync.client.transport import Transport
from sync.protocol.circle import Role
from sync.protocol.statement import Kind
from tests.journeys.people import Story
from tests.journeys.test_main_job import ALARM, met


class BeforeItReads(Transport):
    """The real server; something happens there after the heads were named and before the streams are read."""

    def __init__(self, address: str, happens: Callable[[], None]) -> None:
        super().__init__(address)
        self._happens = [happens]

    def post_for_bytes(self, path: str, content: Mapping[str, Any], *, token: str) -> bytes:
        while self._happens:
            self._happens.pop()()
        return super().post_for_bytes(path, content, token=token)


def test_a_session_that_is_closed_while_a_phone_reads_is_not_called_tampering(story: Story) -> None:
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    session = sessions.open_session(anna.phone, ALARM).id
    met(anna)
    story.sync_all(anna, siv, story.supervisor, anna)
    persons.take(siv.phone, queue.queue(siv.phone).coming[0].follow_up_id)
    story.sync_all(siv)

    def close() -> None:
        for kind in (Kind.SESSION_CLOSING, Kind.SESSION_CLOSED):
            story.supervisor.phone.link.append(kind, session=session)

    anna.phone.link = Link(anna.phone, BeforeItReads(anna.phone.profile.server, close))
    anna.sync()

    assert anna.phone.roster.is_closed(bytes.fromhex(session))
