"""What happens to one storage call: killed before or after it, written in part, or answered with an error."""

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from tests.crash.calls import Call, Kind
from tests.crash.children import die

Act: TypeAlias = Callable[[bytes], int | None]
"""Does the call, with these bytes if it is a write; gives what it returns."""

NEEDS_ROOM = {Kind.CREATE, Kind.WRITE, Kind.MKDIR, Kind.RENAME}
FAILS_WITH_IO = {*Kind} - {Kind.OPEN}


class Fault(Protocol):
    def strikes(self, number: int, call: Call) -> bool: ...

    def strike(self, call: Call, act: Act) -> int | None: ...


@dataclass(frozen=True, slots=True)
class KillBefore:
    at: int

    def strikes(self, number: int, call: Call) -> bool:
        return number == self.at

    def strike(self, call: Call, act: Act) -> int | None:
        die()
        return None


@dataclass(frozen=True, slots=True)
class KillAfter:
    at: int

    def strikes(self, number: int, call: Call) -> bool:
        return number == self.at

    def strike(self, call: Call, act: Act) -> int | None:
        act(call.content)
        die()
        return None


@dataclass(frozen=True, slots=True)
class TornWrite:
    """Only the first bytes reach the file, then the process dies."""

    at: int
    kept: int

    def strikes(self, number: int, call: Call) -> bool:
        return number == self.at

    def strike(self, call: Call, act: Act) -> int | None:
        act(call.content[: self.kept])
        die()
        return None


@dataclass(frozen=True, slots=True)
class ShortWrite:
    """The call writes less than it was given and says so, as POSIX lets it."""

    at: int
    kept: int

    def strikes(self, number: int, call: Call) -> bool:
        return number == self.at

    def strike(self, call: Call, act: Act) -> int | None:
        return act(call.content[: self.kept])


@dataclass(frozen=True, slots=True)
class Fails:
    """`lasting` calls in a row answer with the error, those that this error can befall."""

    at: int
    code: int
    lasting: int = 1

    def strikes(self, number: int, call: Call) -> bool:
        befalls = NEEDS_ROOM if self.code == errno.ENOSPC else FAILS_WITH_IO
        return self.at <= number < self.at + self.lasting and call.kind in befalls

    def strike(self, call: Call, act: Act) -> int | None:
        raise OSError(self.code, os.strerror(self.code), call.path)


@dataclass(frozen=True, slots=True)
class FillsUp:
    """The disk takes the first bytes of a write and then nothing any more, as a full disk really does."""

    at: int
    kept: int
    lasting: int

    def strikes(self, number: int, call: Call) -> bool:
        return self.at <= number < self.at + self.lasting and call.kind in NEEDS_ROOM

    def strike(self, call: Call, act: Act) -> int | None:
        if call.kind is Kind.WRITE and len(call.content) > self.kept:
            written = act(call.content[: self.kept])
            if written:
                return written
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), call.path)
