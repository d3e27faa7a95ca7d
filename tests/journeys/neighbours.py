"""Two boards in one story: the social emergency unit's and the district's, each on a server, with one clock."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldapp.actions import peers
from fieldapp.actions.connecting import BoardForm
from tests.journeys.people import Hands, Story
from tests.server.running import RunningServer

EMERGENCY = BoardForm("Socialnämnden", "SJ", False, "Johan Jourchef")


class Neighbour(Story):
    """Its clock is the other story's."""

    def __init__(self, folder: Path, server: RunningServer, first: Story, form: BoardForm = EMERGENCY) -> None:
        self.first = first
        super().__init__(folder, server.url, server.new_claim_code(), form)

    def now(self) -> datetime:
        return self.first.now()


@dataclass
class TwoBoards:
    """`night`: who begins, out of hours. `day`: who takes over. Both have pinned each other."""

    night: Story
    day: Story

    @property
    def johan(self) -> Hands:
        return self.night.supervisor

    @property
    def karin(self) -> Hands:
        return self.day.supervisor

    def pass_time(self, **amount: float) -> None:
        self.day.pass_time(**amount)

    def exchange(self, *everybody: Hands) -> None:
        """Until what was written has come and what was answered is known."""
        for _ in range(2):
            for hands in everybody:
                hands.sync()


def pin(one: Hands, other: Hands, name: str) -> None:
    """As from the code on the other's screen."""
    found = peers.read_board_code(one.phone, peers.own_address(other.phone).link)
    peers.pin(one.phone, found, name)


@contextmanager
def two_boards(folder: Path, night_server: RunningServer, day_server: RunningServer) -> Iterator[TwoBoards]:
    with ExitStack() as ending:
        day = Story(folder / "day", day_server.url, day_server.new_claim_code())
        ending.callback(day.end)
        night = Neighbour(folder / "night", night_server, day)
        ending.callback(night.end)
        both = TwoBoards(night, day)
        pin(both.johan, both.karin, "Hässelby-Vällingby")
        pin(both.karin, both.johan, "Socialnämnden")
        yield both
