"""That this phone turned out to be an older copy of itself, until it has drawn the consequences."""

from collections.abc import Mapping

from fieldapp.store.store import Store, Write
from sync.protocol.circle import Circle

_TABLE, _KEY = "older_copy", "found"


def found(write: Write, issued: Mapping[Circle, int] | None = None) -> None:
    """`issued`: what the phone had given out per circle before it was put back, by its own earlier word."""
    before = (write.get(_TABLE, _KEY) or {}).get("issued", {})
    said = {circle.hex(): number for circle, number in (issued or {}).items()}
    write.put(_TABLE, _KEY, {"issued": before | said})


def pending(source: Store | Write) -> dict[Circle, int] | None:
    """What it had given out, as far as anybody knows; None when all is as it should be."""
    row = source.get(_TABLE, _KEY)
    return {Circle.from_hex(circle): int(number) for circle, number in row["issued"].items()} if row else None


def settled(write: Write) -> None:
    write.delete(_TABLE, _KEY)
