"""Taking turns, so that whatever else the machine does hits all alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.benchmarks.rows import timed


@dataclass(slots=True)
class Turn:
    """`prepare` gives what is timed; what it does itself is not. `seconds` fills up as the turns are taken.

    `times` turns, `in_a_row` things each; who has had `most_seconds` takes part no more.
    """

    who: str
    n: int
    times: int
    prepare: Callable[[], Callable[[], object]]
    in_a_row: int = 1
    most_seconds: float = 5.0
    seconds: list[float] = field(default_factory=list)

    def is_due(self, number: int, rounds: int) -> bool:
        return number * self.times % rounds < self.times and sum(self.seconds) < self.most_seconds


def take(turns: Sequence[Turn]) -> Sequence[Turn]:
    """Round by round, each round begun by another; who takes part less often is spread over all the rounds."""
    rounds = max(turn.times for turn in turns)
    for number in range(rounds):
        start = number % len(turns)
        for turn in (*turns[start:], *turns[:start]):
            if turn.is_due(number, rounds):
                turn.seconds += [timed(turn.prepare())[0] for _ in range(turn.in_a_row)]
    return turns
