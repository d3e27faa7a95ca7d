"""The writer: does its steps one by one and tells its parent what came of each, after it returned."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldapp.store.durable_file import SaveUnconfirmed
from sync.errors import StodkedjanError
from tests.crash.calls import Told
from tests.crash.expected import Expected, State, Step
from tests.crash.steps import Rekeyed
from tests.crash.subjects import Subject

# A fault lasts a few calls; whoever tries again often enough gets through.
TRIES = 12


class ShowsWhatIsNotSaved(Exception):
    """After a failed step the store answered with something that it may not hold."""


class StaysShut(Exception):
    """The fault is over, and still the store does not open."""


@dataclass(slots=True)
class Writer:
    """`tell` is called with every word, at once; `start`: what is in the folder already."""

    subject: Subject
    folder: Path
    steps: Sequence[Step]
    starts: list[State]
    tell: Callable[[Told], None]
    app: Any = None
    told: list[Told] = field(default_factory=list)

    @property
    def expected(self) -> Expected:
        """Worked out when it is asked for: after a fault, and not at every step of thousands of runs."""
        return Expected(self.steps, self.starts).hear_all(self.told)

    def run(self) -> None:
        self._open()
        for number, step in enumerate(self.steps):
            self._say("begin", number)
            self._say(self._done(step), number)
        self._say("closing", 0)
        self.app.close()

    def _done(self, step: Step) -> str:
        """ "done", "failed" when it surely is not saved, "unsure" when it may be: what the user is told."""
        try:
            step.do(self.app)
        except SaveUnconfirmed:
            self._open()
            return "unsure"
        except StodkedjanError:
            return self._told_not_saved(step)
        return "done"

    def _told_not_saved(self, step: Step) -> str:
        if isinstance(step, Rekeyed):
            # The door keeps both keys until an unlocking has found out which one it is.
            self._open()
            return "unsure"
        self._check_memory()
        return "failed"

    def _check_memory(self) -> None:
        """After a step that failed the store shows what it did before, or it refuses until it is opened."""
        held = [state.content for state in self.expected.settled]
        tables = sorted({table for state in self.expected.ever for table in state.content})
        try:
            shown = self.app.content(tables)
        except StodkedjanError:
            self._open()
            return
        if shown not in held:
            raise ShowsWhatIsNotSaved

    def _open(self) -> None:
        """As the user does who is told to close the app and open it again. Any of the possible keys may be the one."""
        if self.app is not None:
            self.app.close()
        keys = list(dict.fromkeys(state.key for state in self.expected.now))
        for _ in range(TRIES):
            for key in keys:
                try:
                    self.app = self.subject.open(self.folder, key)
                except (StodkedjanError, OSError):
                    continue
                return
        raise StaysShut

    def _say(self, word: str, step: int) -> None:
        told = Told(word, step)
        if word in ("begin", "done", "failed", "unsure"):
            self.told.append(told)
        self.tell(told)


def words_on(pipe: int, also: Callable[[Told], None]) -> Callable[[Told], None]:
    """Tells on a pipe, past the shim, and to `also`."""
    write = os.write

    def tell(told: Told) -> None:
        also(told)
        write(pipe, f"{told.word} {told.step}\n".encode())

    return tell


def words_in(told: bytes) -> list[Told]:
    """What came out of the pipe; a word cut off was not told."""
    lines = told.decode().split("\n")[:-1]
    return [Told(word, int(step)) for word, _, step in (line.partition(" ") for line in lines)]
