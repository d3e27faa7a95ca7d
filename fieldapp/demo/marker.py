"""The file that says that a folder holds a demo which was made to its end, and when that was."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

VERSION: Final = 1


def path(folder: Path) -> Path:
    return folder / "demo.json"


def note_made(folder: Path) -> None:
    path(folder).write_text(json.dumps({"version": VERSION, "made_at": datetime.now(UTC).isoformat()}))


def is_ours(folder: Path) -> bool:
    return _read(folder).get("version") == VERSION


def made_at(folder: Path) -> datetime | None:
    """None while it is being made, and for one of before this was noted."""
    noted = _read(folder).get("made_at")
    return datetime.fromisoformat(noted) if noted else None


def _read(folder: Path) -> dict[str, Any]:
    return dict(json.loads(path(folder).read_text())) if path(folder).exists() else {}
