"""Two boards on one server that have pinned each other, and somebody of one who works for the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fieldapp.actions import guests, places, sessions
from fieldapp.actions.connecting import BoardForm, enrol, read_code
from fieldapp.actions.guests import GuestForm
from fieldapp.actions.views import InviteView, SessionView
from fieldapp.crypto.passphrase import FLOOR
from sync.protocol.circle import Role
from tests.journeys.neighbours import Neighbour, pin
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM
from tests.server.running import RunningServer

GUESTS_PASSPHRASE = "mossa vind lykta 82"
SHIFT = timedelta(hours=8)
BROMMA = BoardForm("Bromma", "BR", False, "Bo Brommachef")


class Boards:
    """Hässelby-Vällingby, which borrows, and Bromma, which lends."""

    def __init__(self, folder: Path, server: RunningServer) -> None:
        self.here = Story(folder / "hv", server.url, server.new_claim_code())
        self.bromma = Neighbour(folder / "bromma", server, self.here, BROMMA)
        pin(self.here.supervisor, self.bromma.supervisor, "Bromma")
        pin(self.bromma.supervisor, self.here.supervisor, "Hässelby-Vällingby")
        self.coordinator = self.here.with_role("Siv Samordnare", Role.COORDINATOR)
        self.begin()

    def begin(self) -> None:
        """Another night: a session nobody has worked in, and somebody of Bromma who has lent out nothing yet."""
        self.here.time = datetime.now(UTC)
        self.doris: Hands = self.bromma.with_role(f"Doris {len(self.bromma.everybody)}", Role.SUPPORTER)
        self.session: SessionView = sessions.open_session(self.coordinator.phone, ALARM)
        self.here.sync_all(self.coordinator, self.here.supervisor)

    @property
    def doris_at_home(self) -> str:
        """Her id in Bromma's roster."""
        active = self.bromma.supervisor.phone.roster.devices.values()
        return next(reversed([one.person.hex() for one in active if one.role is Role.SUPPORTER]))

    @property
    def chief(self) -> Hands:
        return self.here.supervisor

    def invite(self, name: str = "Doris Stöd") -> InviteView:
        form = GuestForm(
            name=name,
            session=self.session.id,
            until=self.here.time + SHIFT,
            home=self.bromma.supervisor.phone.board.hex(),
        )
        return guests.invite(self.chief.phone, form)

    def guest(self, link: str = "") -> Hands:
        """Doris's phone in a new place of its own, before she has checked in."""
        folder = places.new(self.doris.folder)
        hands = self.here.new_hands_in(folder)
        connection = read_code(link or self.invite().link)
        hands.holds(enrol(folder, connection, GUESTS_PASSPHRASE, cost=FLOOR, clock=self.here.now))
        hands.sync()
        return hands

    def checked_in(self) -> Hands:
        hands = self.guest()
        guests.check_in(hands.phone, reminded=True)
        self.here.sync_all(hands, self.coordinator, hands)
        return hands

    def end(self) -> None:
        self.here.end()
        self.bromma.end()


@contextmanager
def two_boards(folder: Path, server: RunningServer) -> Iterator[Boards]:
    boards = Boards(folder, server)
    try:
        yield boards
    finally:
        boards.end()
