"""The table that a pass prints, row by row."""

from collections import Counter
from dataclasses import dataclass, field

from tests.crash.checks import Finding, Verdict

WIDTH = 70
COLUMNS = ("points", "fine", "reported", "next sync", "LOST", "HALF")
SHOWN = (Verdict.FINE, Verdict.REPORTED, Verdict.NEXT_SYNC, Verdict.LOST, Verdict.HALF)


@dataclass(slots=True)
class Tally:
    """What came of the points of one row."""

    kind: str
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    kills: int = 0

    def count(self, finding: Finding, kills: int) -> None:
        self.verdicts[finding.verdict] += 1
        self.kills += kills

    @property
    def points(self) -> int:
        return self.verdicts.total()

    @property
    def broken(self) -> int:
        return self.verdicts[Verdict.LOST] + self.verdicts[Verdict.HALF]

    def line(self, remark: str = "") -> str:
        cells = [self.points, *(self.verdicts[verdict] for verdict in SHOWN)]
        return _row(self.kind, *map(str, cells)) + (f" {remark}" if remark else "")


def heading() -> str:
    return _row("kind of fault", *COLUMNS) + "\n" + _row("---", *["---:"] * len(COLUMNS))


def total(tallies: list[Tally]) -> Tally:
    whole = Tally("all")
    for tally in tallies:
        whole.verdicts += tally.verdicts
        whole.kills += tally.kills
    return whole


def last_line(whole: Tally) -> str:
    lost, half = whole.verdicts[Verdict.LOST], whole.verdicts[Verdict.HALF]
    return f"{whole.points} points, {lost} lost, {half} half-applied"


def _row(kind: str, *cells: str) -> str:
    return f"| {kind:<{WIDTH}} | " + " | ".join(f"{cell:>9}" for cell in cells) + " |"
