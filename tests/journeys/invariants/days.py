"""Days at a board: whatever anybody may do, in any order, with and without contact with the server."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fieldapp.actions import (
    closing,
    consenting,
    corrections,
    disposals,
    disposing,
    duplicates,
    extracts,
    handing_on,
    late,
    leaving,
    persons,
    promises,
    queue,
    referral_records,
    referral_steps,
    referring,
    returning,
    visits,
    week,
)
from fieldapp.actions.errors import CannotBeHandedOn, CannotBeIdentified, NotAllowed, NotAssigned
from fieldapp.actions.phone import Phone
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.consent import Basis, ConsentAnswer, ConsentContent, ConsentHow, GivenBy
from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import (
    AffectedAs,
    AgeBand,
    ContactStatus,
    ContactWay,
    IdentityLevel,
    ProtectedGrade,
)
from fieldapp.domain.correction import CorrectionKind
from fieldapp.domain.follow_up import FollowUp, FollowUpKind, FollowUpResult
from fieldapp.domain.follow_up_form import FollowUpForm
from fieldapp.domain.referral import Referral
from fieldapp.domain.referral_choices import ReferralChannel, ReferralEnding, ReferralState
from fieldapp.domain.referral_consent import BasisNeedsSupervisor
from fieldapp.domain.referral_form import ReferralForm
from fieldapp.domain.visit_choices import AcuteAction, FollowUpReason, LeftWith, Need, Outcome, Reaction, SupportGiven
from fieldapp.domain.visit_form import VisitForm
from fieldapp.store import outbox
from sync.client.errors import Refused
from sync.errors import FixAndRetry
from sync.protocol.framing import pack_push
from sync.protocol.members import SessionState
from tests.journeys.invariants.office import CASEWORKERS, COORDINATORS, EVERYBODY, SUPERVISOR, SUPPORTERS, Office
from tests.journeys.invariants.properties import ANY_TIME, AT_THE_END, WHEN_QUIET, let_down, may_be_sent
from tests.journeys.invariants.truth import NAME, NOTE, NUMBER, Sent, Truth, numbers_on
from tests.journeys.people import Hands

One = TypeVar("One")
ROUNDS_UNTIL_QUIET = 3
SAID_NO = (FixAndRetry, NotAllowed, NotAssigned, CannotBeHandedOn, CannotBeIdentified, BasisNeedsSupervisor, Refused)
"""What somebody may be told who asked for something that cannot be now; anything else is a fault."""
WHO, WORKER, NUMBERED = st.sampled_from(EVERYBODY), st.sampled_from(CASEWORKERS), st.integers(0, 30)
CHILDREN, GROWN = (AgeBand.AGE_6_12, AgeBand.AGE_13_15), (AgeBand.AGE_18_29, AgeBand.AGE_65_PLUS)
KINDS = st.sampled_from((FollowUpKind.EARLY, FollowUpKind.ONE_MONTH, FollowUpKind.THREE_MONTHS))
GIVERS = st.sampled_from((GivenBy.PERSON, GivenBy.GUARDIAN, GivenBy.OTHER_GUARDIAN, GivenBy.BOTH_GUARDIANS))
STEPS = st.sampled_from(
    (
        ReferralState.RECEIVED,
        ReferralState.CONTACT_ESTABLISHED,
        ReferralState.CLOSED,
        ReferralState.RETURNED,
        ReferralState.UNREACHABLE,
        ReferralState.DECLINED_BY_PERSON,
        ReferralState.CLOSED_BY_COORDINATOR,
    )
)
LEVELS = st.sampled_from(
    (IdentityLevel.ANONYMOUS, IdentityLevel.FIRST_NAME, IdentityLevel.IDENTIFIED, IdentityLevel.PROTECTED)
)


def nth(found: Iterable[One], number: int) -> One | None:
    """One of them, the same every time; None when there is none."""
    there = list(found)
    return there[number % len(there)] if there else None


class Days(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.office = Office()
        self.moved = False
        self.truth = Truth(took_over=[self.office.founded.persons[COORDINATORS[0]]])

    @initialize()
    def first_evening(self) -> None:
        """What each invariant is about is tried once in all days, whatever else comes."""
        adult, yes, no_way = GROWN[0], Outcome.FOLLOW_UP_BY_US, None
        self.meet("anna", 0, IdentityLevel.FIRST_NAME, CHILDREN[0], yes, True, no_way, None)
        self.meet("berit", 1, IdentityLevel.IDENTIFIED, adult, yes, False, no_way, None)
        self.refer("siv", 0, 1, ConsentAnswer.NOT_ASKED, GivenBy.PERSON, None)
        self.send("siv", 0)
        self._both_write("siv")
        self.take("siv", 0)
        self.dispose(0, False, True)

    def _both_write(self, coordinator: str) -> None:
        """A number that was told on the telephone, and another told to the supporter, before either has heard."""
        known = {contact.id for contact in self.people(coordinator)}
        numbered = enumerate(self.follow_ups(coordinator))
        place, promised = next((place, one) for place, one in numbered if one.contact_id in known)
        self.call_her(coordinator, place, AttemptResult.WRONG_NUMBER, True)
        for who in SUPPORTERS:
            if promised.contact_id in {contact.id for contact in self.people(who)}:
                phone = self.hands(who).phone
                self.doing(who, promises.agree, phone, promised.contact_id, self.call(FollowUpKind.ONE_MONTH))

    # Meeting people

    @rule(
        who=st.sampled_from((*SUPPORTERS, *SUPPORTERS, COORDINATORS[0])),
        session=st.integers(0, 1),
        level=LEVELS,
        age=st.sampled_from((*CHILDREN, *GROWN)),
        outcome=st.sampled_from(Outcome),
        alone=st.booleans(),
        left_with=st.sampled_from((None, *LeftWith)),
        again=st.none() | NUMBERED,
    )
    def meet(self, who, session, level, age, outcome, alone, left_with, again) -> None:
        phone = self.hands(who).phone
        known = nth(self.people(who), again) if again is not None else None
        form = VisitForm(
            identity_level=level,
            name=f"Amina {NAME}",
            protected_grade=ProtectedGrade.CONFIDENTIALITY_MARKING if level is IdentityLevel.PROTECTED else None,
            contact_way=ContactWay.PERSON_CONTACTS_US if level is IdentityLevel.PROTECTED else None,
            age_band=age,
            affected_as=AffectedAs.WITNESS,
            needs=(Need.TALK,),
            support_given=(SupportGiven.LISTENING,),
            acute_actions=(AcuteAction.NO_DANGER,),
            reactions=(Reaction.FEAR,),
            followup_reasons=(FollowUpReason.DIRECT_WITNESS,),
            outcome=outcome,
            note=f"{NOTE} {self.truth.next()}",
            info_given=True,
            child_alone=alone if age in CHILDREN else None,
            left_with=left_with,
            returning_code=known.code if known else "",
        )
        saved = self.doing(
            who, visits.register_visit, phone, self.office.founded.sessions[session], visits.new_code(phone), form
        )
        if saved is not None:
            self.truth.forms[saved.visit_id] = form
            if form.is_child and form.child_alone and form.left_with is None:
                self.truth.unfinished_children.append(saved.visit_id)

    @rule(who=WHO, person=NUMBERED, kind=KINDS)
    def agree(self, who, person, kind) -> None:
        if contact := nth(self.people(who), person):
            self.doing(who, promises.agree, self.hands(who).phone, contact.id, self.call(kind))

    @rule(who=WHO, person=NUMBERED, again=st.none() | KINDS)
    def decline(self, who, person, again) -> None:
        if contact := nth(self.people(who), person):
            self.doing(who, promises.decline, self.hands(who).phone, contact.id, again)

    @rule(who=WORKER, person=NUMBERED, wants=st.sampled_from((ConsentAnswer.YES, ConsentAnswer.NO)))
    def hear_from_her(self, who, person, wants) -> None:
        call = returning.Call(
            wants_contact=wants,
            phone=self.number(),
            needs=(Need.TALK,),
            support_given=(SupportGiven.INFORMATION,),
            acute_actions=(AcuteAction.NO_DANGER,),
        )
        if contact := nth(self.people(who), person):
            self.doing(who, returning.note_call, self.hands(who).phone, contact.id, call)

    # Calling them

    @rule(who=WHO, promise=NUMBERED, result=st.sampled_from(AttemptResult), new=st.booleans())
    def call_her(self, who, promise, result, new) -> None:
        if found := nth(self.follow_ups(who), promise):
            number = self.number() if new else ""
            self.doing(who, persons.record_attempt, self.hands(who).phone, found.id, ContactWay.PHONE, result, number)

    @rule(who=WHO, promise=NUMBERED, result=st.sampled_from(FollowUpResult), kind=KINDS)
    def end(self, who, promise, result, kind) -> None:
        following = self.call(kind) if result is FollowUpResult.CONTINUED_NEED else None
        if found := nth(self.follow_ups(who), promise):
            self.doing(who, persons.set_result, self.hands(who).phone, found.id, result, following)

    @rule(who=WHO, promise=NUMBERED)
    def take(self, who, promise) -> None:
        if found := nth(self.follow_ups(who), promise):
            self.doing(who, persons.take, self.hands(who).phone, found.id)

    # Referring them

    @rule(
        who=WHO,
        person=NUMBERED,
        recipient=st.integers(0, 1),
        answer=st.sampled_from(ConsentAnswer),
        given_by=GIVERS,
        instead_of=st.none() | NUMBERED,
    )
    def refer(self, who, person, recipient, answer, given_by, instead_of) -> None:
        form = ReferralForm(
            recipient=self.office.founded.recipients[recipient],
            need=Need.HEALTH_CARE,
            content=(ConsentContent.NAME, ConsentContent.PHONE),
            answer=answer,
            given_by=given_by,
        )
        before = nth(self.referrals(who), instead_of) if instead_of is not None else None
        if contact := nth(self.people(who), person):
            led_nowhere = before.id if before and before.contact_id == contact.id else ""
            self.doing(who, referring.refer, self.hands(who).phone, contact.id, form, instead_of=led_nowhere)

    @rule(who=WHO, referral=NUMBERED, given_by=GIVERS, answer=st.sampled_from((ConsentAnswer.YES, ConsentAnswer.NO)))
    def ask(self, who, referral, given_by, answer) -> None:
        if found := nth(self.referrals(who), referral):
            phone = self.hands(who).phone
            self.doing(who, consenting.record_consent, phone, found.id, given_by, answer, ConsentHow.ORAL)

    @rule(who=WORKER, referral=NUMBERED)
    def decide_without_consent(self, who, referral) -> None:
        if found := nth(self.referrals(who), referral):
            self.doing(who, consenting.record_basis, self.hands(who).phone, found.id, Basis.HARM_TEST, "Prövat")

    @rule(who=WHO, referral=NUMBERED)
    def send(self, who, referral) -> None:
        found = nth(self.referrals(who), referral)
        if found is None:
            return
        phone, at = self.hands(who).phone, self.office.time
        agreed = self.is_agreed(phone, found)
        if self.doing(who, referral_steps.send, phone, found.id, (ReferralChannel.PHONE,), gives=True):
            self.truth.sent.append(Sent(found.id, at, agreed))

    @rule(who=WORKER, referral=NUMBERED, to=STEPS)
    def step(self, who, referral, to) -> None:
        ending = ReferralEnding.HELPED_ELSEWHERE if to is ReferralState.CLOSED_BY_COORDINATOR else None
        if found := nth(self.referrals(who), referral):
            self.doing(who, referral_steps.step, self.hands(who).phone, found.id, to, ending=ending)

    @rule(who=WORKER, referral=NUMBERED, which=st.sampled_from((consenting.withdraw, consenting.recipient_told)))
    def take_a_yes_back(self, who, referral, which) -> None:
        if found := nth(self.referrals(who), referral):
            self.doing(who, which, self.hands(who).phone, found.id)

    # Putting right what is written

    @rule(who=WHO, person=NUMBERED)
    def correct(self, who, person) -> None:
        contact, words = nth(self.people(who), person), f"{NOTE} {self.truth.next()}"
        visit = nth(visits.visits_of(self.hands(who).phone, contact.id), 0) if contact else None
        if contact and visit:
            phone = self.hands(who).phone
            if self.doing(who, corrections.add_correction, phone, visit.id, CorrectionKind.DISPUTED, words, gives=True):
                self.truth.words[words] = visit.contact_id

    @rule(who=WORKER, one=NUMBERED, other=NUMBERED, how=st.sampled_from(("join", "apart", "undo", "family")))
    def say_who_is_one_person(self, who, one, other, how) -> None:
        phone = self.hands(who).phone
        first, second = nth(self.people(who), one), nth(self.people(who), other)
        if first is None or second is None or first.id == second.id:
            return
        if how == "family":
            self.doing(who, duplicates.handle_together, phone, (first.id, second.id))
        else:
            said = {"join": duplicates.join, "apart": duplicates.keep_apart, "undo": duplicates.undo_pair}[how]
            self.doing(who, said, phone, first.id, second.id)

    @rule(who=WHO, person=NUMBERED, which=st.integers(0, 3))
    def settle(self, who, person, which) -> None:
        contact, phone = nth(self.people(who), person), self.hands(who).phone
        found = persons.reread_person(phone, contact.id).conflicts if contact else ()
        if found:
            self.doing(who, persons.settle, phone, found[0], which)

    # Handing on, the week, the end

    @rule(who=WORKER, person=NUMBERED, to=st.sampled_from(SUPPORTERS))
    def hand_on(self, who, person, to) -> None:
        if contact := nth(self.people(who), person):
            device = self.hands(to).phone.id.hex()
            if self.doing(who, handing_on.hand_on, self.hands(who).phone, contact.id, device, gives=True):
                self.truth.handed_on.add(contact.id)

    @rule(who=WORKER)
    def take_the_week_over(self, who) -> None:
        phone = self.hands(who).phone
        before = len(week.takeovers(phone))
        self.doing(who, week.take_over, phone)
        if len(week.takeovers(phone)) > before:
            self.truth.took_over.append(self.office.founded.persons[who])

    @rule(who=st.sampled_from(SUPPORTERS), session=st.integers(0, 1))
    def check_out(self, who, session) -> None:
        self.doing(who, leaving.check_out, self.hands(who).phone, self.office.founded.sessions[session])

    @rule(session=st.integers(0, 1), write_off=st.booleans())
    def towards_closing(self, session, write_off) -> None:
        chief, which = self.hands(SUPERVISOR).phone, self.office.founded.sessions[session]
        state = chief.roster.sessions[bytes.fromhex(which)].state
        if state is SessionState.OPEN:
            self.doing(SUPERVISOR, closing.start_closing, chief, which)
        elif state is SessionState.CLOSING:
            self._close(chief, which, write_off=write_off)

    def _close(self, chief: Phone, session: str, *, write_off: bool) -> None:
        self.hands(SUPERVISOR).sync()
        unsettled = closing.refresh(chief, session).unsettled
        if write_off and unsettled:
            self.doing(SUPERVISOR, closing.write_off, chief, session, unsettled[0].device, "svarar inte")
        elif self.doing(SUPERVISOR, closing.close, chief, session, gives=True):
            here = {contact.id for contact in visits.contacts(chief) if contact.session_id == session}
            self.truth.let_down_at_closing[session] = tuple(one for one in let_down(chief) if one in here)

    @precondition(lambda self: self.moved)
    @rule()
    def let_in_what_came_late(self) -> None:
        chief = self.hands(SUPERVISOR).phone
        for item in late.fetch(chief):
            self.doing(SUPERVISOR, late.take_in, chief, item.id)

    @rule(person=NUMBERED, keep=st.booleans(), for_good=st.booleans())
    def dispose(self, person, keep, for_good) -> None:
        chief = self.hands(SUPERVISOR).phone
        contact = nth(self.people(SUPERVISOR), person)
        if contact is None:
            return
        if not for_good:
            self.doing(SUPERVISOR, disposals.propose_disposal, chief, contact.id, keep=keep)
            return
        hers = duplicates.one_person.together(chief, contact.id)
        still_open = tuple(one.id for one in (*promises.follow_ups_of(chief, contact.id),) if one.is_open)
        still_open += tuple(one.id for one in referral_records.referrals_of(chief, contact.id) if one.is_open)
        if self.doing(SUPERVISOR, disposing.dispose_of_person, chief, contact.id, "Gallrad", gives=True):
            self.truth.disposed |= dict.fromkeys(hers, still_open)

    @rule(person=NUMBERED)
    def extract(self, person) -> None:
        if contact := nth(self.people(SUPERVISOR), person):
            found = self.doing(SUPERVISOR, extracts.extract, self.hands(SUPERVISOR).phone, contact.id, "Begärt")
            hers = duplicates.one_person.together(self.hands(SUPERVISOR).phone, contact.id)
            assert found is None or {visit.contact_id for visit in found.visits} <= set(hers)

    # Time, locks and the network

    @rule(who=WHO)
    def synchronise(self, who) -> None:
        self.hands(who).sync()

    @rule(who=WHO)
    def lock_and_unlock(self, who) -> None:
        self.hands(who).restart()

    @rule(days=st.integers(1, 12))
    def days_pass(self, days) -> None:
        self.office.pass_time(days=days)

    @rule(who=WHO)
    def say_it_all_again(self, who) -> None:
        """As a phone whose every answer was lost would."""
        phone, server = self.hands(who).phone, self.office.server
        again = [item.raw for item in _sent(phone)]
        before = server.footprint()
        for start in range(0, len(again), 100):
            part = pack_push([(raw, None) for raw in again[start : start + 100]])
            phone.link.call(lambda call, part=part: call.post_bytes("/envelopes", part))
        self.truth.replayed.append((who, before, server.footprint()))

    @precondition(lambda self: self.moved)
    @rule()
    def all_is_quiet(self) -> None:
        self.come_to_rest()

    def come_to_rest(self) -> None:
        for _ in range(ROUNDS_UNTIL_QUIET):
            for name in EVERYBODY:
                self.hands(name).sync()
        for check in (*ANY_TIME, *WHEN_QUIET):
            check(self.office, self.truth)
        self.moved = False

    @invariant()
    def what_always_holds(self) -> None:
        for check in ANY_TIME:
            check(self.office, self.truth)
        self.office.touched.clear()

    def teardown(self) -> None:
        try:
            self.come_to_rest()
            for name in EVERYBODY:
                self.say_it_all_again(name)
            for check in (*WHEN_QUIET, *AT_THE_END):
                check(self.office, self.truth)
        finally:
            self.office.end()

    # What they do it with

    def hands(self, who: str) -> Hands:
        self.office.touched.add(who)
        return self.office.hands[who]

    def doing(self, who: str, deed: Callable[..., Any], *told: Any, gives: bool = False, **named: Any) -> Any:
        """What came of it, or None when the app said no; `gives`: True when it was done."""
        self.office.pass_time(minutes=1)
        self.moved = True
        hands = self.hands(who)
        before, done = numbers_on(hands), None
        with suppress(*SAID_NO):
            came = deed(*told, **named)
            done = True if gives else came
        self.truth.note_numbers(before, numbers_on(hands))
        self.truth.note_promises(hands)
        return done

    def people(self, who: str) -> list[Contact]:
        found = visits.contacts(self.hands(who).phone)
        return sorted((one for one in found if one.status is not ContactStatus.VOIDED), key=lambda one: one.code)

    def follow_ups(self, who: str) -> list[FollowUp]:
        return sorted(queue.follow_ups(self.hands(who).phone), key=lambda one: one.id)

    def referrals(self, who: str) -> list[Referral]:
        return sorted(queue.referrals(self.hands(who).phone), key=lambda one: one.id)

    def is_agreed(self, phone: Phone, referral: Referral) -> bool:
        try:
            content = referral_records.content_of(phone, referral.id)
            contact = promises.contact_of(phone, referral.contact_id)
        except (NotAssigned, FixAndRetry):
            return False
        bound = content.recipient == self.office.founded.recipients[0]
        return may_be_sent(phone, contact.id, content.recipient, is_child=contact.is_child, keeps_secrets=bound)

    def call(self, kind: FollowUpKind) -> FollowUpForm:
        return FollowUpForm(
            kind=kind,
            contact_way=ContactWay.PHONE,
            phone=self.number(),
            ok_leave_message=False,
            wants=ConsentAnswer.YES,
            agreement=f"{NOTE} {self.truth.next()}",
        )

    def number(self) -> str:
        return f"{NUMBER}{self.truth.next():03}"


def _sent(phone: Phone) -> Iterator[outbox.Item]:
    for circle in outbox.sent_streams(phone.store):
        for _, id_ in outbox.sent(phone.store, circle):
            if item := outbox.item_of(phone.store.envelopes, id_):
                yield item
