"""Files that were changed while nobody looked: cut off, flipped, frames moved about, older copies put back."""

from pathlib import Path
from random import Random

from fieldapp.store.frames import FILE_HEADER, FRAME_HEADER, MAGIC
from tests.crash.calls import Told
from tests.crash.checks import Verdict, checked
from tests.crash.power_loss import Contents, Disk, lay_out
from tests.crash.rows import Point, Result, Row
from tests.crash.runs import World

LAST_FRAMES = 3
FLIPS_IN_A_WORLD = 400
DAMAGE = frozenset({Verdict.FINE, Verdict.REPORTED, Verdict.NEXT_SYNC})


def cut_off(world: World, chance: Random) -> list[Point]:
    """Every file at every byte of its last frames; after a close, and as a killed app leaves it."""
    points = []
    for events in (_before_closing(world), len(world.trace)):
        for name, content in _files(world, events).items():
            first = _frames(content)[-LAST_FRAMES:][0][0] if _frames(content) else 0
            points += [
                _point(world, events, f"{name} cut at {length}", {name: content[:length]})
                for length in range(first, len(content))
            ]
    return points


def flipped(world: World, chance: Random) -> list[Point]:
    points = []
    for _ in range(FLIPS_IN_A_WORLD):
        events = chance.choice((_before_closing(world), len(world.trace)))
        name, content = chance.choice([(name, content) for name, content in _files(world, events).items() if content])
        at, bit = chance.randrange(len(content)), chance.randrange(8)
        changed = content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]
        points.append(_point(world, events, f"{name} bit {bit} of byte {at}", {name: changed}))
    return points


def frames_moved(world: World, chance: Random) -> list[Point]:
    """Swapped, doubled in its place or at the end, dropped, or in the place of another, of this file or the next."""
    points = []
    for events in (_before_closing(world), len(world.trace)):
        for name, content in _files(world, events).items():
            frames = _frames(content)
            for number in range(len(frames)):
                for what, order in _orders(len(frames), number, chance).items():
                    points.append(_point(world, events, f"{name} {what}", {name: _laid(content, frames, order)}))
            points += _strangers(world, events, name, content, chance)
    return points


def _strangers(world: World, events: int, name: str, content: bytes, chance: Random) -> list[Point]:
    """A frame of another file, authentic there, in the place of one here and at the end."""
    points, mine = [], _frames(content)
    for other_name, other in _files(world, events).items():
        if mine and other_name != name and (theirs := _frames(other)):
            (start, end), stranger = chance.choice(mine), other[slice(*chance.choice(theirs))]
            what = f"a frame of {other_name} in {name}"
            points.append(_point(world, events, what, {name: content[:start] + stranger + content[end:]}))
            points.append(_point(world, events, f"{what} at the end", {name: content + stranger}))
    return points


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


def _laid(content: bytes, frames: list[tuple[int, int]], order: list[int]) -> bytes:
    return content[: frames[0][0]] + b"".join(content[slice(*frames[number])] for number in order)


def older_copies(world: World, chance: Random) -> list[Point]:
    """The folder as it was after each step, and single files of then among those of now."""
    now, points = len(world.trace), []
    for events in _steps_done(world):
        then = _folder(world, events)
        points.append(_point(world, now, f"the folder of event {events}", dict(then), whole=True))
        for name, content in then.items():
            if content and _folder(world, now).get(name) != content:
                points.append(_point(world, now, f"{name} of event {events}", {name: content}))
    return points


def removed(world: World, chance: Random) -> list[Point]:
    points = []
    for events in (*_steps_done(world), len(world.trace)):
        points += [_point(world, events, f"{name} removed", {name: None}) for name in _files(world, events)]
    return points


def _point(world: World, events: int, name: str, changes: dict[str, bytes | None], whole: bool = False) -> Point:
    """`changes`: the files that are different from what the run left; with `whole` there are no others."""

    def run(root: Path) -> Result:
        contents = {} if whole else _folder(world, events)
        for path, content in changes.items():
            contents.pop(path, None)
            if content is not None:
                contents[path] = content
        lay_out(contents, root)
        return Result(checked(world.subject, root, world.expected_after(events), world.breaks))

    return Point(f"world {world.seed}, event {events}, {name}", run)


def _folder(world: World, events: int) -> Contents:
    disk = Disk()
    disk.replay(world.trace[:events])
    return disk.as_the_system_answers()


def _files(world: World, events: int) -> Contents:
    return {name: content for name, content in _folder(world, events).items() if not name.endswith("/")}


def _before_closing(world: World) -> int:
    return next(
        place for place, event in enumerate(world.trace, 1) if isinstance(event, Told) and event.word == "closing"
    )


def _steps_done(world: World) -> list[int]:
    return [place for place, event in enumerate(world.trace, 1) if isinstance(event, Told) and event.word == "done"]


def _frames(content: bytes) -> list[tuple[int, int]]:
    """Where each frame begins and ends; none in a file that has no frames."""
    found, start = [], FILE_HEADER.size
    while content.startswith(MAGIC, start):
        end = start + FRAME_HEADER.size + FRAME_HEADER.unpack_from(content, start)[1]
        found.append((start, end))
        start = end
    return found


ROWS = (
    Row("files cut off at every byte of their last frames", 0.08, cut_off, DAMAGE, LAST_FRAMES, store_only=True),
    # A break in the last transaction looks like a torn tail; one before it has authentic frames behind it.
    Row("bit flips across all files", 0.08, flipped, DAMAGE, 1, store_only=True),
    Row("frames swapped, doubled, dropped", 0.04, frames_moved, DAMAGE, 1, store_only=True),
    Row("older copy of the folder or of one file", 0.02, older_copies, DAMAGE, store_only=True),
    Row("a file removed", 0.01, removed, DAMAGE, store_only=True),
)
