"""Who may be the same person, or one family: proposals for a human, never an answer.

A protected person is left out before anything is compared.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import AgeBand, ContactStatus
from fieldapp.domain.duplicates import Persons
from fieldapp.domain.pairs import Pair, pair

FEWEST_DIGITS: Final = 7
SHORTEST_MISSPELT: Final = 4
COUNTRY: Final = "46"


class Likeness(StrEnum):
    """Why two contacts may be one person; the surest first."""

    DISPUTED = "disputed"
    CODE = "code"
    PHONE_AND_NAME = "phone_and_name"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Alike:
    pair: Pair
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in the contacts alone, before anything that was decided."""

    alike: tuple[Alike, ...] = ()
    one_number: tuple[tuple[str, ...], ...] = ()
    """Contacts with one telephone number: as a rule a family."""


def number(phone: str) -> str:
    """The digits as dialled at home; "" when there are too few to tell people by."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    if phone.strip().startswith("+") or digits.startswith("00"):
        abroad = digits.removeprefix("00")
        digits = "0" + abroad.removeprefix(COUNTRY).lstrip("0") if abroad.startswith(COUNTRY) else abroad
    return digits if len(digits) >= FEWEST_DIGITS else ""


def found_in(contacts: Iterable[Contact]) -> Found:
    people = [one for one in contacts if not one.is_protected and one.status is not ContactStatus.VOIDED]
    alike = {each.pair: each for each in _by_name(people)}
    by_number = _grouped(people, lambda one: number(one.phone)).values()
    for sharing in by_number:
        alike |= {each.pair: each for each in _by_phone(sharing)}
    order = list(Likeness)
    return Found(
        tuple(sorted(alike.values(), key=lambda each: (order.index(each.likeness), each.pair))),
        tuple(sorted(tuple(sorted(one.id for one in sharing)) for sharing in by_number)),
    )


def _by_phone(sharing: list[Contact]) -> list[Alike]:
    found = []
    for one, other in combinations(sharing, 2):
        if not _may_be_as_old(one, other):
            continue
        if one.name and other.name:
            if alike_names(one.name, other.name):
                found.append(Alike(pair(one.id, other.id), Likeness.PHONE_AND_NAME))
        elif len(sharing) == 2:
            # Of several who share a number, nobody can say whom the one without a name is.
            found.append(Alike(pair(one.id, other.id), Likeness.PHONE))
    return found


def _by_name(people: list[Contact]) -> Iterator[Alike]:
    """Whole names anywhere; a single name says little, so only where age, place and reason are the same too."""
    whole = _grouped(people, lambda one: _initials(one.name) if len(_parts(one.name)) > 1 else ())
    single = _grouped(people, lambda one: _circumstances(one) if len(_parts(one.name)) == 1 else ())
    for group in (*whole.values(), *single.values()):
        for one, other in combinations(group, 2):
            if _may_be_as_old(one, other) and _same_length(one, other) and alike_names(one.name, other.name):
                yield Alike(pair(one.id, other.id), Likeness.NAME)


def _grouped(people: Iterable[Contact], by: Callable[[Contact], Hashable]) -> Mapping[Hashable, list[Contact]]:
    groups: dict[Hashable, list[Contact]] = defaultdict(list)
    for one in people:
        groups[by(one)].append(one)
    return {key: group for key, group in groups.items() if key and len(group) > 1}


def _initials(name: str) -> tuple[str, ...]:
    return tuple(sorted(part[0] for part in _parts(name)))


def _circumstances(one: Contact) -> tuple[str, ...]:
    return (one.session_id, one.age_band, one.affected_as, *_initials(one.name)) if one.session_id else ()


def _same_length(one: Contact, other: Contact) -> bool:
    return len(_parts(one.name)) == len(_parts(other.name))


def _may_be_as_old(one: Contact, other: Contact) -> bool:
    return one.age_band is other.age_band or AgeBand.UNKNOWN in (one.age_band, other.age_band)


def alike_names(one: str, other: str) -> bool:
    """Whether every part of the shorter name is in the longer one, give or take a letter."""
    fewer, more = sorted((_parts(one), _parts(other)), key=len)
    left = list(more)
    for part in fewer:
        match = next((candidate for candidate in left if _alike(part, candidate)), None)
        if match is None:
            return False
        left.remove(match)
    return bool(fewer)


def _parts(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = (sign for sign in plain if not unicodedata.combining(sign))
    return "".join(sign if sign.isalnum() else " " for sign in letters).split()


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= SHORTEST_MISSPELT and _one_letter_apart(one, other)


def _one_letter_apart(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    skipped = start + (len(shorter) == len(longer))
    return shorter[skipped:] == longer[start + 1 :]


def undecided(found: Iterable[Alike], known: Persons) -> tuple[Alike, ...]:
    """What a human has still to look at: one line for each two persons."""
    lines: dict[Pair, Alike] = {}
    for each in found:
        one, other = map(known.survivor, each.pair)
        if one != other and not known.are_apart(one, other):
            lines.setdefault(pair(one, other), Alike(pair(one, other), each.likeness))
    return tuple(lines.values())


def families(found: Found, known: Persons, groups: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Persons who share a number and whom nobody has said whether to handle together.

    `groups`: survivor → the group somebody has put the person in; a group of one's own means on one's own.
    """
    waiting = {each.pair for each in undecided(found.alike, known)}
    offered = []
    for sharing in found.one_number:
        people = tuple(sorted({known.survivor(contact) for contact in sharing}))
        are_several = any(each not in waiting for each in combinations(people, 2))
        if are_several and not all(groups.get(person) for person in people):
            offered.append(people)
    return tuple(offered)
