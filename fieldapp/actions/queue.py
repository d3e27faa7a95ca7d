"""Who needs a call: code, kind, date and priority, and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from fieldapp.actions import one_person
from fieldapp.actions.allowed import check_role
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.safety import states
from fieldapp.actions.sessions import incident_of, view
from fieldapp.actions.views import AttemptRow, FollowUpCard, QueueRow, QueueView, SafetyState
from fieldapp.actions.visits import codes_of, contacts
from fieldapp.domain.attempt import Attempt
from fieldapp.domain.codes import parse_contact_code
from fieldapp.domain.follow_up import FollowUp, may_be_unreachable
from fieldapp.domain.merge import Record, shown
from fieldapp.domain.permissions import Action
from fieldapp.domain.queue import QueueItem, referral_items
from fieldapp.domain.queue import queue as in_order
from fieldapp.domain.referral import Referral
from fieldapp.domain.windows import DueWindow
from fieldapp.store import records, server_contact

_READ = ("contact", "follow_up", "duplicate")


def queue(phone: Phone) -> QueueView:
    """Worked out again only when something in it has changed: every screen that shows a count asks for it.

    Raises NotAllowed.
    """
    check_role(phone, Action.SEE_WORK_LIST)
    away = [replace(one, contact_id=one_person.survivor(phone, one.contact_id)) for one in referrals(phone)]
    referred = tuple(referral_items(away, codes_of(phone), phone.now(), phone.zone))
    beside = (phone.today(), referred, phone.roster.head)
    view = phone.store.derived_of_several("queue", _READ, beside, partial(_queue, phone, referred))
    return replace(view, fetched_at=server_contact.last(phone.store).at)


def _queue(phone: Phone, referred: tuple[QueueItem, ...]) -> QueueView:
    people, who = contacts(phone), partial(one_person.survivor, phone)
    found = in_order(
        [_of(one, who(one.contact_id)) for one in follow_ups(phone) if one.is_open],
        codes_of(phone),
        phone.today(),
        protected_contacts={who(contact.id) for contact in people if contact.is_protected},
        away=referred,
    )
    conflicted = {who(contact.id) for contact in people if contact.in_conflict}
    labels, today = phone.labels(), phone.today()
    made = {item: _row(phone, item, labels, today, conflicted) for item in found.items}
    return QueueView(**{kind: tuple(made[item] for item in getattr(found, kind)) for kind in _KINDS}, fetched_at=None)


_KINDS = ("overdue", "unanswered", "due", "coming", "unclaimed")


def _of(one: FollowUp, survivor: str) -> FollowUp:
    return one if one.contact_id == survivor else replace(one, contact_id=survivor)


def follow_ups(phone: Phone) -> list[FollowUp]:
    return one_person.follow_ups(phone)


def referrals(phone: Phone) -> list[Referral]:
    return records.each(phone.store, "referral", Referral.from_record)


def _row(phone: Phone, item: QueueItem, labels: Mapping[str, str], today: date, conflicted: set[str]) -> QueueRow:
    return QueueRow(
        follow_up_id=item.follow_up_id,
        contact_id=item.contact_id,
        code=item.code,
        kind=item.kind,
        priority=item.priority,
        due=item.state,
        window=item.window or DueWindow(today, today, today),
        owner=phone.board_name,
        contact_person=labels.get(item.contact_person, ""),
        in_conflict=item.in_conflict or item.contact_id in conflicted,
        protected=item.protected,
        referral_id=item.referral_id,
        unanswered=item.unanswered,
    )


def _unknown_dates(phone: Phone) -> DueWindow:
    """A promise whose dates cannot be read is shown as due today: somebody has to look."""
    return DueWindow(phone.today(), phone.today(), phone.today())


def card(phone: Phone, follow_up_id: str) -> FollowUpCard:
    """What may be seen without opening the person. Raises GoneMeanwhile."""
    follow_up = follow_up_of(phone, follow_up_id)
    contact = one_person.person(phone, follow_up.contact_id)
    tries = attempts_of(phone, follow_up_id)
    safe = states(phone)
    incident = incident_of(phone, follow_up.session_id)
    occurred = incident.occurred_at if incident else None
    return FollowUpCard(
        follow_up_id=follow_up.id,
        contact_id=contact.id if contact else follow_up.contact_id,
        code=contact.code if contact else follow_up.code,
        session_code=view(phone, follow_up.session_id).code if follow_up.session_id else "",
        kind=follow_up.kind,
        priority=follow_up.priority,
        state=follow_up.state,
        due=follow_up.due_state(phone.today()),
        window=follow_up.window or _unknown_dates(phone),
        incident_on=occurred.astimezone(phone.zone).date() if occurred else None,
        owner=phone.board_name,
        contact_person=phone.label_of(follow_up.contact_person),
        attempts=tuple(_attempt_row(phone, record, safe) for record in tries),
        unreachable_allowed=may_be_unreachable(follow_up, map(Attempt.from_record, tries), zone=phone.zone),
        message_allowed=contact.ok_leave_message if contact else None,
        agreed=follow_up.agreement,
        safety=safe.get(follow_up.id, SafetyState.RECEIPTED),
    )


def follow_up_of(phone: Phone, follow_up_id: str) -> FollowUp:
    """Raises GoneMeanwhile."""
    record = records.record(phone.store, "follow_up", follow_up_id)
    if record is None:
        raise GoneMeanwhile
    return one_person.as_it_stands(phone, record)


def attempts_of(phone: Phone, follow_up_id: str) -> list[Record]:
    """The valid tries of one follow-up, the newest first."""
    tries = [
        record
        for record in records.records(phone.store, "attempt")
        if shown(record, "follow_up_id") == follow_up_id and shown(record, "voided") is not True
    ]
    return sorted(tries, key=lambda record: str(shown(record, "at")), reverse=True)


def _attempt_row(phone: Phone, record: Record, safe: dict[str, SafetyState]) -> AttemptRow:
    attempt = Attempt.from_record(record)
    by = phone.label_of(str(shown(record, "by", "")))
    state = safe.get(attempt.id, SafetyState.RECEIPTED)
    return AttemptRow(attempt.at or phone.now(), attempt.way, attempt.result, by, state)


def find_by_code(phone: Phone, typed: str) -> str | None:
    """The id of the person with this code, also one that became an alias. Raises domain.codes.CodeMistyped."""
    code = parse_contact_code(typed, prefix=phone.prefix)
    found = [contact.id for contact in contacts(phone) if contact.answers_to(code)]
    stubs = [follow_up.contact_id for follow_up in follow_ups(phone) if follow_up.code == code]
    stubs += [referral.contact_id for referral in referrals(phone) if referral.code == code]
    first = next(iter(found + stubs), None)
    return one_person.survivor(phone, first) if first else None
