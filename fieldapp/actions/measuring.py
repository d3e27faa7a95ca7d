"""The figures of a session, or of all sessions of one incident together."""

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress

from fieldapp.actions import deviating, late, one_person
from fieldapp.actions.errors import NotAllowed
from fieldapp.actions.evaluating import may_evaluate
from fieldapp.actions.phone import Phone
from fieldapp.actions.queue import follow_ups, referrals
from fieldapp.actions.sessions import incident_of
from fieldapp.actions.visits import contacts, valid_visits
from fieldapp.domain import figures as domain
from fieldapp.domain.activation_reason import ActivationReason
from fieldapp.domain.attempt import Attempt
from fieldapp.domain.contact import Contact
from fieldapp.domain.figures import Figures, Times, Work
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.merge import shown
from fieldapp.domain.recipient import Recipient, RecipientType
from fieldapp.domain.referral import Referral, ReferralContent
from fieldapp.domain.session import Session
from fieldapp.domain.tally import TallyGroup, counts
from fieldapp.domain.visit import Visit
from fieldapp.store import records


def figures(phone: Phone, session_ids: Collection[str]) -> Figures:
    """`session_ids`: one session, or those that are linked to one incident. Raises NotAllowed."""
    if not may_evaluate(phone):
        raise NotAllowed
    return domain.figures(work_of(phone, session_ids))


def work_of(phone: Phone, session_ids: Collection[str]) -> Work:
    """What was done in these sessions, as far as it can be read here."""
    visits = tuple(visit for visit in valid_visits(phone) if visit.session_id in session_ids)
    promised = tuple(one for one in follow_ups(phone) if one.session_id in session_ids)
    return Work(
        times=_times(phone, session_ids),
        visits=visits,
        contacts=_contacts(phone, visits, promised),
        follow_ups=promised,
        attempts=tuple(Attempt.from_record(record) for record in records.records(phone.store, "attempt")),
        known=one_person.known(phone),
        zone=phone.zone,
        heads=_heads(phone, session_ids),
        written_off=sum(_written_off(phone, session) for session in session_ids),
        late=sum(late.visits_of(phone, session) for session in session_ids),
        reasons=_reasons(phone, session_ids),
        deviations=len(deviating.deviations(phone, session_ids)),
        referrals=tuple(_referrals(phone, session_ids)),
    )


def _referrals(phone: Phone, session_ids: Collection[str]) -> Iterator[tuple[RecipientType, Referral]]:
    """To whom is only known where the person's own record can be read; the others count as to somebody else."""
    kinds = {one["id"]: Recipient.from_record(one).type for one in records.records(phone.store, "recipient")}
    contents = records.each(phone.store, "referral_content", ReferralContent.from_record)
    to = {one.referral_id: kinds.get(one.recipient, RecipientType.OTHER) for one in contents}
    for one in referrals(phone):
        if one.session_id in session_ids:
            yield to.get(one.id, RecipientType.OTHER), one


def _contacts(phone: Phone, visits: tuple[Visit, ...], promised: tuple[FollowUp, ...]) -> dict[str, Contact]:
    """The persons of these sessions, joined as they are known to be."""
    ours = {visit.contact_id for visit in visits} | {one.contact_id for one in promised}
    known = one_person.known(phone)
    persons = {known.survivor(contact) for contact in ours}
    whole = {person: one_person.person(phone, person) for person in persons if len(known.together(person)) > 1}
    plain = {contact.id: contact for contact in contacts(phone) if contact.id in persons}
    return plain | {person: found for person, found in whole.items() if found}


def _times(phone: Phone, session_ids: Collection[str]) -> Times:
    """The earliest of each link of the chain."""
    incidents = [found for session in session_ids if (found := incident_of(phone, session))]
    sessions = [records.record(phone.store, "session", session) for session in session_ids]
    opened = [at for record in sessions if record and (at := Session.from_record(record).opened_at)]
    return Times(
        occurred_at=min((one.occurred_at for one in incidents if one.occurred_at), default=None),
        alarm_at=min((one.alarm_received_at for one in incidents if one.alarm_received_at), default=None),
        activated_at=min((one.activated_at for one in incidents if one.activated_at), default=None),
        opened_at=min(opened, default=None),
    )


def _reasons(phone: Phone, session_ids: Collection[str]) -> tuple[ActivationReason, ...]:
    """Each that was given for any of them."""
    incidents = [found for session in session_ids if (found := incident_of(phone, session))]
    return tuple(one for one in ActivationReason if any(one in found.activation_reasons for found in incidents))


def _heads(phone: Phone, session_ids: Collection[str]) -> Counter[TallyGroup]:
    """Each session's own count never goes below nought, so they are counted one by one."""
    total: Counter[TallyGroup] = Counter()
    for session in session_ids:
        taps = (tap for tap in records.records(phone.store, "tally") if shown(tap, "session_id") == session)
        total.update(counts(taps))
    return total


def _written_off(phone: Phone, session: str) -> int:
    with suppress(KeyError):
        return len(phone.roster.sessions[bytes.fromhex(session)].written_off)
    return 0
