"""The backup file: every row of every table that has to outlive the server, in one form for all database engines.

Magic (8 bytes), version (1), block(4) of JSON that says what the file holds, then frames: number of the table (1),
block(4) of one row. The last frame is 255, the number of rows (8) and the SHA-256 of everything before it (32).
"""

import hashlib
import json
import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import Connection, Table, select

from sync.errors import AskForHelp, FixAndRetry
from sync.server.tables import metadata

MAGIC: Final = b"STKBACK\n"
VERSION: Final = 1
_END: Final = 255
_LONGEST: Final = 16 * 1024 * 1024
# Who is calling is worked out anew after a restore: nothing of it is worth keeping, and some of it is secret.
_LEFT_OUT: Final = {"tokens": None, "used_challenges": None, "boards": {"challenge_secret", "server_epoch", "healing"}}


class BackupDamaged(AskForHelp):
    """This backup is damaged or was cut short: it does not hold what was written. Nothing was changed. Take another."""


class NotABackup(FixAndRetry):
    """This is not a backup of the district server. Name another file."""


class BackupTooNew(FixAndRetry):
    """This backup was made by a newer version of the district server. Install that version, then try again."""


class FileNotWritable(FixAndRetry):
    """The backup cannot be written here. Check the folder, and whether there is room."""


def kept_tables() -> dict[str, list[str]]:
    """By table the columns that go into a backup; those that others refer to come first."""
    return {
        table.name: [column.name for column in table.columns if column.name not in (_LEFT_OUT.get(table.name) or ())]
        for table in metadata.sorted_tables
        if _LEFT_OUT.get(table.name, ()) is not None
    }


def write(connection: Connection, to: Path, at: datetime) -> int:
    """Number of rows. What is at `to` afterwards is whole: until then it has another name."""
    try:
        with _put_in_place(to) as file:
            return _write(connection, _Summed(file), at)
    except OSError as error:
        raise FileNotWritable from error


@contextmanager
def _put_in_place(to: Path) -> Iterator[IO[bytes]]:
    unfinished = to.with_name(to.name + ".part")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
        yield file
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(to)


class _Summed:
    """Writes, and sums up what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sum = hashlib.sha256()

    def write(self, piece: bytes) -> None:
        self.sum.update(piece)
        self._file.write(piece)


def _write(connection: Connection, file: _Summed, at: datetime) -> int:
    tables = kept_tables()
    about = json.dumps({"made_at": at.astimezone(UTC).isoformat(timespec="seconds"), "tables": tables}).encode()
    file.write(MAGIC + bytes([VERSION]) + _block(about))
    count = 0
    for number, (name, columns) in enumerate(tables.items()):
        for row in _rows(connection, metadata.tables[name], columns):
            file.write(bytes([number]) + _block(b"".join(map(_packed, row))))
            count += 1
    file.write(bytes([_END]) + count.to_bytes(8, "big"))
    file.write(file.sum.digest())
    return count


def _rows(connection: Connection, table: Table, columns: Iterable[str]) -> Iterator[Any]:
    query = select(*(table.c[name] for name in columns)).order_by(*table.primary_key)
    with connection.execute(query.execution_options(yield_per=500)) as rows:
        yield from rows


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file that was read to its end once, and is what was written."""

    path: Path
    made_at: datetime
    tables: dict[str, list[str]]
    count: int

    @classmethod
    def verified(cls, path: Path) -> "Backup":
        """Raises `NotABackup`, `BackupTooNew` or `BackupDamaged`."""
        try:
            with path.open("rb") as file:
                reader = _Frames(file)
                about = reader.about()
                count = sum(1 for _ in reader)
        except OSError as error:
            raise NotABackup from error
        return cls(path, datetime.fromisoformat(about["made_at"]), about["tables"], count)

    def rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Table and row, in the order of `tables`."""
        names = list(self.tables.items())
        with self.path.open("rb") as file:
            reader = _Frames(file)
            reader.about()
            for number, raw in reader:
                name, columns = names[number]
                yield name, dict(zip(columns, _unpacked(raw), strict=True))


class _Frames:
    """The frames of a file, checked against its sum when they have been read to the end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sum = hashlib.sha256()
        self._tables = 0

    def about(self) -> dict[str, Any]:
        if self._take(len(MAGIC), NotABackup) != MAGIC:
            raise NotABackup
        if self._take(1)[0] > VERSION:
            raise BackupTooNew
        try:
            about: dict[str, Any] = json.loads(self._block())
            self._tables = len(about["tables"])
            datetime.fromisoformat(about["made_at"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise BackupDamaged from error
        return about

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        count = 0
        while (number := self._take(1)[0]) < self._tables:
            yield number, self._block()
            count += 1
        if number != _END or int.from_bytes(self._take(8), "big") != count:
            raise BackupDamaged
        told = self._sum.digest()
        if self._take(32) != told or self._file.read(1):
            raise BackupDamaged

    def _block(self) -> bytes:
        length = int.from_bytes(self._take(4), "big")
        if length > _LONGEST:
            raise BackupDamaged
        return self._take(length)

    def _take(self, length: int, otherwise: type[FixAndRetry] | type[AskForHelp] = BackupDamaged) -> bytes:
        piece = self._file.read(length)
        if len(piece) < length:
            raise otherwise
        self._sum.update(piece)
        return piece


_NUMBER: Final = struct.Struct(">q")


def _block(piece: bytes) -> bytes:
    return len(piece).to_bytes(4, "big") + piece


def _packed(value: object) -> bytes:
    """One letter for the kind, then the value."""
    match value:
        case None:
            return b"N"
        case bool():
            return b"T" if value else b"F"
        case int():
            return b"I" + _NUMBER.pack(value)
        case bytes() | memoryview():
            return b"B" + _block(bytes(value))
        case str():
            return b"S" + _block(value.encode())
        case datetime():
            return b"W" + _block(value.astimezone(UTC).isoformat().encode())
        case date():
            return b"D" + _block(value.isoformat().encode())
    raise TypeError(type(value).__name__)


def _unpacked(raw: bytes) -> Iterator[Any]:
    """Raises `BackupDamaged`."""
    at = 0
    try:
        while at < len(raw):
            kind, at = raw[at : at + 1], at + 1
            if kind in _PLAIN:
                yield _PLAIN[kind]
            elif kind == b"I":
                yield _NUMBER.unpack_from(raw, at)[0]
                at += 8
            else:
                length = int.from_bytes(raw[at : at + 4], "big")
                yield _READ[kind](raw[at + 4 : at + 4 + length])
                at += 4 + length
    except (KeyError, ValueError, struct.error) as error:
        raise BackupDamaged from error


_PLAIN: Final = {b"N": None, b"T": True, b"F": False}
_READ: Final[dict[bytes, Any]] = {
    b"B": bytes,
    b"S": bytes.decode,
    b"W": lambda raw: datetime.fromisoformat(raw.decode()),
    b"D": lambda raw: date.fromisoformat(raw.decode()),
}
