"""The power goes: pages and names that were not synced are there or not."""

import errno
from pathlib import Path
from random import Random

from tests.crash.calls import Call, Kind
from tests.crash.checks import Verdict, checked
from tests.crash.expected import Expected
from tests.crash.faults import Fails
from tests.crash.power_loss import Contents, Disk, found_under, lay_out
from tests.crash.rows import Point, Result, Row
from tests.crash.runs import World, recorded
from tests.crash.struck_rows import joined, second_life
from tests.crash.workplace import fresh_folder

DISKS_FOR_EACH_CALL = 3
# Few calls change names, and the next process trusts what they made.
DISKS_FOR_EACH_NAME = 6
NAMES = {Kind.CREATE, Kind.RENAME, Kind.UNLINK, Kind.MKDIR}


def cut(world: World, chance: Random) -> list[Point]:
    """After each call, and after each acknowledgement, several disks that may be left."""
    places = range(1, len(world.trace) + 1)
    return [_cut_at(world, events, chance.getrandbits(32)) for events in places for _ in range(DISKS_FOR_EACH_CALL)]


def _cut_at(world: World, events: int, seed: int) -> Point:
    def run(root: Path) -> Result:
        disk = Disk()
        disk.replay(world.trace[:events])
        lay_out(disk.after_power_loss(Random(seed)), root)
        return Result(checked(world.subject, root, world.expected_after(events), world.breaks))

    return Point(f"world {world.seed}, after {_last_call(world, events)}, disk {seed}", run)


def cut_twice(world: World, chance: Random) -> list[Point]:
    """And goes again while what the first loss left is recovered and written to."""
    places = range(1, len(world.trace) + 1)
    return [_cut_twice_at(world, events, chance.getrandbits(32)) for events in places]


def _cut_twice_at(world: World, events: int, seed: int) -> Point:
    def run(root: Path) -> Result:
        chance, disk = Random(seed), Disk()
        disk.replay(world.trace[:events])
        lay_out(disk.after_power_loss(chance), root)
        left, expected = found_under(root), world.expected_after(events)
        again = recorded(second_life(world, expected.now), root)
        second, again_events = Disk(left), chance.randrange(1, len(again.trace) + 1)
        second.replay(again.trace[:again_events])
        both = joined(expected, again.expected_after(again_events))
        return _opened_elsewhere(world, second.after_power_loss(chance), both)

    return Point(f"world {world.seed}, after {_last_call(world, events)}, and again, disks {seed}", run)


def after_a_kill(world: World, chance: Random) -> list[Point]:
    """The app is killed and opened again, goes on, and then the power goes: what the first left unsynced as well."""
    return [
        _cut_after_kill(world, place, chance.getrandbits(32))
        for place, event in enumerate(world.trace, 1)
        for _ in range(DISKS_FOR_EACH_NAME if isinstance(event, Call) and event.kind in NAMES else 1)
    ]


def _cut_after_kill(world: World, events: int, seed: int) -> Point:
    def run(root: Path) -> Result:
        chance, disk, expected = Random(seed), Disk(), world.expected_after(events)
        disk.replay(world.trace[:events])
        lay_out(disk.as_the_system_answers(), root)
        again = recorded(second_life(world, expected.now), root)
        disk.another_process()
        again_events = chance.randrange(1, len(again.trace) + 1)
        disk.replay(again.trace[:again_events])
        return _opened_elsewhere(
            world, disk.after_power_loss(chance), joined(expected, again.expected_after(again_events))
        )

    return Point(f"world {world.seed}, killed after {_last_call(world, events)}, disk {seed}", run)


def _opened_elsewhere(world: World, left: Contents, expected: Expected) -> Result:
    with fresh_folder() as root:
        lay_out(left, root)
        return Result(checked(world.subject, root, expected, world.breaks))


def after_failed_sync(world: World, chance: Random) -> list[Point]:
    """A sync answers EIO and the system drops the pages, as Linux does; the worker goes on; later the power goes."""
    syncs = [at for at, call in enumerate(world.calls, 1) if call.kind in (Kind.SYNC, Kind.SYNC_FOLDER)]
    return [_cut_after_failure(world, at, chance.getrandbits(32)) for at in syncs for _ in range(2)]


def _cut_after_failure(world: World, at: int, seed: int) -> Point:
    def run(root: Path) -> Result:
        chance, disk = Random(seed), Disk()
        failing = recorded(world, root, Fails(at, errno.EIO))
        failed = next(place for place, event in enumerate(failing.trace) if isinstance(event, Call) and event.failed)
        events = chance.randrange(failed, min(failed + 60, len(failing.trace))) + 1
        disk.replay(failing.trace[:events])
        return _opened_elsewhere(world, disk.after_power_loss(chance), failing.expected_after(events))

    return Point(f"world {world.seed}, EIO from sync call {at}, disk {seed}", run)


def _last_call(world: World, events: int) -> str:
    last = world.trace[events - 1]
    if isinstance(last, Call):
        return f"event {events} {last.function}({last.path})"
    return f"event {events} {last.word} {last.step}"


ROWS = (
    Row("power loss, part of what was not synced is kept", 0.12, cut),
    Row("power loss, and again while recovering", 0.04, cut_twice),
    Row("power loss, some time after a SIGKILL", 0.05, after_a_kill),
    # The pages that the system dropped are damage of its own making: it may be told.
    Row("EIO from a sync, then power loss", 0.04, after_failed_sync, frozenset({Verdict.FINE, Verdict.REPORTED})),
)
