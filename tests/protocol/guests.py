"""A board that has borrowed somebody, for tests of the protocol."""

from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.circle import Role
from sync.protocol.members import board_id, session_id
from sync.protocol.statement import Kind
from tests.protocol.people import NOON, BoardInTest, Handset, public

UNTIL = NOON + timedelta(hours=8)


class BorrowingBoard(BoardInTest):
    """Has pinned Bromma and opened a session."""

    def __init__(self) -> None:
        super().__init__()
        self.bromma = Ed25519PrivateKey.generate()
        peer = {"root": public(self.bromma).hex(), "server": "https://bromma.example", "name": "Bromma"}
        self.say(Kind.PEER_PINNED, self.supervisor.signing, **peer)
        self.session = self.opened("7F3K2M9T")
        self.other_session = self.opened("8G4L3N0V")

    @property
    def home(self) -> bytes:
        return board_id(public(self.bromma))

    def opened(self, code: str) -> bytes:
        session = session_id(self.id, code)
        self.say(Kind.SESSION_OPENED, self.supervisor.signing, session=session.hex())
        return session

    def guest_invite(self, person: bytes, key: Ed25519PrivateKey, **changed: Any) -> dict[str, Any]:
        fields = {
            "key": public(key).hex(),
            "person": person.hex(),
            "role": Role.BORROWED,
            "expires": UNTIL.isoformat(),
            "session": self.session.hex(),
            "until": UNTIL.isoformat(),
            "home": self.home.hex(),
        }
        return fields | changed

    def invite_guest(self, person: bytes, **changed: Any) -> Ed25519PrivateKey:
        key = Ed25519PrivateKey.generate()
        self.say(Kind.INVITE_MADE, self.supervisor.signing, **self.guest_invite(person, key, **changed))
        return key

    def guest(self) -> Handset:
        """A guest's phone that has used its invite and not checked in."""
        handset = Handset()
        key = self.invite_guest(handset.person)
        self.say(Kind.DEVICE_ADDED, key, **handset.enrolment(Role.BORROWED))
        return handset

    def checked_in(self) -> Handset:
        handset = self.guest()
        self.joins(handset)
        return handset

    def joins(self, handset: Handset, *, at: datetime = NOON) -> None:
        self.say(Kind.SESSION_JOINED, handset.signing, at=at, session=self.session.hex())
