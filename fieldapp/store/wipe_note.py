"""What is left to do when a phone destroys itself: written first, taken away last, so that no crash stops it."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Self

from fieldapp.store.durable_file import delete_file, replace_file
from sync.protocol.members import WipeReason

FILE_NAME = "wipe.json"


@dataclass(frozen=True, slots=True)
class WipeNote:
    """`at`: when it began (aware). `keys_gone`: vault and keys are destroyed. `in_file`: what waited has been saved as
    a parcel. `is_over`: what is left of the folder may go."""

    reason: WipeReason
    at: datetime
    keys_gone: bool = False
    in_file: bool = False
    is_over: bool = False

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """A note that cannot be read still is one: a wipe that has begun goes on."""
        try:
            fields = json.loads((folder / FILE_NAME).read_bytes())
            return cls(
                WipeReason(fields["reason"]),
                datetime.fromisoformat(fields["at"]),
                fields["keys_gone"] is True,
                fields["in_file"] is True,
                fields["is_over"] is True,
            )
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            modified = (folder / FILE_NAME).stat().st_mtime
            return cls(WipeReason.WRONG_PASSPHRASES, datetime.fromtimestamp(modified).astimezone())

    def save(self, folder: Path) -> None:
        """Raises DiskFull, NotSaved or SaveUnconfirmed."""
        replace_file(folder / FILE_NAME, json.dumps({**asdict(self), "at": self.at.isoformat()}).encode())

    def without_keys(self) -> Self:
        return replace(self, keys_gone=True)

    def saved_as_file(self) -> Self:
        return replace(self, in_file=True)

    def over(self) -> Self:
        return replace(self, is_over=True)

    @staticmethod
    def forget(folder: Path) -> None:
        delete_file(folder / FILE_NAME)
