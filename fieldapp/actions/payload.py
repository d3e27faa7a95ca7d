"""What an envelope holds: a list of changes, as JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fieldapp.domain.change_format import ChangeUnreadable, read_change
from fieldapp.domain.merge import Change
from sync.protocol.circle import Circle
from sync.protocol.errors import MadeByNewerVersion, Malformed

VERSION = 1
_STAFFING = {"rota", "rota_week", "week_takeover", "call_out", "shift", "site", "breach", "breach_step"}
RECORD_TYPES = frozenset(
    _STAFFING
    | {"incident", "session", "tally", "contact", "visit", "consent", "follow_up", "attempt", "member", "read"}
    | {"recipient", "referral", "referral_content", "correction"}
    | {"duplicate", "same_incident", "evaluation", "improvement_action", "late_arrival", "handover", "handover_taken"}
    | {"recusal", "report_given", "session_lead", "incoming_offer", "local_routine", "deviation"}
    | {"outside_staff", "command_handover", "incident_link", "loan"}
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A record as it stood, handed on from the circle it was born in: whose values these are stays as it was."""

    home: Circle
    changes: tuple[Change, ...]

    def to_json(self) -> dict[str, Any]:
        return {"home": self.home.hex(), "changes": list(self.changes)}

    @classmethod
    def from_json(cls, arrived: Any) -> "Copy":
        match arrived:
            case {"home": str(home), "changes": [_, *_] as changes}:
                read = tuple(_readable(change) for change in changes)
                return cls(Circle.from_hex(home), read)
        raise Malformed("copy")

    @property
    def subject(self) -> tuple[str, str]:
        """Type and id; Malformed when they are several."""
        subjects = {(change["type"], change["id"]) for change in self.changes}
        if len(subjects) != 1:
            raise Malformed("copy of several")
        return subjects.pop()


def pack(changes: Sequence[Change], copies: Sequence[Copy] = ()) -> bytes:
    content = {"v": VERSION, "changes": changes} | ({"copies": [copy.to_json() for copy in copies]} if copies else {})
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(payload: bytes, *, author: bytes) -> tuple[list[Change], list[Copy]]:
    """The changes, each of which must carry the name of the device that signed the envelope, and what is handed on out
    of other circles.

    Raises `Malformed`, or `MadeByNewerVersion` for what this app does not know yet.
    """
    try:
        content = json.loads(payload)
        version, changes, copies = content["v"], content["changes"], content.get("copies", [])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Malformed("payload") from error
    if version != VERSION:
        raise MadeByNewerVersion("payload")
    if not isinstance(changes, list) or not isinstance(copies, list):
        raise Malformed("changes")
    name = author.hex()
    return [_checked(change, name) for change in changes], [Copy.from_json(one) for one in copies]


def _readable(arrived: Any) -> Change:
    try:
        change = read_change(arrived)
    except ChangeUnreadable as error:
        raise Malformed("change") from error
    if change["type"] not in RECORD_TYPES:
        raise MadeByNewerVersion(change["type"])
    return change


def _checked(arrived: Any, author: str) -> Change:
    change = _readable(arrived)
    if change["dot"][0].partition(".")[0] != author:
        raise Malformed("somebody else's name")
    return change
