"""The storage calls a writer made, as the shim saw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Kind(StrEnum):
    CREATE = "create"
    OPEN = "open"
    WRITE = "write"
    TRUNCATE = "truncate"
    SYNC = "sync"
    SYNC_FOLDER = "sync folder"
    RENAME = "rename"
    UNLINK = "unlink"
    MKDIR = "mkdir"


@dataclass(frozen=True, slots=True)
class Call:
    """One call. Paths are relative to the watched root; `file` numbers the file whatever its name is.

    `at`: the offset of a write, in bytes, or the length after a truncation. `function`: the name in `os`.
    """

    kind: Kind
    function: str
    path: str
    file: int = 0
    at: int = 0
    content: bytes = b""
    target: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A word of the writer to its parent, in its place among the calls."""

    word: str
    step: int


Event: TypeAlias = Call | Told
Trace: TypeAlias = Sequence[Event]


def calls_of(trace: Trace) -> list[Call]:
    return [event for event in trace if isinstance(event, Call)]


def told_in(trace: Trace) -> list[Told]:
    return [event for event in trace if isinstance(event, Told)]
