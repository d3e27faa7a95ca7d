"""That the server showed something no honest server shows: kept until a human has looked into it."""

from dataclasses import dataclass
from datetime import datetime

from fieldapp.store.store import Store, Write

_TABLE, _KEY = "alarm", "server"


@dataclass(frozen=True, slots=True)
class Alarm:
    """`sentence`: what was wrong, an English msgid. `seq` and `hash`: the log as it was verified last."""

    sentence: str
    first_at: datetime
    last_at: datetime
    times: int
    seq: int
    hash: bytes


def raise_it(write: Write, sentence: str, at: datetime, *, seq: int, hash_: bytes) -> None:
    before = write.get(_TABLE, _KEY)
    row = {"sentence": sentence, "last_at": at.isoformat(), "seq": seq, "hash": hash_.hex()}
    first = before["first_at"] if before else at.isoformat()
    write.put(_TABLE, _KEY, row | {"first_at": first, "times": int(before["times"]) + 1 if before else 1})


def standing(store: Store) -> Alarm | None:
    row = store.get(_TABLE, _KEY)
    if row is None:
        return None
    first, last = datetime.fromisoformat(row["first_at"]), datetime.fromisoformat(row["last_at"])
    return Alarm(row["sentence"], first, last, int(row["times"]), int(row["seq"]), bytes.fromhex(row["hash"]))


def end(write: Write) -> None:
    write.delete(_TABLE, _KEY)
