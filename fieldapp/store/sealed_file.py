"""TinyDB's storage as one sealed file: `store.sealed`."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from fieldapp.crypto.derivation import derived
from fieldapp.store.durable_file import UNFINISHED, SaveUnconfirmed, replace_file
from fieldapp.store.folder_lock import FolderLock
from sync.errors import AskForHelp, FixAndRetry

FILE_NAME = "store.sealed"
VERSION = 1
HEADER = bytes([VERSION]) + b"SKST"
NONCE_BYTES = 12
SEAL_INFO = b"stodkedjan store v1"

Tables: TypeAlias = dict[str, dict[str, Any]]


class StoreDamaged(AskForHelp):
    """The storage on this phone is damaged. Nothing is deleted.

    Your visits are fetched from the district. Call your supervisor.
    """


class StoreFromNewerApp(FixAndRetry):
    """What is saved here was written by a newer version of the app. Update the app. Nothing is deleted."""


class StoreClosed(FixAndRetry):
    """The app is locked. Unlock it and try again."""


class SealedStorage(Storage):
    """Version byte, "SKST", nonce (12), AES-256-GCM over the JSON of all tables; the first five bytes are bound in.

    The key is derived from the 32-byte vault key. The tables stay in memory, so reading decrypts nothing;
    a save seals the whole and replaces the file. A save that fails leaves the file, and memory follows the file.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        """Raises StoreInUse, StoreDamaged (also for a wrong key) or StoreFromNewerApp; changes nothing when it does."""
        self._lock = FolderLock(folder)
        self._path = folder / FILE_NAME
        self._sealing = _sealing_from(key)
        self._encoded = EncodedTables()
        self._deferring = False
        self._unsaved = False
        self._uncertain = False
        self._closed = False
        try:
            self._tables = self._from_file()
        except BaseException:
            self._lock.release()
            raise
        self._path.with_name(FILE_NAME + UNFINISHED).unlink(missing_ok=True)

    def read(self) -> Tables | None:
        """A shallow copy, because TinyDB replaces tables in what it was given. None before the first save."""
        self._refuse_without_footing()
        return None if self._tables is None else dict(self._tables)

    def write(self, data: Tables) -> None:
        """Raises DiskFull, NotSaved or SaveUnconfirmed."""
        self._refuse_without_footing()
        self._tables = data
        self._unsaved = True
        if not self._deferring:
            self._save(self._sealing)

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Several TinyDB operations, one save. An exception must leave the block: it undoes all of them."""
        self._deferring = True
        try:
            yield
        except BaseException:
            self.follow_file()
            raise
        finally:
            self._deferring = False
        if self._unsaved:
            self._save(self._sealing)

    def follow_file(self) -> None:
        """Forget what was not saved. When not even the file can be read, nothing is answered from memory either."""
        self._uncertain, self._tables = True, None
        self._tables = self._from_file()
        self._uncertain = self._unsaved = False

    def undo_half_made(self) -> None:
        """After an operation that broke: inside a deferred block the block itself undoes everything."""
        if not self._deferring and not self._uncertain:
            self.follow_file()

    def encode_anew(self, table: str) -> None:
        """Its documents are about to be changed in place."""
        self._encoded.forget(table)

    def rekey(self, key: bytes) -> None:
        """The same tables under another vault key, in one replacement of the file. Raises as write does."""
        self._refuse_without_footing()
        sealing = _sealing_from(key)
        self._save(sealing)
        self._sealing = sealing

    def close(self) -> None:
        self._tables = None
        self._encoded = EncodedTables()
        self._closed = True
        self._lock.release()

    def _save(self, sealing: AESGCM) -> None:
        try:
            replace_file(self._path, _sealed(self._encoded.joined(self._tables or {}), sealing))
        except SaveUnconfirmed:
            self._uncertain = True
            raise
        except BaseException:
            self.follow_file()
            raise
        self._unsaved = False
        if not self._lock.store_has_begun():
            self._lock.note_that_store_has_begun()

    def _from_file(self) -> Tables | None:
        self._encoded = EncodedTables()
        if self._path.exists() or self._lock.store_has_begun():
            return opened_tables(self._path, self._sealing)
        return None

    def _refuse_without_footing(self) -> None:
        if self._closed:
            raise StoreClosed
        if self._uncertain:
            raise SaveUnconfirmed


class EncodedTables:
    """The JSON of each document, kept so that a save encodes only what changed.

    A document that is replaced is another dict, so identity tells; one that is changed in place has to be forgotten.
    """

    def __init__(self) -> None:
        self._known: dict[str, dict[str, tuple[Any, bytes]]] = {}

    def forget(self, name: str) -> None:
        self._known.pop(name, None)

    def joined(self, tables: Tables) -> bytes:
        self._known = {name: self._encoded(name, table) for name, table in tables.items()}
        whole = (_json(name) + b":{" + b",".join(_texts(known)) + b"}" for name, known in self._known.items())
        return b"{" + b",".join(whole) + b"}"

    def _encoded(self, name: str, table: Mapping[str, Any]) -> dict[str, tuple[Any, bytes]]:
        before = self._known.get(name, {})
        return {
            number: known
            if (known := before.get(number)) and known[0] is document
            else (document, _json(number) + b":" + _json(document))
            for number, document in table.items()
        }


def _texts(known: Mapping[str, tuple[Any, bytes]]) -> list[bytes]:
    return [text for _, text in known.values()]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class SealedTable(Table):
    """A table that answers from the storage alone: TinyDB's own cache of queries would outlive an undone save."""

    default_query_cache_capacity = 0

    def replace(self, documents: Mapping[int, Mapping[str, Any] | None]) -> None:
        """Whole documents in the place of others, in one pass; None takes one out. They belong to the table then."""

        def put(table: dict[int, Mapping[str, Any]]) -> None:
            for number, document in documents.items():
                table.pop(number, None)
                if document is not None:
                    table[number] = document

        super()._update_table(put)

    def _update_table(self, updater: Any) -> None:
        # TinyDB changes documents in place: what was encoded of them does not hold any more.
        self._sealed.encode_anew(self.name)
        try:
            super()._update_table(updater)
        except BaseException:
            # An updater that breaks half-way must not leave its half in memory.
            self._sealed.undo_half_made()
            raise

    @property
    def _sealed(self) -> "SealedStorage":
        return cast(SealedStorage, self._storage)


class SealedDatabase(TinyDB):
    table_class = SealedTable

    def __init__(self, folder: Path, key: bytes) -> None:
        super().__init__(folder, key, storage=SealedStorage)

    def sealed_table(self, name: str) -> SealedTable:
        return cast(SealedTable, self.table(name))

    @property
    def sealed(self) -> SealedStorage:
        return cast(SealedStorage, self._storage)


def open_database(folder: Path, key: bytes) -> SealedDatabase:
    """TinyDB on the sealed file in this folder, under a 32-byte vault key; a new one only where none was ever saved.

    Raises StoreInUse, StoreDamaged (also for a wrong key) or StoreFromNewerApp.
    """
    return SealedDatabase(folder, key)


def fits(folder: Path, key: bytes) -> bool:
    """Whether this vault key opens the file in this folder. Raises StoreFromNewerApp."""
    try:
        opened_tables(folder / FILE_NAME, _sealing_from(key))
    except StoreDamaged:
        return False
    return True


def opened_tables(path: Path, sealing: AESGCM) -> Tables:
    try:
        content = path.read_bytes()
        if content and content[0] > VERSION:
            raise StoreFromNewerApp
        if not content.startswith(HEADER):
            raise StoreDamaged
        nonce_end = len(HEADER) + NONCE_BYTES
        tables: Tables = json.loads(sealing.decrypt(content[len(HEADER) : nonce_end], content[nonce_end:], HEADER))
    except (OSError, InvalidTag, ValueError) as error:
        raise StoreDamaged from error
    return tables


def _sealed(plain: bytes, sealing: AESGCM) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return HEADER + nonce + sealing.encrypt(nonce, plain, HEADER)


def _sealing_from(key: bytes) -> AESGCM:
    return AESGCM(derived(key, SEAL_INFO))
