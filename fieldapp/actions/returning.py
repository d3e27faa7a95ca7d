"""A person who gets in touch herself, weeks later, with nothing but the code from the slip."""

from dataclasses import dataclass

from fieldapp.actions import one_person
from fieldapp.actions.action import Action, one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.births import fresh
from fieldapp.actions.consent_records import keep_consent
from fieldapp.actions.documenting import check_number
from fieldapp.actions.errors import CannotBeIdentified, GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.reads import log_read
from fieldapp.domain.consent import ConsentAnswer, ConsentHow, ConsentPurpose, GivenBy
from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import IdentityLevel
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.read_entry import ReadAction
from fieldapp.domain.visit_choices import AcuteAction, Need, Outcome, SupportGiven, VisitMode
from fieldapp.store import records
from sync.errors import FixAndRetry
from sync.protocol.circle import Circle


class CallIncomplete(FixAndRetry):
    """The call cannot be saved yet. Answer the questions that are marked, then save again."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Call:
    """What came of it: as little as of any visit, whether she gives a name now, and whether she may be contacted."""

    identity_level: IdentityLevel = IdentityLevel.ANONYMOUS
    name: str = ""
    phone: str = ""
    wants_contact: ConsentAnswer | None = None
    needs: tuple[Need, ...] = ()
    support_given: tuple[SupportGiven, ...] = ()
    acute_actions: tuple[AcuteAction, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the unanswered fields, in the order on the page."""
        answered = {
            "name": bool(self.name.strip()) or not self.identity_level.has_name,
            "needs": bool(self.needs),
            "support_given": bool(self.support_given),
            "acute_actions": bool(self.acute_actions),
            "wants_contact": self.wants_contact is not None,
        }
        return tuple(field for field, is_answered in answered.items() if not is_answered)


def note_call(phone: Phone, contact_id: str, call: Call) -> str:
    """A visit by telephone on the contact she has, also when its session is over; gives the visit's id.

    A name is written only because she gave it now, with her consent beside it.
    Raises CallIncomplete, CannotBeIdentified, NumberNeedsConsent, NotAllowed, GoneMeanwhile.
    """
    check_allowed(phone, Deed.CREATE_VISIT)
    if call.missing or call.wants_contact is None:
        raise CallIncomplete
    person = one_person.person(phone, contact_id)
    home = records.circle_of(phone.store, "contact", person.id) if person else None
    if person is None or home is None:
        raise GoneMeanwhile
    if person.is_protected or call.identity_level is IdentityLevel.PROTECTED:
        raise CannotBeIdentified
    written = call.identity_level.has_name or bool(call.phone.strip())
    check_number(phone, person.session_id, written=written, agreed=call.wants_contact is ConsentAnswer.YES)
    with phone.store.one_write():
        with one_action(phone) as action:
            _identify(action, home, person, call)
            _consent(action, home, person, call.wants_contact)
            visit_id = action.create(home, "visit", fresh(), **_visit(phone, person, call))
        log_read(phone, "contact", person.id, ReadAction.WRITE)
    return visit_id


def _identify(action: Action, home: Circle, person: Contact, call: Call) -> None:
    """Nobody becomes anonymous again by calling without a name."""
    said = {"phone": call.phone.strip()} if call.phone.strip() else {}
    if call.identity_level.has_name:
        said |= {"identity_level": call.identity_level, "name": call.name.strip()}
    if said:
        action.set(home, "contact", person.id, **said)


def _consent(action: Action, home: Circle, person: Contact, answer: ConsentAnswer) -> None:
    said = {"answer": answer, "given_by": GivenBy.PERSON, "how": ConsentHow.ORAL}
    keep_consent(action, home, person, ConsentPurpose.RECONTACT, **said)


def _visit(phone: Phone, person: Contact, call: Call) -> dict[str, object]:
    wants = call.wants_contact is ConsentAnswer.YES
    return {
        "session_id": person.session_id,
        "contact_id": person.id,
        "started_at": phone.now(),
        "mode": VisitMode.PHONE,
        "supporters": [phone.me.person.hex()],
        "needs": call.needs,
        "support_given": call.support_given,
        "acute_actions": call.acute_actions,
        "outcome": Outcome.FOLLOW_UP_BY_US if wants else Outcome.INFORMATION_GIVEN,
        "returning_code": person.code,
    }
