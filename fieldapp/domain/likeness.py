"""Who may be the same person, or one family: proposals for a human, never an answer.

A protected person is left out before anything is compared.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product
from math import prod
from typing import Final

from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import AgeBand, ContactStatus
from fieldapp.domain.duplicates import Persons
from fieldapp.domain.pairs import Pair, pair

FEWEST_DIGITS: Final = 7
SHORTEST_MISSPELT: Final = 4
COUNTRY: Final = "46"
Parts = tuple[str, ...]


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


@dataclass(frozen=True, slots=True, repr=False)
class Comparable:
    """A contact with her name and number as they are compared."""

    contact: Contact
    parts: Parts
    number: str


def comparable(one: Contact) -> Comparable | None:
    """None for those who are compared with nobody."""
    if one.is_protected or one.status is ContactStatus.VOIDED:
        return None
    return Comparable(one, _parts(one.name), number(one.phone))


def found_in(contacts: Iterable[Contact]) -> Found:
    return found_among(filter(None, map(comparable, contacts)))


def found_among(comparables: Iterable[Comparable]) -> Found:
    people = list(comparables)
    alike = {each.pair: each for each in _by_name(people)}
    by_number = _sharing_a_number(people)
    for sharing in by_number:
        alike |= {each.pair: each for each in _by_phone(sharing)}
    order = list(Likeness)
    return Found(
        tuple(sorted(alike.values(), key=lambda each: (order.index(each.likeness), each.pair))),
        tuple(sorted(tuple(sorted(one.id for one in sharing)) for sharing in by_number)),
    )


def _sharing_a_number(people: list[Comparable]) -> list[list[Contact]]:
    groups: dict[str, list[Contact]] = defaultdict(list)
    for one in people:
        if one.number:
            groups[one.number].append(one.contact)
    return [group for group in groups.values() if len(group) > 1]


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


def _by_name(people: list[Comparable]) -> Iterator[Alike]:
    """Whole names anywhere; a single name says little, so only where age, place and reason are the same too."""
    groups: dict[Hashable, list[Comparable]] = defaultdict(list)
    for each in people:
        one, initials = each.contact, tuple(sorted(part[0] for part in each.parts))
        if len(initials) > 1:
            groups[initials].append(each)
        elif initials and one.session_id:
            groups[one.session_id, one.age_band, one.affected_as, *initials].append(each)
    for one, other in _near(group for group in groups.values() if len(group) > 1):
        if _may_be_as_old(one, other) and alike_names(one.name, other.name):
            yield Alike(pair(one.id, other.id), Likeness.NAME)


def _near(groups: Iterable[list[Comparable]]) -> Iterator[tuple[Contact, Contact]]:
    """The pairs of each group that are as long and spelt nearly the same, part for part.

    Among ten thousand people all pairs are too many to look at.
    """
    several = list(groups)
    similar = _similar({part for group in several for one in group for part in one.parts})
    for group in several:
        known: dict[Parts, list[Contact]] = defaultdict(list)
        for one in group:
            parts = tuple(sorted(one.parts))
            near = _spellings(parts, similar, known)
            yield from ((other, one.contact) for each in near for other in known.get(each, ()))
            known[parts].append(one.contact)


def _spellings(parts: Parts, similar: Mapping[str, set[str]], known: Mapping[Parts, object]) -> Iterable[Parts]:
    """The names that are part for part near these, or all that are known where those would be fewer."""
    if prod(len(similar[part]) for part in parts) > len(known):
        return [each for each in known if len(each) == len(parts)]
    return {tuple(sorted(chosen)) for chosen in product(*(similar[part] for part in parts))}


def _similar(parts: set[str]) -> Mapping[str, set[str]]:
    """Each part and those that are one letter from it."""
    by_rest: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        # Two that are one letter apart are the same once a letter is taken out of one of them, or of both.
        for rest in {part, *(part[:at] + part[at + 1 :] for at in range(len(part)))}:
            by_rest[rest].add(part)
    near: dict[str, set[str]] = {part: {part} for part in parts}
    for sharing in by_rest.values():
        for one, other in combinations(sharing, 2):
            if _alike(one, other):
                near[one].add(other)
                near[other].add(one)
    return near


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


def _parts(name: str) -> Parts:
    if name.isascii():
        return tuple("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split())
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = (sign for sign in plain if not unicodedata.combining(sign))
    return tuple("".join(sign if sign.isalnum() else " " for sign in letters).split())


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
