"""What an envelope holds: a list of changes, as JSON."""

import json
from collections.abc import Sequence
from typing import Any, cast

from fieldapp.domain.merge import Change
from sync.protocol.errors import MadeByNewerVersion, Malformed

VERSION = 1
RECORD_TYPES = frozenset(
    {"incident", "session", "tally", "contact", "visit", "consent", "follow_up", "attempt", "member", "read"}
)


def pack(changes: Sequence[Change]) -> bytes:
    return json.dumps({"v": VERSION, "changes": changes}, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(payload: bytes, *, author: bytes) -> list[Change]:
    """The changes; each must carry the name of the device that signed the envelope.

    Raises `Malformed`, or `MadeByNewerVersion` for what this app does not know yet.
    """
    try:
        content = json.loads(payload)
        version, changes = content["v"], content["changes"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Malformed("payload") from error
    if version != VERSION:
        raise MadeByNewerVersion("payload")
    if not isinstance(changes, list):
        raise Malformed("changes")
    return [_checked(change, author.hex()) for change in changes]


def _checked(change: Any, author: str) -> Change:
    match change:
        case {
            "type": str(record_type),
            "id": str(),
            "dot": [str(writer), int()],
            "seen": dict(seen),
            "at": str(),
            "set": dict(),
        } if _are_versions(seen) and _are_covers(change.get("over", {})):
            if record_type not in RECORD_TYPES:
                raise MadeByNewerVersion(record_type)
            if writer.partition(".")[0] != author:
                raise Malformed("somebody else's name")
            return cast(Change, change)
    raise Malformed("change")


def _are_versions(seen: Any) -> bool:
    return isinstance(seen, dict) and all(isinstance(count, int) for count in seen.values())


def _are_covers(over: Any) -> bool:
    return isinstance(over, dict) and all(_are_versions(seen) for seen in over.values())
