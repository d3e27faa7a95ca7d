"""People with real devices in real folders, against a real server process."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from fieldapp.actions import door, people, syncing
from fieldapp.actions.connecting import BoardForm, claim_board, enrol, read_code
from fieldapp.actions.ledger import PhoneLedger
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SyncOutcome
from fieldapp.crypto.passphrase import FLOOR
from sync.client.transport import b64
from sync.protocol.circle import Role

PASSPHRASE = "gran ljus tegel 47"
H_V = BoardForm("Hässelby-Vällingby", "HV", False, "Karin Chef")


class Times(Protocol):
    def now(self) -> datetime: ...


class Hands:
    """One person and her device; the clock is the story's."""

    def __init__(self, folder: Path, story: "Times") -> None:
        self.folder = folder
        self.story = story
        self._phone: Phone | None = None

    @property
    def phone(self) -> Phone:
        assert self._phone is not None
        return self._phone

    @property
    def is_unlocked(self) -> bool:
        return self._phone is not None

    def holds(self, phone: Phone) -> None:
        self._phone = phone

    def sync(self) -> SyncOutcome:
        return syncing.synchronise(self.phone, lambda progress: None)

    def hello_only(self) -> None:
        """Reaches the server and says how it stands, and then the coverage is gone."""
        ledger = PhoneLedger(self.phone)
        self.phone.link.call(lambda call: call.post("/hello", {"heartbeat": b64(ledger.heartbeat())}))

    def lock(self) -> None:
        door.lock(self.phone)
        self._phone = None

    def unlock(self) -> None:
        self.unlock_with(PASSPHRASE)

    def unlock_with(self, passphrase: str) -> None:
        self.holds(door.unlock(self.folder, passphrase, clock=self.story.now))

    def restart(self) -> None:
        self.lock()
        self.unlock()


class Story:
    """A board in the making: who claimed it, who joined, and what time it is."""

    def __init__(
        self, folder: Path, server: str, claim_code: str, form: BoardForm = H_V, *, time: datetime | None = None
    ) -> None:
        self.folder = folder
        self.server = server
        self.time = time or datetime.now(UTC)  # invites run out by the server's own clock
        self.everybody: list[Hands] = []
        self.supervisor = self.new_hands("supervisor")
        connection = read_code(claim_code, server)
        phone, self.kit = claim_board(self.supervisor.folder, connection, form, PASSPHRASE, cost=FLOOR, clock=self.now)
        self.supervisor.holds(phone)

    def now(self) -> datetime:
        return self.time

    def pass_time(self, **amount: float) -> None:
        self.time += timedelta(**amount)

    def new_hands(self, name: str) -> Hands:
        return self.new_hands_in(self.folder / name)

    def new_hands_in(self, folder: Path) -> Hands:
        hands = Hands(folder, self)
        self.everybody.append(hands)
        return hands

    def end(self) -> None:
        for hands in self.everybody:
            if hands.is_unlocked:
                hands.lock()

    def invited(self, name: str, role: Role) -> Hands:
        """Somebody who has used an invite; not yet granted a role that takes six digits."""
        invitation = people.invite(self.supervisor.phone, name, role)
        hands = self.new_hands(name.lower().replace(" ", "-"))
        connection = read_code(invitation.link)
        hands.holds(enrol(hands.folder, connection, PASSPHRASE, cost=FLOOR, clock=self.now))
        hands.sync()
        return hands

    def invited_again(self, hands: Hands) -> Hands:
        """The same person with a new phone; the old one is left as it is."""
        invitation = people.invite_again(self.supervisor.phone, hands.phone.id.hex())
        new = self.new_hands(f"{hands.folder.name}-again")
        connection = read_code(invitation.link)
        new.holds(enrol(new.folder, connection, PASSPHRASE, cost=FLOOR, clock=self.now))
        new.sync()
        return new

    def with_role(self, name: str, role: Role) -> Hands:
        hands = self.invited(name, role)
        if role is not Role.SUPPORTER:
            self.compare_digits(hands)
        return hands

    def compare_digits(self, hands: Hands, *, older: bool = False) -> None:
        device = hands.phone.id.hex()
        self.supervisor.sync()
        shown = people.offer_role(self.supervisor.phone, device)
        hands.sync()
        read_out = people.my_digits(hands.phone)
        assert read_out is not None
        assert read_out.digits == shown.digits
        people.grant_role(self.supervisor.phone, device, older=older)
        self.supervisor.sync()
        hands.sync()

    def supervisor_who_has_read(self, *others: Hands) -> Hands:
        """Who has just fetched what the others have sent."""
        self.sync_all(*others, self.supervisor)
        return self.supervisor

    def sync_all(self, *everybody: Hands) -> None:
        for hands in everybody:
            hands.sync()
