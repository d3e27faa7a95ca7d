"""A record's id says in which circle it was born, so that nobody can claim another circle's record first."""

import hashlib
import uuid
from collections.abc import Iterable

from fieldapp.domain.merge import Change
from sync.protocol.circle import Circle, CircleKind

BORN = "born"
"""The field of a record's first change that its id was made from."""


def born_id(circle: Circle, record_type: str, born: str) -> str:
    """The id that follows from circle, type and a name that is unique in that circle."""
    named = f"{circle.hex()} {record_type} {born}".encode()
    return str(uuid.UUID(bytes=hashlib.sha256(b"stodkedjan record v1\0" + named).digest()[:16]))


def fresh() -> str:
    """A name for a record that has no code of its own."""
    return uuid.uuid4().hex


def is_copy_of(home: Circle, changes: Iterable[Change]) -> bool:
    """Whether these changes are of a record that was born in `home`; one circle's own kinds have no born name."""
    changes = list(changes)
    return any(is_born_in(home, change) for change in changes if BORN in change["set"])


def is_born_in(circle: Circle, change: Change) -> bool:
    """Whether this change may be the first of its record in this circle."""
    match circle.kind, change["type"]:
        case CircleKind.BOARD, "member":
            return True
        case CircleKind.SHARED, "session":
            return change["id"] == circle.subject.hex()
        case CircleKind.PROTECTED, "contact":
            # What was said of her later may be opened before: without her code and session it would be nobody.
            return BORN in change["set"] and change["id"] == str(uuid.UUID(bytes=circle.subject))
    return change["id"] == born_id(circle, change["type"], str(change["set"].get(BORN, "")))
