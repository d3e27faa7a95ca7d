"""One store of one backend with n documents, and what is done to it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from tests.benchmarks.store import documents
from tests.benchmarks.store.backends import Backend, Session

Action: TypeAlias = Callable[[], object]

NOTE_BYTES = len(documents.document(1)["note"])


@dataclass(frozen=True, slots=True)
class Subject:
    backend: Backend
    n: int
    folder: Path

    def fill(self) -> None:
        self.folder.mkdir(parents=True)
        session = self.backend.open(self.folder)
        session.fill(documents.documents(self.n))
        session.close()

    def bytes_on_disk(self) -> int:
        """Blocks, not lengths: what is set aside counts too."""
        return sum(path.stat().st_blocks * 512 for path in self.folder.iterdir())


class Opening:
    """A subject that is opened again and again; closing it is not what is timed."""

    def __init__(self, subject: Subject) -> None:
        self.backend, self.n = subject.backend, subject.n
        self._folder = subject.folder
        self._session: Session | None = None

    def read_all(self) -> Action:
        return self._opened(lambda session: len(session.all()) == self.n)

    def get_one(self) -> Action:
        return self._opened(lambda session: session.get(self.n) is not None)

    def close(self) -> None:
        if self._session:
            self._session.close()
        self._session = None

    def _opened(self, answers: Callable[[Session], bool]) -> Action:
        self.close()

        def open_and_read() -> None:
            self._session = self.backend.open(self._folder)
            assert answers(self._session)

        return open_and_read


class Sitting:
    """An open subject. What is inserted is taken out again before the store has grown by a quarter."""

    def __init__(self, subject: Subject) -> None:
        self.backend, self.n = subject.backend, subject.n
        self._session = subject.backend.open(subject.folder)
        self._next = subject.n
        self._inserted: list[int] = []
        self._chance = random.Random(subject.n)

    def insert(self) -> Action:
        if len(self._inserted) * 4 >= self.n:
            self._session.remove(self._inserted)
            self._inserted.clear()
        document = self.backend.given(documents.document(self._another()))
        return lambda: self._inserted.append(self._session.insert(document))

    def update(self) -> Action:
        number = self._chance.randint(1, self.n)
        return partial(self._session.update, [number], documents.note(self._another(), NOTE_BYTES))

    def update_many(self, start: int, count: int) -> None:
        """In one save, from document `start` on and round again."""
        numbers = {(start + number) % self.n + 1 for number in range(count)}
        self._session.update(numbers, documents.note(self._another(), NOTE_BYTES))

    def get(self) -> Action:
        return partial(self._session.get, self._chance.randint(1, self.n))

    def search(self) -> Action:
        """Each time another name, because TinyDB keeps the answer to a question."""
        return partial(self._session.named, documents.name(self._another()))

    def close(self) -> None:
        self._session.close()

    def _another(self) -> int:
        self._next += 1
        return self._next


class VisitSitting:
    def __init__(self, subject: Subject) -> None:
        self.backend, self.n = subject.backend, subject.n
        self._session = subject.backend.open_for_visits(subject.folder)
        self._next = subject.n

    def save(self) -> Action:
        self._next += 1
        return partial(self._session.save_visit, self.backend.given(documents.visit(self._next)))

    def close(self) -> None:
        self._session.close()
