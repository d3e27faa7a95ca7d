"""One run of the writer in a child: recorded in peace, or struck by a fault."""

import os
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from fieldapp.store import compaction
from tests.crash import sabotage
from tests.crash.calls import Call, Event, Told, calls_of, told_in
from tests.crash.children import Ended, in_child
from tests.crash.expected import Expected, State, Step
from tests.crash.faults import Fault
from tests.crash.shim import Shim
from tests.crash.subjects import PHONE, Subject
from tests.crash.writer import Writer, words_in, words_on

OFTEN_BYTES = 20_000
_TOLD = {"begin", "done", "failed", "unsure"}


class WriterBroke(Exception):
    """The writer met an error that a worker is not told how to get over; its traceback is on stderr."""


@dataclass(frozen=True, slots=True)
class World:
    """A writer's steps and what an undisturbed run of them did.

    `starts`: the states the folder may be in before; `breaks`: the safeguard that is taken out;
    `compacts_often`: in a thread beside the saves, so that the order of the calls is the machine's.
    """

    subject: Subject
    seed: int
    steps: Sequence[Step]
    starts: list[State]
    trace: Sequence[Event] = ()
    breaks: str | None = None
    compacts_often: bool = False

    @property
    def calls(self) -> list[Call]:
        return calls_of(self.trace)

    def expected(self, told: Sequence[Told] = ()) -> Expected:
        return Expected(self.steps, self.starts).hear_all([word for word in told if word.word in _TOLD])

    def expected_after(self, events: int) -> Expected:
        """What must be there after so many events of the trace."""
        return self.expected(told_in(self.trace[:events]))


def world(subject: Subject, seed: int, length: int, breaks: str | None = None) -> World:
    return World(subject, seed, subject.steps(seed, length), [subject.first_state()], breaks=breaks)


def recorded(what: World, root: Path, fault: Fault | None = None) -> World:
    """The same with its trace. With a fault that does not kill, the trace has it. Raises WriterBroke."""

    def work(pipe: int) -> None:
        write = os.write
        shim, tell = _shimmed(what, root, fault, None)
        Writer(what.subject, root / PHONE, what.steps, what.starts, tell).run()
        content = pickle.dumps(shim.events)
        while content:
            content = content[write(pipe, content) :]

    ended = in_child(work)
    if not ended.finished:
        raise WriterBroke
    # Our own child wrote it.
    trace = pickle.loads(ended.told)  # noqa: S301
    return replace(what, trace=trace)


@dataclass(frozen=True, slots=True)
class Struck:
    ended: Ended
    expected: Expected


def struck(what: World, root: Path, fault: Fault) -> Struck:
    """Runs the steps until the fault kills, or to the end when it does not."""

    def work(pipe: int) -> None:
        _, tell = _shimmed(what, root, fault, pipe)
        Writer(what.subject, root / PHONE, what.steps, what.starts, tell).run()

    ended = in_child(work)
    return Struck(ended, what.expected(words_in(ended.told)))


def _shimmed(what: World, root: Path, fault: Fault | None, pipe: int | None) -> tuple[Shim, Callable[[Told], None]]:
    sabotage.put_in(what.breaks)
    if what.compacts_often:
        compaction.WORTH_IT_BYTES = OFTEN_BYTES
    shim = Shim(root, fault)
    tell = shim.events.append if pipe is None else words_on(pipe, shim.events.append)
    os.urandom = Random(f"{what.seed} {len(what.steps)} {what.starts[0].key.hex()}").randbytes
    shim.install()
    return shim, tell
