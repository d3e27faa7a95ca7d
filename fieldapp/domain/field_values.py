"""How the domain's values are written into records, and read back without ever failing."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


def as_json(value: Any) -> Any:
    """Instants become UTC ISO text, dates ISO text, enum members their value, tuples lists."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): as_json(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(inner) for inner in value]
    return value


def as_text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def as_flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def as_number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def as_instant(value: Any) -> datetime | None:
    """None also for an instant without an offset: whose clock it was cannot be known."""
    try:
        moment = datetime.fromisoformat(as_text(value))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def as_day(value: Any) -> date | None:
    try:
        return date.fromisoformat(as_text(value))
    except ValueError:
        return None


def as_choice(choices: type[Choice], value: Any) -> Choice | None:
    # Asked for by each of ten thousand records: looking the member up costs a third of calling the enumeration.
    found = choices._value2member_map_.get(value) if isinstance(value, str) else None
    return found if isinstance(found, choices) else None


def as_choices(choices: type[Choice], values: Any) -> tuple[Choice, ...]:
    """Members a newer app added are kept out; the record itself still holds them."""
    found = (as_choice(choices, value) for value in _items(values))
    return tuple(choice for choice in found if choice is not None)


def as_texts(values: Any) -> tuple[str, ...]:
    return tuple(value for value in _items(values) if isinstance(value, str))


def _items(values: Any) -> Iterable[Any]:
    return values if isinstance(values, (list, tuple)) else ()
