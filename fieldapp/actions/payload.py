"""What an envelope holds: a list of changes, as JSON."""

import json
from collections.abc import Sequence
from typing import Any

from fieldapp.domain.change_format import ChangeUnreadable, read_change
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


def _checked(arrived: Any, author: str) -> Change:
    try:
        change = read_change(arrived)
    except ChangeUnreadable as error:
        raise Malformed("change") from error
    if change["type"] not in RECORD_TYPES:
        raise MadeByNewerVersion(change["type"])
    if change["dot"][0].partition(".")[0] != author:
        raise Malformed("somebody else's name")
    return change
