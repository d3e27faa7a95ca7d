"""Kills, torn and short writes, and errors, at every storage call."""

import errno
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.crash.calls import Call, Kind
from tests.crash.checks import Finding, Verdict, checked
from tests.crash.expected import Expected, State
from tests.crash.faults import Fails, Fault, FillsUp, KillAfter, KillBefore, ShortWrite, TornWrite
from tests.crash.rows import Point, Result, Row
from tests.crash.runs import World, struck

# A second life is short; its first calls are the recovery.
SECOND_STEPS, SECOND_CALLS = 4, 10


def _point(name: str, world: World, fault: Fault) -> Point:
    def run(root: Path) -> Result:
        run = struck(world, root, fault)
        if not run.ended.finished and not run.ended.was_killed:
            return Result(Finding(Verdict.LOST, "the writer broke; its traceback is on stderr"))
        return Result(checked(world.subject, root, run.expected, world.breaks), int(run.ended.was_killed))

    return Point(f"world {world.seed}, {name}, {fault}", run)


def _name(number: int, call: Call) -> str:
    return f"call {number} {call.function}({call.path})"


def killed_before(world: World, chance: Random) -> list[Point]:
    return [_point(_name(at, call), world, KillBefore(at)) for at, call in enumerate(world.calls, 1)]


def killed_after(world: World, chance: Random) -> list[Point]:
    return [_point(_name(at, call), world, KillAfter(at)) for at, call in enumerate(world.calls, 1)]


def torn(world: World, chance: Random) -> list[Point]:
    return [_point(_name(at, call), world, TornWrite(at, kept)) for at, call, kept in _parts(world, chance)]


def short(world: World, chance: Random) -> list[Point]:
    return [_point(_name(at, call), world, ShortWrite(at, kept)) for at, call, kept in _parts(world, chance)]


def full(world: World, chance: Random) -> list[Point]:
    """At once, or after some bytes; for one call or several."""
    points = []
    for at, call in enumerate(world.calls, 1):
        points += [_point(_name(at, call), world, Fails(at, errno.ENOSPC, chance.choice((1, 1, 2, 5, 9))))]
        if call.kind is Kind.WRITE:
            kept = chance.randrange(len(call.content) + 1)
            points += [_point(_name(at, call), world, FillsUp(at, kept, chance.choice((2, 3, 6, 10))))]
    return points


def broken_disk(world: World, chance: Random) -> list[Point]:
    return [
        _point(_name(at, call), world, Fails(at, errno.EIO, lasting))
        for at, call in enumerate(world.calls, 1)
        for lasting in (1, chance.choice((2, 3, 5, 9)))
    ]


def compacting(world: World, chance: Random) -> list[Point]:
    """Killed or answered with errors while a thread compacts; at which call of the thread, the machine decides."""
    busy, points = replace(world, compacts_often=True), []
    for at in range(1, 2 * len(world.calls)):
        fault = chance.choice((KillAfter(at), KillBefore(at), KillAfter(at), _some_error(at, chance)))
        points.append(_point(f"call {at} while compacting", busy, fault))
    return points


def _some_error(at: int, chance: Random) -> Fault:
    return Fails(at, chance.choice((errno.ENOSPC, errno.EIO)), chance.choice((1, 2, 5, 20)))


def killed_twice(world: World, chance: Random) -> list[Point]:
    """Killed, and killed again while what the first kill left is recovered."""
    points = []
    for at, call in enumerate(world.calls, 1):
        first: Fault = KillAfter(at)
        if call.kind is Kind.WRITE and len(call.content) > 1:
            first = TornWrite(at, chance.randrange(1, len(call.content)))
        points.append(_killed_twice_at(world, first, chance.randrange(1, SECOND_CALLS), _name(at, call)))
    return points


def _killed_twice_at(world: World, first: Fault, again_at: int, name: str) -> Point:
    def run(root: Path) -> Result:
        once = struck(world, root, first)
        second = second_life(world, once.expected.now)
        twice = struck(second, root, KillAfter(again_at))
        expected = joined(once.expected, twice.expected)
        kills = once.ended.was_killed + twice.ended.was_killed
        if not twice.ended.finished and not twice.ended.was_killed:
            return Result(Finding(Verdict.LOST, "the writer broke; its traceback is on stderr"), kills)
        return Result(checked(world.subject, root, expected, world.breaks), kills)

    return Point(f"world {world.seed}, {name}, {first}, then KillAfter(at={again_at})", run)


def second_life(world: World, starts: list[State]) -> World:
    """The worker opens the app again and goes on, from whatever state it is in."""
    steps = [world.subject.one_more(9_000 + number) for number in range(SECOND_STEPS)]
    return replace(world, steps=steps, starts=starts, trace=())


def joined(first: Expected, second: Expected) -> Expected:
    """What both lives together may have left."""
    second.past = first.ever + second.past
    return second


def _parts(world: World, chance: Random) -> list[tuple[int, Call, int]]:
    """One byte, all but one, something between, and up to the end of a page; zeros written ahead count little."""
    found = []
    for at, call in enumerate(world.calls, 1):
        length = len(call.content)
        if call.kind is Kind.WRITE and length > 1:
            written = max(2, len(call.content.rstrip(b"\0")))
            parts = {1, length - 1, chance.randrange(1, written), min(length - 1, -call.at % 4096 or 1)}
            found += [(at, call, kept) for kept in sorted(parts)]
    return found


ROWS = (
    Row("SIGKILL before each call", 0.17, killed_before),
    Row("SIGKILL after each call", 0.17, killed_after),
    Row("SIGKILL, and again while recovering", 0.05, killed_twice),
    Row("torn write, then SIGKILL", 0.08, torn),
    Row("short write", 0.05, short),
    Row("ENOSPC", 0.06, full),
    Row("EIO", 0.06, broken_disk),
    Row("kills and errors, compacting in a thread", 0.03, compacting),
)
