"""How a half-answered form is kept as a draft and found again."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from fieldapp.domain.field_values import (
    as_choice,
    as_choices,
    as_day,
    as_flag,
    as_instant,
    as_json,
    as_number,
    as_texts,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Form = TypeVar("Form", bound="DataclassInstance")


def answers_of(form: "DataclassInstance") -> dict[str, Any]:
    return {field.name: as_json(getattr(form, field.name)) for field in fields(form)}


def form_from(form_class: type[Form], draft: Mapping[str, Any]) -> Form:
    """Keys the form does not have, and values it cannot read, are left at the form's defaults."""
    hints = get_type_hints(form_class)
    found = {name: _read(hint, draft[name]) for name, hint in hints.items() if name in draft}
    return form_class(**{name: value for name, value in found.items() if value is not None})


def _read(hint: Any, value: Any) -> Any:
    if get_origin(hint) is tuple:
        return _read_many(get_args(hint)[0], value)
    kind = next((part for part in get_args(hint) if part is not NoneType), hint)
    if issubclass(kind, StrEnum):
        return as_choice(kind, value)
    return _READERS[kind](value)


def _read_many(kind: Any, values: Any) -> tuple[Any, ...]:
    return as_choices(kind, values) if issubclass(kind, StrEnum) else as_texts(values)


_READERS: Mapping[type, Any] = {
    str: lambda value: value if isinstance(value, str) else None,
    bool: as_flag,
    int: as_number,
    datetime: as_instant,
    date: as_day,
}
