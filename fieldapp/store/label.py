"""What may be known of this device while it is locked: no person's name."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from fieldapp.store.durable_file import replace_file

FILE_NAME = "label.json"


@dataclass(frozen=True, slots=True)
class Label:
    """`server`: its address; `board` and `device`: ids in hex, needed to deliver from the lock screen.

    Of a guest: `session` in hex, and `until` when she works there (ISO, aware); "" for everybody else.
    """

    device_label: str
    board_name: str
    server: str
    exercise: bool
    board: str = ""
    device: str = ""
    session: str = ""
    until: str = ""

    @property
    def hour(self) -> datetime | None:
        """When a guest's work here ends; None for everybody else, and when it cannot be read."""
        try:
            return datetime.fromisoformat(self.until)
        except ValueError:
            return None

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """None when there is none or it cannot be read: the lock screen does without. Unknown fields are skipped."""
        try:
            fields = json.loads((folder / FILE_NAME).read_bytes())
            return cls(**{name: fields[name] for name in cls.__dataclass_fields__ if name in fields})
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, folder: Path) -> None:
        """Raises DiskFull, NotSaved or SaveUnconfirmed."""
        replace_file(folder / FILE_NAME, json.dumps(asdict(self), ensure_ascii=False).encode())
