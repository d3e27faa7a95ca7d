"""Disposing of a person, or of what came late: said in the board's log, with a reason, and gone everywhere for good."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from fieldapp.actions import one_person
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.disposed import Subject, changes_in, kept_copies, places_of
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.merge import Record, shown
from fieldapp.domain.permissions import Action
from fieldapp.domain.referral import Referral
from fieldapp.store import records
from sync.errors import FixAndRetry
from sync.protocol.circle import Circle
from sync.protocol.disposal import MOST_AT_ONCE
from sync.protocol.statement import Kind

REASON_CHARACTERS = 200
_OF_A_CONTACT = ("visit", "consent", "follow_up", "referral", "correction", "duplicate", "recusal")


class SomethingIsOpen(FixAndRetry):
    """A follow-up of this person is still open. Finish it first, with an outcome. Nothing was disposed of."""


class KeptForArchive(FixAndRetry):
    """This record is kept for the archive. If that is wrong, propose it again with No. Nothing was disposed of."""


class DisposalReasonMissing(FixAndRetry):
    """Write why, without names. The reason stands in the board's log for good."""


def dispose_of_person(phone: Phone, contact_id: str, reason: str) -> None:
    """Everything that is known here of a person: the server and all devices keep only that there was something.

    Raises NotAllowed, DisposalReasonMissing, GoneMeanwhile, KeptForArchive, SomethingIsOpen, and what stands in
    sync.client.errors (Refused with `still_open` when the server counts one of these promises as open).
    """
    _check(phone, reason)
    if records.record(phone.store, "contact", contact_id) is None:
        raise GoneMeanwhile
    hers = set(one_person.together(phone, contact_id))
    if _is_kept(phone, hers):
        raise KeptForArchive
    subjects, promises = _about(phone, hers)
    if any(promise.is_open or promise.in_conflict for promise in promises):
        raise SomethingIsOpen
    watch = [promise.watch_id for promise in promises if promise.watch_id]
    dispose(phone, _written_about(phone, subjects), reason, watch=watch)


def _is_kept(phone: Phone, hers: set[str]) -> bool:
    found = (records.record(phone.store, "contact", one) for one in hers)
    return any(one is not None and shown(one, "keep_for_archive") is True for one in found)


def dispose(phone: Phone, envelopes: Iterable[tuple[Circle, bytes]], reason: str, *, watch: list[str]) -> None:
    """(circle, id) of each. Raises NotAllowed, DisposalReasonMissing, and what stands in sync.client.errors."""
    _check(phone, reason)
    for part in _parts(sorted(envelopes, key=lambda one: (one[0].to_bytes(), one[1]))):
        phone.link.append(Kind.DISPOSED, envelopes=part, watch=watch, reason=reason.strip()[:REASON_CHARACTERS])


def _parts(envelopes: list[tuple[Circle, bytes]]) -> Iterator[dict[str, list[str]]]:
    """As many as one statement holds."""
    for start in range(0, len(envelopes), MOST_AT_ONCE):
        part: dict[str, list[str]] = defaultdict(list)
        for circle, id_ in envelopes[start : start + MOST_AT_ONCE]:
            part[circle.hex()].append(id_.hex())
        yield dict(part)


def _check(phone: Phone, reason: str) -> None:
    check_allowed(phone, Action.DISPOSE)
    if not reason.strip():
        raise DisposalReasonMissing


def _about(phone: Phone, hers: set[str]) -> tuple[set[Subject], list[FollowUp | Referral]]:
    """The records of a person, also those taken back, and what she was promised. `hers`: the ids of her contacts."""
    found: set[Subject] = {("contact", one) for one in hers}
    for kind in _OF_A_CONTACT:
        found |= {(kind, record["id"]) for record in _with(phone, kind, "contact_id", hers)}
    follow_ups = [FollowUp.from_record(one) for one in _with(phone, "follow_up", "contact_id", hers)]
    referrals = [Referral.from_record(one) for one in _with(phone, "referral", "contact_id", hers)]
    found |= _belonging(phone, "attempt", "follow_up_id", follow_ups)
    found |= _belonging(phone, "referral_content", "referral_id", referrals)
    return found, [*follow_ups, *referrals]


def _belonging(phone: Phone, kind: str, field: str, promised: Iterable[FollowUp | Referral]) -> set[Subject]:
    return {(kind, record["id"]) for record in _with(phone, kind, field, {one.id for one in promised})}


def _with(phone: Phone, kind: str, field: str, wanted: set[str]) -> Iterator[Record]:
    return (record for record in records.records(phone.store, kind) if shown(record, field) in wanted)


def _written_about(phone: Phone, subjects: set[Subject]) -> Iterator[tuple[Circle, bytes]]:
    for circle in places_of(phone, subjects):
        for envelope in kept_copies(phone, circle):
            if any(subject in subjects for subject, _ in changes_in(phone, envelope)):
                yield circle, envelope.id
