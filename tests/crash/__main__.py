"""`python -m tests.crash [--points N] [--seed S] [--subject ours|tinydb] [--sabotage NAME] [--row TEXT]`."""

import argparse
import gc
import sys
import time
from collections.abc import Iterator, Sequence

from tests.crash import damage_rows, power_rows, struck_rows, traced
from tests.crash.checks import Finding, Verdict
from tests.crash.rows import Point, Result, Row, Worlds, points_of
from tests.crash.runs import WriterBroke
from tests.crash.sabotage import NOTICED_BY, SABOTAGES
from tests.crash.table import Tally, heading, last_line, total
from tests.crash.workplace import fresh_folder

ROWS = (*struck_rows.ROWS, *power_rows.ROWS, *damage_rows.ROWS)
# TinyDB's own file promises nothing about damage; what kills and a full disk do to it is told beside ours.
ROWS_FOR_JSON = tuple(row for row in ROWS if not row.store_only and not {"while", "thread"} & set(row.kind.split()))
LONG_PASS = 12_000
# Of each breach so many are described.
DESCRIBED = 5
BROKEN = (Verdict.LOST, Verdict.HALF)
JSON_STORAGE = "TinyDB JSONStorage"
# A shorter pass does without; the sabotages have tests of their own.
WITH_CONTRAST, CONTRAST_SHARE = 1_000, 0.02


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    started = time.monotonic()
    gc.freeze()
    worlds = Worlds(options.seed, options.subject == "tinydb", options.sabotage)
    rows = [row for row in (ROWS_FOR_JSON if worlds.is_json else ROWS) if options.row in row.kind]
    print(heading(), flush=True)
    tallies = [_run(row, worlds, _budget(row, rows, options.points)) for row in rows]
    is_whole = not (worlds.is_json or worlds.breaks or options.row)
    all_red = not is_whole or options.points < WITH_CONTRAST or _contrast(options.seed, options.points)
    if is_whole:
        tallies += traced.run(worlds, options.points)
    whole = total(tallies)
    print(f"\nseed {options.seed}, {time.monotonic() - started:.0f} s, {whole.kills} kills")
    print(last_line(whole))
    return 0 if whole.broken == 0 and all_red else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--points", type=int, default=LONG_PASS, help=f"how many ({LONG_PASS})")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another pass")
    parser.add_argument("--subject", choices=("ours", "tinydb"), default="ours", help="tinydb: its own JSONStorage")
    parser.add_argument("--sabotage", choices=sorted(SABOTAGES), help="take one safeguard out; has to turn red")
    parser.add_argument("--row", default="", metavar="TEXT", help="only the kinds of fault whose name has this")
    return parser.parse_args(arguments)


def _budget(row: Row, rows: Sequence[Row], points: int) -> int:
    return max(1, -(-int(points * row.share * 1000) // int(sum(each.share for each in rows) * 1000)))


def _run(row: Row, worlds: Worlds, budget: int, prefix: str = "") -> Tally:
    tally = Tally(prefix + row.kind)
    for point in points_of(row, worlds, budget):
        result = _result_of(point)
        finding = row.judged(result.finding)
        tally.count(finding, result.kills)
        if finding.verdict in BROKEN:
            _describe(tally, point.name, finding.why, quiet=bool(prefix))
    if not prefix:
        print(tally.line(), flush=True)
    return tally


def _result_of(point: Point) -> Result:
    try:
        with fresh_folder() as root:
            return point.run(root)
    except WriterBroke:
        return Result(Finding(Verdict.LOST, "the writer broke; its traceback is on stderr"))


def _describe(tally: Tally, name: str, why: str, quiet: bool) -> None:
    if not quiet and tally.broken <= DESCRIBED:
        print(f"  {name}: {why}", file=sys.stderr, flush=True)


def _contrast(seed: int, points: int) -> bool:
    """What the table shows when a safeguard is missing, and of TinyDB's own storage. Not counted with ours."""
    budget, red = int(points * CONTRAST_SHARE), dict.fromkeys([*SABOTAGES, JSON_STORAGE], False)
    for name, worlds, row in _contrasts(seed):
        tally = _run(row, worlds, budget, prefix=f"{name}: " if worlds.is_json else f"sabotage {name}: ")
        red[name] = red[name] or bool(tally.broken)
        print(tally.line("red, as it must be" if red[name] else "not red"), flush=True)
    return all(red.values())


def _contrasts(seed: int) -> Iterator[tuple[str, Worlds, Row]]:
    for name in SABOTAGES:
        row = next(row for row in ROWS if row.kind.startswith(NOTICED_BY[name]))
        yield name, Worlds(seed, breaks=name), row
    for row in ROWS_FOR_JSON:
        if row.kind.startswith(("torn", "SIGKILL after", "power loss, part")):
            yield JSON_STORAGE, Worlds(seed, is_json=True), row


if __name__ == "__main__":
    sys.exit(main())
