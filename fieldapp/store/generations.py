"""Which files make up the store: a snapshot, and the journals that go on from it.

`store-000007.journal` is generation 7. A snapshot of generation 7 holds what all journals before it said.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.store import first_version, snapshot
from fieldapp.store.changes import BESIDE, Change, Deed, unpacked
from fieldapp.store.damage import StoreDamaged
from fieldapp.store.durable_file import (
    UNFINISHED,
    DiskFull,
    NotSaved,
    SaveUnconfirmed,
    delete_file,
    flush_folder,
    move_file,
    replace_in_pieces,
)
from fieldapp.store.frames import JOURNAL, SNAPSHOT, Place, Sealing, cipher_of
from fieldapp.store.journal import Journal
from fieldapp.store.store_files import COMING, coming_path, has_snapshot, journal_path, journals_in
from fieldapp.store.tables import Tables


class Generations:
    """The open files. Reading goes through all of them, writing to the newest journal."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self.cipher = cipher_of(key)
        self.generation = 0
        self.snapshot_generation = 0
        self.snapshot_bytes = 0
        self.older_bytes = 0
        self.beside: list[Change] = []
        """What the journals say of envelopes, for whoever mends their log after the opening."""
        self.journal: Journal

    @property
    def journal_bytes(self) -> int:
        return self.older_bytes + self.journal.size

    def start(self) -> None:
        """In a folder where there is nothing. Raises DiskFull, NotSaved or SaveUnconfirmed."""
        self.journal = Journal.begin(self._path(0), self.cipher, 0, Place())

    def take_over(self, changes: Iterable[Change]) -> None:
        """In a folder of the first version, whose file stays until the end. Raises as start does."""
        self._decide(self.cipher, 1, Place(), changes)
        delete_file(self.folder / first_version.FILE_NAME)

    def open(self, tables: Tables) -> None:
        """Reads everything into `tables`. What is damaged or newer is left as it lies.

        Raises StoreDamaged or StoreFromNewerApp, and SaveUnconfirmed when what was read cannot be flushed.
        """
        try:
            self._read(tables)
            # What a crash came after may have its name only in the system's memory.
            flush_folder(self.folder)
            self.journal.settle()
            self._sweep()
        except BaseException:
            self.release()
            raise

    def _read(self, tables: Tables) -> None:
        try:
            self._read_all(tables)
        except (OSError, ValueError, KeyError, IndexError) as error:
            raise StoreDamaged from error

    def _read_all(self, tables: Tables) -> None:
        place = Place()
        if has_snapshot(self.folder):
            path = self.folder / snapshot.FILE_NAME
            self.snapshot_generation, place, self.snapshot_bytes = snapshot.read(path, self.cipher, self._taker(tables))
            self._finish_decision(place)
        self.generation = self.snapshot_generation
        self.journal = self._journal(place, tables)
        while self._path(self.generation + 1).exists():
            self._read_next(tables)
        if any(number > self.generation for number in journals_in(self.folder)):
            # One in the middle is missing.
            raise StoreDamaged

    def _read_next(self, tables: Tables) -> None:
        before = self.journal
        before.release()
        if before.has_leftovers:
            # Only the newest journal was being written when the phone stopped.
            raise StoreDamaged
        self.older_bytes += before.size
        self.generation += 1
        self.journal = self._journal(before.place, tables)

    def _journal(self, place: Place, tables: Tables) -> Journal:
        take = self._taker(tables)
        path = self._path(self.generation)
        return Journal.read(path, self.cipher, self.generation, place, lambda payload: take(list(unpacked(payload))))

    def _taker(self, tables: Tables) -> Callable[[Sequence[Change]], None]:
        def take(changes: Sequence[Change]) -> None:
            tables.apply(changes)
            self.beside += [change for change in changes if change.deed in BESIDE]

        return take

    def envelopes_in_journals(self, before: int) -> Iterator[Change]:
        """Read from the disk once more: what the journals of the generations `before` that one carry."""
        for number in sorted(journals_in(self.folder)):
            if number < before:
                yield from envelopes_in(self._path(number), Sealing(self.cipher, JOURNAL, number))

    def envelopes_in_snapshot(self) -> Iterator[Change]:
        path = self.folder / snapshot.FILE_NAME
        if path.exists():
            yield from envelopes_in(path, Sealing(self.cipher, SNAPSHOT, self.snapshot_generation))

    def _finish_decision(self, place: Place) -> None:
        """A crash came after the snapshot took its place and before its journal did."""
        standing = self._path(self.snapshot_generation)
        coming = coming_path(standing)
        if coming.exists() and not standing.exists():
            Journal.read(coming, self.cipher, self.snapshot_generation, place, lambda payload: None).release()
            move_file(coming, standing)

    def _sweep(self) -> None:
        """What a crash left lying beside."""
        self.drop_older()
        leftovers = [*self.folder.glob(f"store*{COMING}"), *self.folder.glob(f"store*{UNFINISHED}")]
        if has_snapshot(self.folder):
            leftovers += self.folder.glob(first_version.FILE_NAME)
        for path in leftovers:
            delete_file(path)

    def switch(self) -> Place:
        """Goes on in a new journal; gives the place where the older ones end. Raises as Journal.begin does."""
        self.journal.settle()
        ended = self.journal.place
        try:
            coming = Journal.begin(self._path(self.generation + 1), self.cipher, self.generation + 1, ended)
        except SaveUnconfirmed:
            # Perhaps the new journal is there: whatever came into the old one now would not fit before it.
            self.journal.is_poisoned = True
            raise
        self.journal.release()
        self.older_bytes += self.journal.size
        self.generation, self.journal = self.generation + 1, coming
        return ended

    def write_snapshot(
        self, generation: int, base: Place, changes: Iterable[Change], between: Callable[[], None]
    ) -> None:
        """Takes the old one's place in one step. Raises as replace_in_pieces does."""
        pieces = snapshot.pieces(self.cipher, generation, base, changes, between)
        size = replace_in_pieces(self.folder / snapshot.FILE_NAME, pieces)
        self.snapshot_generation, self.snapshot_bytes = generation, size

    def drop_older(self) -> None:
        """The journals whose content is in the snapshot. Raises NotSaved or SaveUnconfirmed."""
        for number in journals_in(self.folder):
            if number < self.snapshot_generation:
                delete_file(self._path(number))
        if self.snapshot_generation == self.generation:
            self.older_bytes = 0

    def rekey(self, key: bytes, changes: Iterable[Change]) -> None:
        """What these changes make, in new files under another key. The snapshot's taking its place decides.

        Raises DiskFull or NotSaved with everything as it was; SaveUnconfirmed when opening has to tell which it is,
        or when the new files stand and the old ones could not be deleted.
        """
        old, cipher = self.journal, cipher_of(key)
        try:
            self._decide(cipher, self.generation + 1, old.place, changes)
        except SaveUnconfirmed:
            old.is_poisoned = True
            raise
        old.release()
        try:
            self.drop_older()
        except NotSaved as error:
            raise SaveUnconfirmed from error

    def _decide(self, cipher: AESGCM, generation: int, base: Place, changes: Iterable[Change]) -> None:
        standing = self._path(generation)
        coming = Journal.begin(coming_path(standing), cipher, generation, base)
        try:
            pieces = snapshot.pieces(cipher, generation, base, changes, lambda: None)
            size = replace_in_pieces(self.folder / snapshot.FILE_NAME, pieces)
        except BaseException:
            coming.release()
            raise
        try:
            move_file(coming.path, standing)
        except NotSaved as error:
            coming.release()
            raise SaveUnconfirmed from error
        coming.path = standing
        self.cipher, self.journal, self.snapshot_bytes = cipher, coming, size
        self.generation = self.snapshot_generation = generation

    def close(self) -> None:
        """An empty frame comes last; when it cannot be written the saves before it stand all the same."""
        with suppress(DiskFull, NotSaved, SaveUnconfirmed):
            self.journal.end_quietly()
        self.release()

    def release(self) -> None:
        if journal := getattr(self, "journal", None):
            journal.release()

    def _path(self, generation: int) -> Path:
        return journal_path(self.folder, generation)


def envelopes_in(path: Path, sealing: Sealing) -> Iterator[Change]:
    """Up to what is not authentic there any more. Raises NotSaved when it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise NotSaved from error
    for frame in sealing.frames(content):
        yield from (change for change in unpacked(frame.payload) if change.deed == Deed.ENVELOPE)
