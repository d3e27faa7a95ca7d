"""Whether something that arrived is a change at all; checked before it is folded."""

import re
from typing import Any, Final, cast

from fieldapp.domain.merge import Change
from sync.errors import AskForHelp

_STAMP: Final = re.compile(r"[0-9a-f]{13}-[0-9a-f]{4}")


class ChangeUnreadable(AskForHelp):
    """Something arrived that this version cannot read. It is kept. Update the app, or ask your supervisor."""


def read_change(arrived: Any) -> Change:
    """The parsed JSON as a Change. Keys of a newer app are allowed. Raises ChangeUnreadable."""
    if not (isinstance(arrived, dict) and _has_subject(arrived) and _has_versions(arrived)):
        raise ChangeUnreadable
    return cast(Change, arrived)


def _has_subject(arrived: dict[str, Any]) -> bool:
    names = (arrived.get("type"), arrived.get("id"))
    stamp, fields = arrived.get("at"), arrived.get("set")
    return (
        all(isinstance(name, str) and name for name in names)
        and isinstance(stamp, str)
        and _STAMP.fullmatch(stamp) is not None
        and isinstance(fields, dict)
    )


def _has_versions(arrived: dict[str, Any]) -> bool:
    dot, over = arrived.get("dot"), arrived.get("over", {})
    return (
        isinstance(dot, list)
        and len(dot) == 2
        and _is_count(*dot)
        and _are_versions(arrived.get("seen"))
        and isinstance(over, dict)
        and all(_are_versions(versions) for versions in over.values())
    )


def _are_versions(versions: Any) -> bool:
    return isinstance(versions, dict) and all(_is_count(*entry) for entry in versions.items())


def _is_count(writer: Any, count: Any) -> bool:
    return isinstance(writer, str) and type(count) is int and count > 0
