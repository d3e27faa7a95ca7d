"""What people say of two things, whether they are one; and the groups that follow."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

Pair = tuple[str, str]


class Verdict(StrEnum):
    SAME = "same"
    APART = "apart"
    OPEN = "open"


# Showing one as two hides nothing; showing two as one gives somebody another's calls.
CAREFUL_FIRST: Final = (Verdict.APART, Verdict.OPEN, Verdict.SAME)


def pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def careful(said: Iterable[tuple[Pair, Verdict]]) -> dict[Pair, Verdict]:
    """One verdict a pair, the most careful one; the same for any order."""
    verdicts: dict[Pair, Verdict] = {}
    for each, verdict in said:
        verdicts[each] = min(verdicts.get(each, verdict), verdict, key=CAREFUL_FIRST.index)
    return verdicts


def groups(verdicts: Mapping[Pair, Verdict], given_up: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """Each member of a group → the whole group, those that nobody gave up first."""
    merged: dict[str, set[str]] = {}
    for (one, other), verdict in verdicts.items():
        if verdict is Verdict.SAME:
            members = merged.get(one, {one}) | merged.get(other, {other})
            merged.update(dict.fromkeys(members, members))
    last = set(given_up)
    # Who joined them crosswise gave up every one: any will do, as long as all devices take the same.
    return {one: tuple(sorted(members, key=lambda member: (member in last, member))) for one, members in merged.items()}
