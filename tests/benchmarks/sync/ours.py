"""Documents of one size, one in an envelope, from a supporter's phone to the server and to a coordinator's."""

from dataclasses import dataclass

from fieldapp.actions import sessions
from fieldapp.actions.action import one_action
from fieldapp.actions.births import fresh
from sync.protocol.circle import Circle, Role
from tests.benchmarks.board import ALARM, MeasuredStory
from tests.benchmarks.rows import timed
from tests.journeys.people import Hands

AT_ONCE = 100


@dataclass(slots=True)
class Ours:
    supporter: Hands
    coordinator: Hands
    circle: Circle

    @classmethod
    def on(cls, story: MeasuredStory) -> "Ours":
        anna = story.with_role("Anna Stöd", Role.SUPPORTER)
        session = sessions.open_session(anna.phone, ALARM).id
        anna.sync()
        siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
        for hands in (siv, anna, siv):
            hands.sync()
        return cls(anna, siv, Circle.own(bytes.fromhex(session), anna.phone.id))

    def fill(self, count: int, size: int) -> None:
        """Each is an action of its own, with an envelope of its own; saved together, because that is not measured."""
        phone = self.supporter.phone
        for start in range(0, count, AT_ONCE):
            with phone.store.one_write():
                for _ in range(min(AT_ONCE, count - start)):
                    with one_action(phone) as action:
                        action.create(self.circle, "visit", fresh(), note="x" * size)

    def push(self) -> tuple[int, float]:
        """Envelopes and seconds."""
        seconds, outcome = timed(self.supporter.sync)
        return outcome.sent, seconds

    def pull(self) -> tuple[int, float]:
        """With verification, opening and folding into the store."""
        seconds, outcome = timed(self.coordinator.sync)
        return outcome.fetched, seconds
