"""Where things are on this device, and how long the app waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER_VARIABLE: Final = "STODKEDJAN_FOLDER"


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between one installation and another; nothing in it is secret."""

    folder: Path
    assets: Path
    language: str = "sv"
    zone: str = "Europe/Stockholm"
    idle_lock_minutes: int = 5
    open_person_minutes: int = 2
    undo_seconds: int = 10
    sync_seconds: int = 30


def assets_folder() -> Path:
    """Beside the packages: in a checkout, in an installed wheel and in a phone build alike."""
    return Path(__file__).resolve().parent.parent / "assets"


def data_folder(*, environ: Mapping[str, str], platform: str, home: Path) -> Path:
    """The named folder if there is one, the phone's own storage on a phone, else what the platform prescribes."""
    for variable in (FOLDER_VARIABLE, "FLET_APP_STORAGE_DATA"):
        if named := environ.get(variable):
            return Path(named)
    if platform == "darwin":
        return home / "Library" / "Application Support" / "Stodkedjan"
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Stodkedjan"
    return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "stodkedjan"


def settings(*, environ: Mapping[str, str], platform: str, home: Path) -> Settings:
    return Settings(
        folder=data_folder(environ=environ, platform=platform, home=home),
        assets=assets_folder(),
        language=environ.get("STODKEDJAN_LANGUAGE", "sv"),
    )
