"""The places on one phone: folders that know nothing of each other. The first is where the app has always kept it."""

from pathlib import Path
from typing import Final

from fieldapp.store.door import Door

FOLDER: Final = "places"
NAME_BYTES: Final = 4


def in_use(root: Path) -> list[Path]:
    """Those that hold something, or are being emptied; the first place first."""
    return [folder for folder in (root, *_others(root)) if is_in_use(folder)]


def is_in_use(folder: Path) -> bool:
    door = Door(folder)
    return door.is_set_up() or door.wipe_note() is not None


def free(root: Path, random: bytes) -> Path:
    """Where a new place goes; nothing is made yet. `random`: NAME_BYTES, so that the folder's name tells nothing."""
    return root / FOLDER / random.hex() if is_in_use(root) else root


def clear(root: Path) -> None:
    """Takes away the folders that an emptied place has left."""
    for folder in _others(root):
        if not is_in_use(folder) and not any(folder.iterdir()):
            folder.rmdir()


def _others(root: Path) -> list[Path]:
    places = root / FOLDER
    return sorted(path for path in places.iterdir() if path.is_dir()) if places.is_dir() else []
