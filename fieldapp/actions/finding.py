"""Finding a person by the code on her slip or by her name; what is found is told by code alone."""

from fieldapp.actions import one_person
from fieldapp.actions.phone import Phone
from fieldapp.actions.queue import find_by_code, queue
from fieldapp.actions.views import FoundRow
from fieldapp.actions.visits import codes_of, contacts
from fieldapp.domain.codes import CodeMistyped
from fieldapp.domain.contact_choices import ContactStatus
from fieldapp.domain.finding import asked_for, is_a_name, is_called, words_of


def find(phone: Phone, typed: str) -> tuple[FoundRow, ...]:
    """Raises CodeMistyped, TooFewLetters. A protected person has no name here, and is found by her code only."""
    found = _coded(phone, typed) or (_called(phone, asked_for(typed)) if is_a_name(typed, phone.prefix) else set())
    return _rows(phone, found) if found else ()


def _coded(phone: Phone, typed: str) -> set[str]:
    try:
        one = find_by_code(phone, typed)
    except CodeMistyped:
        if is_a_name(typed, phone.prefix):
            return set()
        raise
    return {one} if one else set()


def _called(phone: Phone, asked: tuple[str, ...]) -> set[str]:
    named = (one for one in contacts(phone) if one.name and one.status is not ContactStatus.VOIDED)
    return {one_person.survivor(phone, one.id) for one in named if is_called(words_of(one.name), asked)}


def _rows(phone: Phone, found: set[str]) -> tuple[FoundRow, ...]:
    codes = codes_of(phone)
    first = {row.contact_id: row for row in reversed(queue(phone).everything) if row.contact_id in found}
    rows = (FoundRow(one, first[one].code if one in first else codes.get(one, ""), first.get(one)) for one in found)
    return tuple(sorted(rows, key=lambda row: row.code))
