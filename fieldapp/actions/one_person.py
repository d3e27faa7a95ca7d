"""Which contacts on this phone are one person, and what that makes of her and of what she was promised."""

from collections.abc import Mapping

from fieldapp.actions.phone import Phone
from fieldapp.domain.contact import Contact
from fieldapp.domain.duplicates import Decision, Persons, joined, persons, standing
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.merge import Record
from fieldapp.store import records
from fieldapp.store.derived import Rows


def known(phone: Phone) -> Persons:
    """As far as decisions have come here. Only to be read."""
    return phone.store.derived("duplicate", _persons)


def _persons(rows: Rows) -> Persons:
    return persons(Decision.from_record(row["record"]) for row in rows)


def together(phone: Phone, contact_id: str) -> tuple[str, ...]:
    """The person's contacts that can be read here, the one whose code is kept first; at least the one asked for."""
    found = known(phone).together(contact_id)
    here = tuple(one for one in found if one == contact_id or records.record(phone.store, "contact", one))
    return here or (contact_id,)


def survivor(phone: Phone, contact_id: str) -> str:
    return together(phone, contact_id)[0]


def person(phone: Phone, contact_id: str) -> Contact | None:
    """The joined person; None when no contact of hers can be read here."""
    return joined(_read(phone, together(phone, contact_id)), together(phone, contact_id))


def _read(phone: Phone, ids: tuple[str, ...]) -> Mapping[str, Contact]:
    found = {one: records.record(phone.store, "contact", one) for one in ids}
    return {one: Contact.from_record(record) for one, record in found.items() if record}


def follow_ups(phone: Phone) -> list[FollowUp]:
    """As they stand: one closed as another's duplicate is open again while the two are not one person."""
    found = records.each(phone.store, "follow_up", FollowUp.from_record)
    by_id = {one.id: one for one in found}
    return [_standing(phone, one, by_id.get(one.instead)) for one in found]


def as_it_stands(phone: Phone, record: Record) -> FollowUp:
    promise = FollowUp.from_record(record)
    instead = records.record(phone.store, "follow_up", promise.instead) if promise.instead else None
    return _standing(phone, promise, FollowUp.from_record(instead) if instead else None)


def _standing(phone: Phone, promise: FollowUp, instead: FollowUp | None) -> FollowUp:
    return standing([promise, instead], known(phone))[0] if instead else promise
