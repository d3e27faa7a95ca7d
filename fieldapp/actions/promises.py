"""Agreeing with a person when we will be in touch, or that we will not."""

from collections.abc import Iterable

from fieldapp.actions import one_person
from fieldapp.actions.action import Action, one_action
from fieldapp.actions.births import fresh
from fieldapp.actions.board_settings import settings
from fieldapp.actions.consent_records import keep_consent
from fieldapp.actions.documenting import check_number
from fieldapp.actions.errors import FollowUpIncomplete, GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import incident_of
from fieldapp.actions.views import AgreedFollowUp, SlipView
from fieldapp.domain import follow_up_form, windows
from fieldapp.domain.consent import ConsentAnswer, ConsentHow, ConsentPurpose, GivenBy
from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import ContactWay
from fieldapp.domain.correction import CorrectionKind
from fieldapp.domain.follow_up import FollowUp, FollowUpKind, FollowUpResult
from fieldapp.domain.follow_up_form import FollowUpForm
from fieldapp.domain.incident import Violence
from fieldapp.domain.merge import shown
from fieldapp.domain.visit_choices import Outcome
from fieldapp.domain.windows import DueWindow, Proposal
from fieldapp.store import drafts, records
from sync.protocol.circle import Circle, CircleKind

WATCH_ID_BYTES = 16


def proposals(phone: Phone, contact_id: str) -> tuple[Proposal, ...]:
    """The windows to offer, anchored on the day of the incident, or on today while that is not known here."""
    incident = incident_of(phone, contact_of(phone, contact_id).session_id)
    today, days = phone.today(), settings(phone).windows_for(incident.type if incident else None)
    if incident is None or incident.occurred_at is None:
        return windows.proposed(Violence.YES, today, today, windows=days)
    occurred_on = incident.occurred_at.astimezone(phone.zone).date()
    return windows.proposed(incident.intentional_violence, occurred_on, today, windows=days)


def agree(phone: Phone, contact_id: str, form: FollowUpForm) -> AgreedFollowUp:
    """Saves the way to reach the person, the consent and the promise as one change.

    Raises FollowUpIncomplete, NumberNeedsConsent.
    """
    offered = proposals(phone, contact_id)
    window = follow_up_form.window(form, offered)
    if follow_up_form.missing(form, today=phone.today()) or window is None:
        raise FollowUpIncomplete
    contact, answers = contact_of(phone, contact_id), follow_up_form.contact_answers(form)
    agreed = form.wants is ConsentAnswer.YES
    check_number(phone, contact.session_id, written="phone" in answers, agreed=agreed)
    with one_action(phone) as action:
        _keep_contact_way(action, contact, form)
        _keep_consent(action, contact, form.wants or ConsentAnswer.NOT_ASKED)
        follow_up_id = promise(action, contact, form, window)
        drafts.discard(action.write, draft_name(contact_id))
    way, best = form.contact_way or ContactWay.PERSON_CONTACTS_US, form.best_time
    return AgreedFollowUp(follow_up_id, contact_id, contact.code, window, way, best)


def decline(phone: Phone, contact_id: str, recontact: FollowUpKind | None) -> None:
    """The person does not want to now. `recontact`: when we may ask again, None when never."""
    contact = contact_of(phone, contact_id)
    answer = ConsentAnswer.YES if recontact else ConsentAnswer.NO
    window = _window_of(phone, contact_id, recontact)
    with one_action(phone) as action:
        _keep_consent(action, contact, answer)
        _keep_outcome(action, contact, Outcome.DECLINED_MAY_RECONTACT if recontact else Outcome.DECLINED)
        if recontact and window:
            promise(action, contact, FollowUpForm(kind=recontact), window)
        drafts.discard(action.write, draft_name(contact_id))


def draft_name(contact_id: str) -> str:
    return f"{drafts.FOLLOW_UP}{contact_id}"


def slip(phone: Phone, contact_id: str) -> SlipView:
    """What the person takes home: the code and when we will be in touch, never why."""
    contact = contact_of(phone, contact_id)
    promised = [follow_up for follow_up in follow_ups_of(phone, contact_id) if follow_up.is_open and follow_up.window]
    latest = min((follow_up.window.latest for follow_up in promised if follow_up.window), default=None)
    return SlipView(contact.code, "", latest, contact.best_time)


def contact_of(phone: Phone, contact_id: str) -> Contact:
    """Raises GoneMeanwhile."""
    record = records.record(phone.store, "contact", contact_id)
    if record is None:
        raise GoneMeanwhile
    return Contact.from_record(record)


def follow_ups_of(phone: Phone, contact_id: str) -> list[FollowUp]:
    """The person's, whichever of her contacts they were promised to."""
    hers = one_person.together(phone, contact_id)
    return [follow_up for follow_up in one_person.follow_ups(phone) if follow_up.contact_id in hers]


def promise(action: Action, contact: Contact, form: FollowUpForm, window: DueWindow) -> str:
    """A new follow-up and its watch line. A protected person's goes where coordinators see that it exists."""
    phone = action.phone
    watch_id = phone.random(WATCH_ID_BYTES).hex()
    circle = queue_circle(phone, contact)
    links = {"contact_id": contact.id, "session_id": contact.session_id, "code": contact.code}
    fields = follow_up_form.follow_up_answers(form, window) | links
    words = str(fields.pop("agreement")) if contact.is_protected else ""
    follow_up_id = action.create(
        circle, "follow_up", fresh(), **fields, watch_id=watch_id, watch_rev=1, protected=contact.is_protected
    )
    if words:
        _keep_words_with_her(action, contact, follow_up_id, words)
    action.watch(circle, watch_id, 1, window.latest, is_open=True)
    return follow_up_id


def _keep_words_with_her(action: Action, contact: Contact, follow_up_id: str, words: str) -> None:
    """What was agreed with a protected person is read with the rest of her, and not where only her code is."""
    about = {"contact_id": contact.id, "about_type": "follow_up", "about_id": follow_up_id}
    said = {"kind": CorrectionKind.OTHER, "words": words, "at": action.phone.now(), "by": action.phone.me.person.hex()}
    action.create(home_of(action, contact), "correction", fresh(), **about, **said)


def end_follow_up(action: Action, home: Circle, follow_up: FollowUp, result: FollowUpResult) -> None:
    """Whether it may end so is the caller's to check."""
    ended = {"state": result.state, "result": result, "watch_rev": follow_up.watch_rev + 1}
    action.set(home, "follow_up", follow_up.id, **ended)
    _close_watch(action, home, follow_up)


def _close_watch(action: Action, home: Circle, follow_up: FollowUp) -> None:
    latest = follow_up.window.latest if follow_up.window else action.phone.today()
    if follow_up.watch_id:
        action.watch(home, follow_up.watch_id, follow_up.watch_rev + 1, latest, is_open=False)


def queue_circle(phone: Phone, contact: Contact) -> Circle:
    """Where coordinators see that something is promised to this person."""
    home = records.circle_of(phone.store, "contact", contact.id)
    if home is None or home.kind is CircleKind.PROTECTED or contact.is_protected:
        return Circle.own(bytes.fromhex(contact.session_id), phone.id)
    return home


def home_of(action: Action, contact: Contact) -> Circle:
    return records.circle_of(action.write, "contact", contact.id) or queue_circle(action.phone, contact)


def _keep_contact_way(action: Action, contact: Contact, form: FollowUpForm) -> None:
    if answers := follow_up_form.contact_answers(form):
        if contact.is_protected:
            answers.pop("phone", None)
        action.set(home_of(action, contact), "contact", contact.id, **answers)


def _keep_consent(action: Action, contact: Contact, answer: ConsentAnswer) -> None:
    said = {"answer": answer, "given_by": GivenBy.PERSON, "how": ConsentHow.ORAL}
    keep_consent(action, home_of(action, contact), contact, ConsentPurpose.RECONTACT, **said)


def _keep_outcome(action: Action, contact: Contact, outcome: Outcome) -> None:
    """Corrects what the newest visit said would happen next."""
    phone = action.phone
    hers = one_person.together(phone, contact.id)
    visits = [visit for visit in records.records(phone.store, "visit") if shown(visit, "contact_id") in hers]
    newest = max(visits, key=lambda visit: str(shown(visit, "started_at")), default=None)
    home = records.circle_of(action.write, "visit", newest["id"]) if newest else None
    if newest and home:
        action.set(home, "visit", newest["id"], outcome=outcome)


def _window_of(phone: Phone, contact_id: str, kind: FollowUpKind | None) -> DueWindow | None:
    offered: Iterable[Proposal] = proposals(phone, contact_id)
    found = next((offer.window for offer in offered if offer.kind is kind), None)
    return found or next((offer.window for offer in offered), None)
