"""Preparing a referral together with the person, and preparing the next when the first led nowhere."""

from datetime import timedelta
from typing import Final

from fieldapp.actions.action import Action, one_action
from fieldapp.actions.allowed import allowed, scope_of
from fieldapp.actions.births import fresh
from fieldapp.actions.consent_records import keep_consent, shareable
from fieldapp.actions.errors import GoneMeanwhile, NotAllowed, ReferralIncomplete
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import WATCH_ID_BYTES, contact_of, end_follow_up, home_of, promise, queue_circle
from fieldapp.actions.queue import attempts_of, follow_up_of
from fieldapp.actions.recipients import recipient_of
from fieldapp.actions.referral_records import referral_of
from fieldapp.domain.attempt import Attempt
from fieldapp.domain.consent import ConsentPurpose
from fieldapp.domain.contact import Contact
from fieldapp.domain.follow_up import FollowUpKind, FollowUpResult, OwnerQueue, check_result
from fieldapp.domain.follow_up_form import FollowUpForm
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.permissions import Scope
from fieldapp.domain.referral import Referral, check_move
from fieldapp.domain.referral_choices import ReferralState
from fieldapp.domain.referral_form import ReferralForm
from fieldapp.domain.windows import DueWindow
from fieldapp.store import drafts, records
from sync.protocol.circle import Circle

FAMILY_TOLD_WITHIN: Final = timedelta(days=7)


def draft_name(contact_id: str) -> str:
    return f"{drafts.REFERRAL}{contact_id}"


def refer(
    phone: Phone, contact_id: str, form: ReferralForm, *, instead_of: str = "", ends: str = "", tell_family: str = ""
) -> str:
    """A referral with what was said about it, as one change; gives its id. Nothing is sent by it.

    `instead_of`: the referral that led nowhere, which ends as redirected; `tell_family`, the words of an early extra
    follow-up, goes with it. `ends`: the follow-up in which it was agreed. Whoever may not send proposes.
    Raises NotAllowed, ReferralIncomplete, ReferralMoveNotPossible, GoneMeanwhile.
    """
    if scope_of(phone, Deed.SEND_REFERRAL) is Scope.NO or (instead_of and not may_send(phone)):
        raise NotAllowed
    if form.missing:
        raise ReferralIncomplete
    recipient_of(phone, form.recipient)
    contact, before = contact_of(phone, contact_id), referral_of(phone, instead_of) if instead_of else None
    if before:
        check_move(before, ReferralState.REDIRECTED)
    with one_action(phone) as action:
        referral_id = _create(action, contact, form, instead_of)
        _keep_words(action, contact, form)
        if before:
            change(action, before, state=ReferralState.REDIRECTED, redirected_to=referral_id)
            _tell_family(action, contact, tell_family)
        if ends:
            _end(action, ends)
        drafts.discard(action.write, draft_name(contact_id))
    return referral_id


def may_send(phone: Phone) -> bool:
    return allowed(phone, Deed.SEND_REFERRAL)


def change(action: Action, referral: Referral, /, **fields: object) -> None:
    """Changes what the queue knows of a referral, and lets the server count it anew. Raises GoneMeanwhile."""
    home = records.circle_of(action.write, "referral", referral.id)
    if home is None:
        raise GoneMeanwhile
    action.set(home, "referral", referral.id, **fields, watch_rev=referral.watch_rev + 1)
    _watch(action, home, referral.id)


def _create(action: Action, contact: Contact, form: ReferralForm, instead_of: str) -> str:
    phone = action.phone
    circle = queue_circle(phone, contact)
    referral_id = action.create(
        circle,
        "referral",
        fresh(),
        contact_id=contact.id,
        session_id=contact.session_id,
        code=contact.code,
        priority=form.priority,
        state=ReferralState.DRAFT,
        owner_queue=OwnerQueue.DISTRICT,
        contact_person=phone.me.person.hex() if may_send(phone) else "",
        proposed_at=phone.now(),
        redirected_from=instead_of,
        watch_id=phone.random(WATCH_ID_BYTES).hex(),
        watch_rev=1,
        protected=contact.is_protected,
    )
    _watch(action, circle, referral_id)
    action.create(
        home_of(action, contact),
        "referral_content",
        referral_id,
        referral_id=referral_id,
        contact_id=contact.id,
        recipient=form.recipient,
        need=form.need,
        content=shareable(contact, form.content),
    )
    return referral_id


def _keep_words(action: Action, contact: Contact, form: ReferralForm) -> None:
    said = {"answer": form.answer, "given_by": form.given_by, "how": form.how, "recipient": form.recipient}
    content = shareable(contact, form.content)
    keep_consent(action, home_of(action, contact), contact, ConsentPurpose.REFERRAL, content=content, **said)


def _watch(action: Action, home: Circle, referral_id: str) -> None:
    record = records.in_write(action.write, "referral", referral_id)
    now = Referral.from_record(record) if record else None
    if now and now.watch_id:
        latest = now.watch_day(action.phone.zone, action.phone.today())
        action.watch(home, now.watch_id, now.watch_rev, latest, is_open=now.is_open)


def _tell_family(action: Action, contact: Contact, words: str) -> None:
    if words:
        today = action.phone.today()
        window = DueWindow(today, today, today + FAMILY_TOLD_WITHIN)
        promise(action, contact, FollowUpForm(kind=FollowUpKind.EARLY, agreement=words), window)


def _end(action: Action, follow_up_id: str) -> None:
    phone = action.phone
    follow_up, home = follow_up_of(phone, follow_up_id), records.circle_of(action.write, "follow_up", follow_up_id)
    tries = map(Attempt.from_record, attempts_of(phone, follow_up_id))
    check_result(follow_up, tries, FollowUpResult.REFERRED, zone=phone.zone)
    if home is None:
        raise GoneMeanwhile
    end_follow_up(action, home, follow_up, FollowUpResult.REFERRED)
