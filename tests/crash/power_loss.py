"""What is on the disk when the power goes: what was synced, and any part of what was not."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import TypeAlias

from tests.crash.calls import Call, Event, Kind

PAGE = 4096
FOLDER = 0
Contents: TypeAlias = dict[str, bytes]
"""Path relative to the root → bytes of every file; a folder ends in a slash."""


@dataclass(slots=True)
class File:
    """`durable` is on the disk, `cached` is what the system answers; both differ in the pages not yet synced.

    `versions`: for each such page all that it has been since. `dropped`: pages that a failed sync took for written
    (as Linux does): no later sync brings them to the disk.
    """

    durable: bytearray = field(default_factory=bytearray)
    cached: bytearray = field(default_factory=bytearray)
    versions: dict[int, list[bytes]] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    dropped: set[int] = field(default_factory=set)

    def write(self, at: int, content: bytes) -> None:
        _lengthen(self.cached, at)
        self.cached[at : at + len(content)] = content
        self._changed(at, at + len(content))

    def truncate(self, length: int) -> None:
        before = len(self.cached)
        del self.cached[length:]
        _lengthen(self.cached, length)
        self._changed(min(before, length), max(before, length))

    def _changed(self, start: int, end: int) -> None:
        self.lengths.append(len(self.cached))
        for page in range(start // PAGE, -(-end // PAGE)):
            self.versions.setdefault(page, []).append(_page(self.cached, page))
            self.dropped.discard(page)

    def sync(self) -> None:
        self._put(self.durable, {page: _page(self.cached, page) for page in self.versions}, len(self.cached))
        self.versions, self.lengths = {}, []

    def fail_to_sync(self) -> None:
        self.dropped |= self.versions.keys()
        self.versions = {}

    def after_power_loss(self, chance: Random, share: float) -> bytes:
        """Each unsynced page as it was or as some write since left it; the length likewise."""
        kept = {page: chance.choice(versions) for page, versions in self.versions.items() if chance.random() < share}
        length = chance.choice([len(self.durable), *self.lengths]) if chance.random() < share else len(self.durable)
        left = bytearray(self.durable)
        self._put(left, kept, length)
        return bytes(left)

    def _put(self, image: bytearray, pages: dict[int, bytes], length: int) -> None:
        """Pages that were dropped stay as they are; what a page lacks at its end is zeros."""
        _lengthen(image, length)
        for page, content in pages.items():
            if page not in self.dropped:
                start = page * PAGE
                _lengthen(image, start)
                image[start : start + PAGE] = content.ljust(PAGE, b"\0")
        del image[length:]


def _lengthen(content: bytearray, length: int) -> None:
    content.extend(bytes(max(0, length - len(content))))


def _page(content: bytearray, page: int) -> bytes:
    return bytes(content[page * PAGE : (page + 1) * PAGE])


class Disk:
    """Replays a trace. Names become durable by a sync of their folder, bytes by a sync of their file."""

    def __init__(self, before: Contents | None = None) -> None:
        """`before`: what lay there, all of it durable; numbered as the shim numbers it."""
        self._files: dict[int, File] = {FOLDER: File()}
        self._names: dict[str, int] = {}
        self._unsynced: list[Call] = []
        self._cached_names: dict[str, int] = {}
        for path, content in sorted((before or {}).items()):
            self._lay_down(path, content)
        self._cached_names = dict(self._names)

    def _lay_down(self, path: str, content: bytes) -> None:
        if path.endswith("/"):
            self._names[path.rstrip("/")] = FOLDER
            return
        number = len(self._files)
        self._files[number] = File(bytearray(content), bytearray(content))
        self._names[path] = number

    def replay(self, events: Iterable[Event]) -> None:
        for event in events:
            if isinstance(event, Call):
                self._happened(event)

    def _happened(self, call: Call) -> None:
        if call.failed:
            if call.kind is Kind.SYNC:
                self._files[call.file].fail_to_sync()
            return
        file = self._files.setdefault(call.file, File())
        if call.kind is Kind.WRITE:
            file.write(call.at, call.content)
        elif call.kind is Kind.TRUNCATE:
            file.truncate(call.at)
        elif call.kind is Kind.SYNC:
            file.sync()
        else:
            self._in_a_folder(call)

    def _in_a_folder(self, call: Call) -> None:
        if call.kind is Kind.SYNC_FOLDER:
            inside = [change for change in self._unsynced if _folder_of(change.path) == call.path]
            _rename(self._names, inside)
            self._unsynced = [change for change in self._unsynced if _folder_of(change.path) != call.path]
        elif call.kind is not Kind.OPEN:
            self._unsynced.append(call)
            _rename(self._cached_names, [call])

    def another_process(self) -> None:
        """The writer died, the system did not: what follows is the trace of the next one, which numbers files anew.

        A file without a name is out of its reach, but its old name may still come back from the disk.
        """
        named = {number for number in self._cached_names.values() if number}
        anew = {self._cached_names[name]: place for place, name in enumerate(self._named_files(), 1)}
        anew |= {number: -number for number in self._files if number and number not in named}
        anew[FOLDER] = FOLDER
        self._files = {anew[number]: file for number, file in self._files.items()}
        self._names = {name: anew[number] for name, number in self._names.items()}
        self._cached_names = {name: anew[number] for name, number in self._cached_names.items()}
        self._unsynced = [replace(change, file=anew[change.file]) for change in self._unsynced]

    def _named_files(self) -> list[str]:
        return sorted(name for name, number in self._cached_names.items() if number)

    def as_the_system_answers(self) -> Contents:
        """What another process finds, when only the writer died."""
        return self._named(self._cached_names, {number: bytes(file.cached) for number, file in self._files.items()})

    def after_power_loss(self, chance: Random) -> Contents:
        """A share of the unsynced changes of names and pages survives, from none to all, chosen for each disk anew."""
        share = chance.choice((0.0, 0.2, 0.5, 0.8, 1.0))
        names = dict(self._names)
        _rename(names, self._surviving_changes(chance, share))
        files = {number: file.after_power_loss(chance, share) for number, file in self._files.items()}
        return self._named(names, files)

    def _surviving_changes(self, chance: Random, share: float) -> list[Call]:
        """Half of the time in their order, as file systems with a journal do; else any of them."""
        if chance.random() < 0.5:
            return self._unsynced[: round(len(self._unsynced) * share)]
        return [change for change in self._unsynced if chance.random() < share]

    def _named(self, names: dict[str, int], files: dict[int, bytes]) -> Contents:
        folders = {name for name, number in names.items() if number == FOLDER} | {""}
        contents: Contents = {}
        for name, number in names.items():
            if all(parent in folders for parent in _parents(name)):
                contents[name + "/" * (number == FOLDER)] = files[number] if number else b""
        return contents


def lay_out(contents: Contents, root: Path) -> None:
    """Makes the files under `root`, which is empty."""
    for name in sorted(contents):
        if name.endswith("/"):
            (root / name).mkdir(parents=True, exist_ok=True)
        else:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(contents[name])


def found_under(root: Path) -> Contents:
    paths = sorted(root.rglob("*"))
    return {
        str(path.relative_to(root)) + "/" * path.is_dir(): b"" if path.is_dir() else path.read_bytes() for path in paths
    }


def _rename(names: dict[str, int], changes: Iterable[Call]) -> None:
    for change in changes:
        if change.kind is Kind.RENAME:
            names.pop(change.path, None)
            names[change.target] = change.file
        elif change.kind is Kind.UNLINK:
            names.pop(change.path, None)
        else:
            names[change.path] = change.file


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def _parents(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: number + 1]) for number in range(len(parts))]
