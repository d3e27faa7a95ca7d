"""How changes become records, the same in whatever order they arrive."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

from fieldapp.domain.field_values import as_json
from fieldapp.domain.merge_rules import NOBODY_SETTLES, rule_for

Versions = dict[str, int]
"""For each writer ("<device hex>.<incarnation>") how many of its changes to one record are counted in."""


class Change(TypedDict):
    """What one user action does to one record.

    `dot` is [writer, n]: the writer's n-th change to this record. `seen` is everything the author's copy
    knew of. `over` says, for each field that already had a value, which versions *of that field* the new
    value replaces. It is narrower than `seen`, because a copy can know of a change (somebody else's later
    change mentions it) that it has not received: such a value must come out as a conflict, not vanish.
    A change without `over` replaces all it had seen.
    """

    type: str
    id: str
    dot: list[Any]
    seen: Versions
    at: str
    set: dict[str, Any]
    over: NotRequired[dict[str, Versions]]


class Candidate(TypedDict):
    """A value nobody has replaced yet; `seen` is what it replaced itself."""

    value: Any
    dot: list[Any]
    seen: Versions
    at: str


class Record(TypedDict):
    type: str
    id: str
    seen: Versions
    fields: dict[str, list[Candidate]]


@dataclass(frozen=True, slots=True, repr=False)
class Conflict:
    """A field with several different values that nobody has chosen between, the newest first."""

    field: str
    values: tuple[Candidate, ...]


def new_change(record: Record | None, *, type: str, id: str, set: Mapping[str, Any], writer: str, at: str) -> Change:
    """`set` may hold instants, dates, enum members and tuples; `at` is a stamp of HybridClock."""
    seen: Versions = dict(record["seen"]) if record else {}
    present = record["fields"] if record else {}
    return Change(
        type=type,
        id=id,
        dot=[writer, seen.get(writer, 0) + 1],
        seen=seen,
        at=at,
        set={field: as_json(value) for field, value in set.items()},
        over={field: _known(present[field]) for field in set if field in present},
    )


def fold(record: Record | None, change: Change) -> Record:
    """The record with the change counted in: a new dict, and the same for any order and any repetition.

    Raises ValueError when the change is about another record.
    """
    before = record or Record(type=change["type"], id=change["id"], seen={}, fields={})
    if (before["type"], before["id"]) != (change["type"], change["id"]):
        raise ValueError("the change is about another record")
    fields = dict(before["fields"])
    for field, value in change["set"].items():
        fields[field] = _maximal([*fields.get(field, ()), _candidate(change, field, value)])
    return Record(
        type=before["type"],
        id=before["id"],
        seen=_joined(before["seen"], change["seen"], _versions(change["dot"])),
        fields=dict(sorted(fields.items())),
    )


def shown(record: Record, field: str, default: Any = None) -> Any:
    """The value to show: the newest one, unless merge_rules has a rule for the field."""
    candidates = record["fields"].get(field)
    if not candidates:
        return default
    if len(candidates) == 1:  # nearly always: nobody else has said anything, and every rule gives it back
        return candidates[0]["value"]
    distinct = _distinct(candidates)
    return rule_for(record["type"], field)([candidate["value"] for candidate in distinct])


def shown_at(record: Record, field: str) -> str:
    """The stamp of the shown value, "" when there is none."""
    candidates = record["fields"].get(field, ())
    value = _as_text(shown(record, field))
    stamps = [candidate["at"] for candidate in candidates if _as_text(candidate["value"]) == value]
    return max(stamps or [candidate["at"] for candidate in candidates], default="")


def conflicts(record: Record) -> list[Conflict]:
    """The fields a human has to settle; an ordinary new_change to such a field settles it."""
    fields = record["fields"].items()
    distinct = {field: _distinct(candidates) for field, candidates in fields if field not in NOBODY_SETTLES}
    return [Conflict(field, tuple(values)) for field, values in distinct.items() if len(values) > 1]


def _candidate(change: Change, field: str, value: Any) -> Candidate:
    replaced = change["over"].get(field, {}) if "over" in change else change["seen"]
    return Candidate(value=value, dot=change["dot"], seen=replaced, at=change["at"])


def _maximal(candidates: list[Candidate]) -> list[Candidate]:
    if len(candidates) == 1 and not _is_replaced(candidates[0], candidates):
        return candidates
    # Told apart by everything in them, not by the dot alone: a phone restored from a backup can issue
    # one dot twice, and both values have to survive.
    unique = {_order(candidate): candidate for candidate in candidates}
    kept = (key for key, candidate in unique.items() if not _is_replaced(candidate, candidates))
    return [unique[key] for key in sorted(kept, reverse=True)]


def _is_replaced(candidate: Candidate, others: Iterable[Candidate]) -> bool:
    writer, count = candidate["dot"]
    return any(other["seen"].get(writer, 0) >= count for other in others)


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    found = list(candidates)
    if len(found) < 2:  # nearly always, and the text below costs more than all the rest
        return found
    by_value: dict[str, Candidate] = {}
    for candidate in found:
        by_value.setdefault(_as_text(candidate["value"]), candidate)
    return list(by_value.values())


def _known(candidates: Iterable[Candidate]) -> Versions:
    parts = [part for candidate in candidates for part in (candidate["seen"], _versions(candidate["dot"]))]
    return _joined(*parts)


def _versions(dot: list[Any]) -> Versions:
    writer, count = dot
    return {writer: count}


def _joined(*parts: Versions) -> Versions:
    writers = sorted({writer for part in parts for writer in part})
    return {writer: max(part.get(writer, 0) for part in parts) for writer in writers}


def _order(candidate: Candidate) -> tuple[str, str, int, str]:
    writer, count = candidate["dot"]
    return candidate["at"], writer, count, _as_text([candidate["value"], candidate["seen"]])


def _as_text(value: Any) -> str:
    # Python holds True equal to 1; as JSON they differ, and a record is JSON.
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
