"""The files of a store, by their names: which are there, and which key they fit."""

import re
from pathlib import Path

from fieldapp.store import first_version, snapshot
from fieldapp.store.damage import StoreDamaged
from fieldapp.store.folder_lock import LOCK_NAME
from fieldapp.store.frames import Place, cipher_of
from fieldapp.store.journal import Journal

COMING = ".next"
"""At the end of a name: a journal that a change of key has prepared and not yet decided."""
_JOURNAL_NAME = re.compile(r"store-(\d{6,})\.journal")


def journal_path(folder: Path, generation: int) -> Path:
    return folder / f"store-{generation:06d}.journal"


def has_snapshot(folder: Path) -> bool:
    return (folder / snapshot.FILE_NAME).exists()


def journals_in(folder: Path) -> list[int]:
    return [int(match[1]) for path in folder.iterdir() if (match := _JOURNAL_NAME.fullmatch(path.name))]


def files_in(folder: Path) -> list[Path]:
    """Everything that holds records, leftovers included."""
    if not folder.exists():
        return []
    return [path for path in folder.iterdir() if path.name.startswith("store") and path.name != LOCK_NAME]


def fits(folder: Path, key: bytes) -> bool:
    """Whether this vault key opens the store in this folder. Raises StoreFromNewerApp."""
    cipher, old = cipher_of(key), folder / first_version.FILE_NAME
    try:
        if has_snapshot(folder):
            return snapshot.opens(folder / snapshot.FILE_NAME, cipher)
        if old.exists() and not journals_in(folder):
            return first_version.opens(old, key)
        Journal.read(journal_path(folder, 0), cipher, 0, Place(), lambda payload: None).release()
    except (OSError, StoreDamaged):
        return False
    return True


def coming_path(standing: Path) -> Path:
    return standing.with_name(standing.name + COMING)
