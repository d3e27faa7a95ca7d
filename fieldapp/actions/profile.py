"""Who this device is: the board, the server and the person it belongs to."""

from dataclasses import dataclass
from typing import Self

from fieldapp.store.store import Store, Write

_TABLE, _KEY = "device", "profile"


@dataclass(frozen=True, slots=True, repr=False)
class Profile:
    """`board` and `person` are 16-byte ids."""

    board: bytes
    person: bytes
    server: str

    @classmethod
    def load(cls, store: Store) -> Self:
        row = store.get(_TABLE, _KEY)
        if row is None:
            raise LookupError("a store without a profile")
        return cls(bytes.fromhex(row["board"]), bytes.fromhex(row["person"]), row["server"])

    def save(self, write: Write) -> None:
        row = {"board": self.board.hex(), "person": self.person.hex(), "server": self.server}
        write.put(_TABLE, _KEY, row)
