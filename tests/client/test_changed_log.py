"""A server that adds, drops, reorders or alters statements: refused, kept in mind, said on the screen."""

import asyncio
from collections.abc import Callable
from typing import Any

import flet as ft
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.actions import alarm, people, queue, safety, sessions
from fieldapp.actions.errors import StillTampered
from fieldapp.actions.link import Link
from fieldapp.ui.component import component
from fieldapp.ui.screens.alarm import AlarmCard, AlarmNotice
from fieldapp.ui.state import Shell, ShellContext, Written, WrittenContext
from sync.client.transport import Transport, b64, unb64
from sync.protocol.circle import Role
from sync.protocol.errors import LogTampered
from sync.protocol.statement import Head, Kind, Statement
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, met
from tests.ui.screen_driver import Screen, open_screen

Entries = list[bytes]


class TwoFaced(Transport):
    """The real server, seen through somebody who rewrites what it says of the log, heads and all."""

    def __init__(self, address: str, known: Head, rewrite: Callable[[Entries], Entries]) -> None:
        super().__init__(address)
        self.known, self.rewrite, self.honest = known, rewrite, False
        self.entries: Entries = []

    def post_bytes(self, path: str, body: bytes, *, token: str) -> dict[str, Any]:
        told = super().post_bytes(path, body, token=token)
        if path.endswith("/contact") and not self.honest and "head" in told:
            log = super().get(path.removesuffix("/contact") + "/log", token=token, after=self.known.seq)
            self.entries = self.rewrite([unb64(entry) for entry in log["entries"]])
            told |= self.log
        return told

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        return self.log if path.endswith("/log") and not self.honest else super().get(path, **query)

    @property
    def log(self) -> dict[str, Any]:
        return {"entries": [b64(entry) for entry in self.entries], "head": self.head.to_json()}

    @property
    def head(self) -> Head:
        head = self.known
        for entry in self.entries:
            head = head.after(Statement.from_bytes(entry))
        return head


def added(story: Story) -> Callable[[Entries], Entries]:
    """One more supervisor, signed by nobody the board knows."""
    forger = Ed25519PrivateKey.generate()

    def rewrite(entries: Entries) -> Entries:
        supervisor = story.supervisor.phone
        forged = Statement.make(
            Kind.INVITE_MADE,
            board=supervisor.board,
            head=supervisor.roster.head,
            at=story.now(),
            signer=forger.public_key().public_bytes_raw(),
            sign=forger.sign,
            key="ab" * 32,
            person="cd" * 16,
            role=Role.SUPERVISOR,
            expires=story.now().isoformat(),
        )
        return [*entries, forged.to_bytes()]

    return rewrite


def altered(entries: Entries) -> Entries:
    return [entries[0].replace(b'"coordinator"', b'"supporter"  '), *entries[1:]]


CHANGES = {
    "added": added,
    "dropped": lambda story: lambda entries: [entries[0], *entries[2:]],
    "reordered": lambda story: lambda entries: [entries[1], entries[0], *entries[2:]],
    "altered": lambda story: altered,
}


def faced(hands: Hands, rewrite: Callable[[Entries], Entries]) -> TwoFaced:
    phone = hands.phone
    server = TwoFaced(phone.profile.server, phone.roster.head, rewrite)
    phone.link.close()
    phone.__dict__["link"] = Link(phone, server)
    return server


@component
def Both() -> Any:  # noqa: N802 - a component
    return ft.Column([AlarmNotice(), AlarmCard()])


def drawn(hands: Hands, *taps: str) -> Screen:
    async def story() -> Screen:
        shell, written = Shell(hands.folder, hands.phone), Written()
        screen = await open_screen(lambda: ShellContext(shell, lambda: WrittenContext(written, Both)))
        for name in taps:
            await screen.tap(name)
        return screen

    return asyncio.run(story())


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_changed_log_is_refused_kept_in_mind_and_said_until_somebody_has_looked(story: Story, change: str) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    met(anna)
    anna.sync()
    for name in ("Bertil", "Cecilia", "David"):
        people.invite(story.supervisor.phone, name, Role.COORDINATOR)
    before = anna.phone.roster.head
    server = faced(anna, CHANGES[change](story))
    with pytest.raises(LogTampered):
        anna.sync()
    met(anna)

    assert anna.phone.roster.head == before
    assert queue.follow_ups(anna.phone)
    assert safety.safety(anna.phone).waiting
    found = alarm.alarm(anna.phone)
    assert found is not None
    assert found.goes_on
    assert drawn(anna).shows("Servern går inte att lita på just nu")
    assert drawn(anna).shows("Ring din chef")
    with pytest.raises(StillTampered):
        alarm.looked_into(anna.phone)

    anna.restart()
    server = faced(anna, CHANGES[change](story))
    server.honest = True
    story.pass_time(minutes=1)
    anna.sync()
    assert safety.safety(anna.phone).all_safe
    assert drawn(anna).shows("Servern går inte att lita på just nu")
    alarm.looked_into(anna.phone)
    assert alarm.alarm(anna.phone) is None
    assert not drawn(anna).shows("Servern går inte att lita på just nu")
