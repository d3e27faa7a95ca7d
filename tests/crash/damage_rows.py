"""Files that were changed while nobody looked: cut off, flipped, frames moved about, older copies put back."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TypeAlias

from fieldapp.store.envelope_entries import MAGIC as LOG_MAGIC
from fieldapp.store.envelope_log import HEADER as LOG_HEADER
from fieldapp.store.frames import FILE_HEADER, FRAME_HEADER, MAGIC
from tests.crash.calls import Told
from tests.crash.checks import Verdict, checked
from tests.crash.power_loss import Contents, Disk, lay_out
from tests.crash.rows import Point, Result, Row
from tests.crash.runs import World

Alteration: TypeAlias = Callable[[bytes], bytes | None]

SNAPSHOT, SNAPSHOT_CUTS = ".snapshot", 50
FLIPS_IN_A_WORLD = 400
A_HEADER = 64
DAMAGE = frozenset({Verdict.FINE, Verdict.REPORTED, Verdict.NEXT_SYNC})


def cut_off(world: World, chance: Random) -> list[Point]:
    """At every byte of the last frame; of a snapshot, whose frames are long, at some bytes.

    As a killed app leaves it that is a transaction, and as one does that closes its files an empty frame.
    """
    points = []
    for events in _ends(world):
        for name, content in _files(world, events).items():
            start, end = (_frames(content) or [(0, len(content))])[-1]
            lengths: Sequence[int] = range(start, end)
            if name.endswith(SNAPSHOT):
                lengths = chance.sample(lengths, min(SNAPSHOT_CUTS, len(lengths)))
            points += [
                _point(world, events, f"{name} cut at {length}", {name: partial(_cut, length=length)})
                for length in lengths
            ]
    return points


def flipped(world: World, chance: Random) -> list[Point]:
    points = []
    left = [
        (events, name, _written(content)) for events in _ends(world) for name, content in _files(world, events).items()
    ]
    for _ in range(FLIPS_IN_A_WORLD):
        events, name, written = chance.choice([one for one in left if one[-1]])
        at, bit = chance.randrange(written), chance.randrange(8)
        flip = {name: partial(_flipped, at=at, bit=bit)}
        points.append(_point(world, events, f"{name} bit {bit} of byte {at}", flip))
    return points


def _written(content: bytes) -> int:
    """How many bytes are worth a flip: of the room behind the last frame only the beginning."""
    return min(len(content), len(content.rstrip(b"\0")) + A_HEADER)


def frames_moved(world: World, chance: Random) -> list[Point]:
    """Swapped, doubled in its place or at the end, dropped, or in the place of another, of this file or the next."""
    points = []
    for events in _ends(world):
        left = _files(world, events)
        for name, content in left.items():
            count = len(_frames(content))
            points += [
                _point(world, events, f"{name} {what}", {name: partial(_reordered, order=order)})
                for number in range(count)
                for what, order in _orders(count, number, chance).items()
            ]
            points += _strangers(world, events, (name, content), left, chance)
    return points


def _strangers(world: World, events: int, file: tuple[str, bytes], others: Contents, chance: Random) -> list[Point]:
    """A frame of another file, authentic there, in the place of one here and at the end."""
    points, (name, content) = list[Point](), file
    mine = _frames(content)
    for other_name, other in others.items():
        if mine and other_name != name and (theirs := _frames(other)):
            (start, end), stranger = chance.choice(mine), other[slice(*chance.choice(theirs))]
            what = f"a frame of {other_name} in {name}"
            put = partial(_with_stranger, start=start, end=end, stranger=stranger)
            added = partial(_with_stranger, start=mine[-1][1], end=mine[-1][1], stranger=stranger)
            points.append(_point(world, events, what, {name: put}))
            points.append(_point(world, events, f"{what} at the end", {name: added}))
    return points


def _cut(content: bytes, *, length: int) -> bytes:
    return content[:length]


def _flipped(content: bytes, *, at: int, bit: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]


def _reordered(content: bytes, *, order: list[int]) -> bytes:
    frames = _frames(content)
    return content[: frames[0][0]] + b"".join(content[slice(*frames[number])] for number in order)


def _with_stranger(content: bytes, *, start: int, end: int, stranger: bytes) -> bytes:
    return content[:start] + stranger + content[end:]


def _orders(count: int, number: int, chance: Random) -> dict[str, list[int]]:
    """Which frames stand there instead of 0, 1, 2 …"""
    whole, other = list(range(count)), chance.randrange(count)
    orders = {
        f"frame {number} doubled": [*whole[: number + 1], *whole[number:]],
        f"frame {number} again at the end": [*whole, number],
        f"frame {number} dropped": [*whole[:number], *whole[number + 1 :]],
    }
    if number + 1 < count:
        orders[f"frames {number} and {number + 1} swapped"] = _swapped(whole, number, number + 1)
    if other != number:
        orders[f"frames {number} and {other} swapped"] = _swapped(whole, number, other)
        orders[f"frame {other} in the place of {number}"] = [*whole[:number], other, *whole[number + 1 :]]
    return orders


def _swapped(whole: list[int], one: int, other: int) -> list[int]:
    order = list(whole)
    order[one], order[other] = order[other], order[one]
    return order


def older_copies(world: World, chance: Random) -> list[Point]:
    """The folder as it was after each step, and single files of then among those of now."""
    now, points = len(world.trace), []
    newest = _folder(world, now)
    for events in _steps_done(world):
        points.append(_older_folder(world, events))
        for name, content in _files(world, events).items():
            if content and newest.get(name) != content:
                older = {name: lambda _, events=events, name=name: _folder(world, events)[name]}
                points.append(_point(world, now, f"{name} of event {events}", older))
    return points


def removed(world: World, chance: Random) -> list[Point]:
    points = []
    for events in (*_steps_done(world), len(world.trace)):
        points += [_point(world, events, f"{name} removed", {name: _gone}) for name in _files(world, events)]
    return points


def _gone(content: bytes) -> None:
    return None


def _point(world: World, events: int, name: str, changes: dict[str, Alteration]) -> Point:
    """`changes`: what becomes of each file; worked out when the point is run, for there are many."""

    def run(root: Path) -> Result:
        contents = _folder(world, events)
        for path, change in changes.items():
            changed = change(contents.pop(path, b""))
            if changed is not None:
                contents[path] = changed
        return _checked(world, root, contents, events)

    return Point(f"world {world.seed}, event {events}, {name}", run)


def _older_folder(world: World, events: int) -> Point:
    def run(root: Path) -> Result:
        return _checked(world, root, _folder(world, events), len(world.trace))

    return Point(f"world {world.seed}, the folder of event {events}", run)


def _checked(world: World, root: Path, contents: Contents, events: int) -> Result:
    lay_out(contents, root)
    return Result(checked(world.subject, root, world.expected_after(events), world.breaks))


def _folder(world: World, events: int) -> Contents:
    disk = Disk()
    disk.replay(world.trace[:events])
    return disk.as_the_system_answers()


def _files(world: World, events: int) -> Contents:
    return {name: content for name, content in _folder(world, events).items() if not name.endswith("/")}


def _ends(world: World) -> tuple[int, int]:
    """As an app leaves the folder that is killed, and as one does that closes it."""
    places = (place for place, event in enumerate(world.trace) if isinstance(event, Told) and event.word == "closing")
    return next(places), len(world.trace)


def _steps_done(world: World) -> list[int]:
    return [place for place, event in enumerate(world.trace, 1) if isinstance(event, Told) and event.word == "done"]


def _frames(content: bytes) -> list[tuple[int, int]]:
    """Where each frame begins and ends: of journals and snapshots by their lengths, of the log by its marks."""
    if content.startswith(LOG_HEADER):
        starts = [mark.start() for mark in re.finditer(re.escape(LOG_MAGIC), content)]
        return list(pairwise([*starts, len(content)]))
    found, start = [], FILE_HEADER.size
    while content.startswith(MAGIC, start):
        end = start + FRAME_HEADER.size + FRAME_HEADER.unpack_from(content, start)[1]
        found.append((start, end))
        start = end
    return found


ROWS = (
    Row("files cut off at every byte of their last frames", 0.41, cut_off, DAMAGE, 1, store_only=True),
    # A break in the last transaction looks like a torn tail; one before it has authentic frames behind it.
    Row("bit flips across all files", 0.08, flipped, DAMAGE, 1, store_only=True),
    Row("frames swapped, doubled, dropped", 0.04, frames_moved, DAMAGE, 1, store_only=True),
    Row("older copy of the folder or of one file", 0.02, older_copies, DAMAGE, store_only=True),
    Row("a file removed", 0.01, removed, DAMAGE, store_only=True),
)
