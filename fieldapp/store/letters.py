"""Letters between boards: those that came, as they came; and those from here, kept so that they can be sent again."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fieldapp.store.store import Store, Write
from sync.protocol.letter import NO_LETTER, Letter

_IN, _OUT, _CURSOR = "letters_in", "letters_out", "letter_cursor"


def cursor(source: Store | Write) -> int:
    row = source.get(_CURSOR, "last")
    return int(row["last"]) if row else 0


def set_cursor(write: Write, last: int) -> None:
    write.put(_CURSOR, "last", {"last": last})


@dataclass(frozen=True, slots=True)
class CameIn:
    """`sound`: its signature was that of a caseworker's device when it was first looked at."""

    letter: Letter
    sound: bool
    arrived_at: datetime


def keep(write: Write, letter: Letter, at: datetime) -> None:
    """As it came; the same again changes nothing."""
    key = letter.digest.hex()
    if write.get(_IN, key) is None:
        raw = base64.b64encode(letter.to_bytes()).decode()
        write.put(_IN, key, {"raw": raw, "sound": False, "at": at.isoformat()})


def found_sound(write: Write, letter: Letter) -> None:
    row = write.get(_IN, letter.digest.hex()) or {}
    write.put(_IN, letter.digest.hex(), row | {"sound": True})


def came_in(source: Store | Write) -> list[CameIn]:
    """The oldest first."""
    found = [
        CameIn(Letter.from_bytes(base64.b64decode(row["raw"])), row["sound"], datetime.fromisoformat(row["at"]))
        for row in source.all(_IN)
    ]
    return sorted(found, key=lambda one: (one.arrived_at, one.letter.head.at))


@dataclass(frozen=True, slots=True, repr=False)
class GoingOut:
    """`content` as JSON text, sealed anew when the other board's key changes. `letter`: as it was last sealed.
    `stated`: whether a statement in this board's log has to name it first. `lies_in`: the life of the other server in
    which it lies there, "" while it does not. `over`: it was answered or given up, and is not sent again.
    `trouble`: the name of what stood in its way the last time."""

    id: bytes
    peer: bytes
    kind: str
    content: str
    made_at: datetime
    answers: bytes = NO_LETTER
    stated: bool = False
    letter: Letter | None = None
    lies_in: str = ""
    laid_at: datetime | None = None
    over: bool = False
    trouble: str = ""

    @property
    def waits(self) -> bool:
        return not self.lies_in and not self.over


def put(write: Write, going: GoingOut) -> None:
    write.put(_OUT, going.id.hex(), _row(going))


def change(write: Write, id_: bytes, **values: Any) -> None:
    """Nothing when it is not there."""
    if row := write.get(_OUT, id_.hex()):
        put(write, replace(_going(row), **values))


def going_out(source: Store | Write) -> list[GoingOut]:
    """The oldest first."""
    return sorted(map(_going, source.all(_OUT)), key=lambda going: going.made_at)


def find_out(source: Store | Write, id_: bytes) -> GoingOut | None:
    row = source.get(_OUT, id_.hex())
    return _going(row) if row else None


def _row(going: GoingOut) -> dict[str, Any]:
    return {
        "peer": going.peer.hex(),
        "kind": going.kind,
        "content": going.content,
        "made_at": going.made_at.isoformat(),
        "answers": going.answers.hex(),
        "stated": going.stated,
        "letter": base64.b64encode(going.letter.to_bytes()).decode() if going.letter else "",
        "lies_in": going.lies_in,
        "laid_at": going.laid_at.isoformat() if going.laid_at else "",
        "over": going.over,
        "trouble": going.trouble,
    }


def _going(row: Mapping[str, Any]) -> GoingOut:
    return GoingOut(
        id=bytes.fromhex(row["key"]),
        peer=bytes.fromhex(row["peer"]),
        kind=row["kind"],
        content=row["content"],
        made_at=datetime.fromisoformat(row["made_at"]),
        answers=bytes.fromhex(row["answers"]),
        stated=row["stated"],
        letter=Letter.from_bytes(base64.b64decode(row["letter"])) if row["letter"] else None,
        lies_in=row["lies_in"],
        laid_at=datetime.fromisoformat(row["laid_at"]) if row["laid_at"] else None,
        over=row["over"],
        trouble=row["trouble"],
    )
