"""The stores that are compared, each behind the same few methods."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tests.benchmarks.store.documents import Document, Visit, as_bytes
from tests.benchmarks.store.ours import OurVisits, ours
from tests.benchmarks.store.raw_frames import RawFrames
from tests.benchmarks.store.sqlcipher import SqlCipher
from tests.benchmarks.store.tiny import plain_json, sealed_json

LIMIT, OURS, SQLCIPHER = "limit", "ours", "sqlcipher"


class Session(Protocol):
    """An open store. Each change is on the disk when its method returns."""

    def fill(self, documents: Iterable[Document]) -> None: ...

    def insert(self, document: Any) -> int: ...

    def update(self, numbers: Collection[int], note: str) -> None: ...

    def remove(self, numbers: Sequence[int]) -> None: ...

    def save_visit(self, visit: Any) -> None: ...

    def all(self) -> list[Document]: ...

    def get(self, number: int) -> Document | None: ...

    def named(self, prefix: str) -> list[Document]: ...

    def close(self) -> None: ...


class VisitSession(Protocol):
    def save_visit(self, visit: Any) -> None: ...

    def close(self) -> None: ...


def _itself(saved: Document | Visit) -> Document | Visit:
    return saved


def _encoded(saved: Document | Visit) -> bytes:
    return saved.as_bytes() if isinstance(saved, Visit) else as_bytes(saved)


@dataclass(frozen=True, slots=True)
class Backend:
    """`given` makes of a document and of a visit what the backend is given to save, before the clock runs.

    `rewrites`: each save costs the whole file, so that it is asked less often. `finds`: it can look things up.
    """

    name: str
    open: Callable[[Path], Session]
    open_for_visits: Callable[[Path], VisitSession]
    rewrites: bool = False
    finds: bool = True
    given: Callable[[Document | Visit], Any] = _itself


BACKENDS = (
    Backend(LIMIT, RawFrames, RawFrames, finds=False, given=_encoded),
    Backend(OURS, ours, OurVisits),
    Backend(SQLCIPHER, SqlCipher, SqlCipher),
    Backend("tinydb-json", plain_json, plain_json, rewrites=True),
    Backend("tinydb-encrypted", sealed_json, sealed_json, rewrites=True),
)
