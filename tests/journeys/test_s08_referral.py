"""S8: a referral to child psychiatry that nobody answers, and that nobody has to remember."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fieldapp.actions import (
    closing,
    consenting,
    disposals,
    evaluating,
    measuring,
    persons,
    promises,
    queue,
    recipients,
    referral_page,
    referral_steps,
    referring,
    rota,
    sessions,
    visits,
    week,
)
from fieldapp.actions.errors import NotAllowed, NotAssigned, ReferralIncomplete
from fieldapp.actions.views import CASEWORKERS, QueueRow
from fieldapp.domain.closing import NotReadyToArchive
from fieldapp.domain.consent import Basis, ConsentAnswer, ConsentContent, ConsentHow, GivenBy
from fieldapp.domain.contact_choices import AffectedAs, AgeBand, IdentityLevel, ProtectedGrade
from fieldapp.domain.disposal import StillOpen
from fieldapp.domain.follow_up import FollowUpKind, FollowUpResult
from fieldapp.domain.priority import Priority
from fieldapp.domain.read_entry import ReasonMissing
from fieldapp.domain.recipient import RecipientForm, RecipientType
from fieldapp.domain.referral import Referral, ReferralMoveNotPossible
from fieldapp.domain.referral_choices import (
    ReferralChannel,
    ReferralEnding,
    ReferralPriority,
    ReferralStanding,
    ReferralState,
    ReferralTask,
)
from fieldapp.domain.referral_consent import (
    Asked,
    BasisNeedsSupervisor,
    NoBasisForThisRecipient,
    ReferralNotConsented,
)
from fieldapp.domain.referral_figures import ResponseTime, answered_after
from fieldapp.domain.referral_form import ReferralForm
from fieldapp.domain.visit_choices import Need, Outcome
from fieldapp.store import records
from sync.protocol.circle import Role
from sync.server.engine import Database, database_url
from sync.server.watch import WatchCount, counted
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER
from tests.server.running import RunningServer

CHILD = replace(
    MOTHER,
    name="Leyla",
    age_band=AgeBand.AGE_13_15,
    affected_as=AffectedAs.WITNESS,
    child_alone=False,
    outcome=Outcome.REFERRED,
    note="Sover dåligt",
)
CLINIC = RecipientForm(name="BUP Hässelby", type=RecipientType.CHILD_PSYCHIATRY, phone="08-1", bound_by_secrecy=True)
FIRST_LINE = replace(CLINIC, name="Första linjen", phone="08-2")
CHURCH = RecipientForm(name="Svenska kyrkan", type=RecipientType.FAITH_COMMUNITY, bound_by_secrecy=False)
ASKED_FOR = (ConsentContent.NAME, ConsentContent.AGE, ConsentContent.NEEDS)
FORM = ReferralForm(
    need=Need.HEALTH_CARE,
    priority=ReferralPriority.NORMAL,
    content=ASKED_FOR,
    answer=ConsentAnswer.YES,
    given_by=GivenBy.GUARDIAN,
)
ADULT = replace(FORM, given_by=GivenBy.PERSON, content=(ConsentContent.NAME, ConsentContent.PHONE))
TELL_THE_FAMILY = "Berätta att Första linjen tar över"


def new_contact(hands: Hands, form: Any = CHILD) -> str:
    session = sessions.current(hands.phone)
    assert session is not None
    return visits.register_visit(hands.phone, session.id, visits.new_code(hands.phone), form).contact_id


@pytest.fixture
def siv(story: Story) -> Hands:
    """The coordinator who sends, with the directory and the child before her."""
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    sessions.open_session(coordinator.phone, ALARM)
    return coordinator


def everything(hands: Hands) -> tuple[QueueRow, ...]:
    return queue.queue(hands.phone).everything


def counted_by(server: RunningServer, hands: Hands) -> WatchCount:
    """What the blind server counts on that day."""
    database = Database(database_url(str(server.database)))
    with contextlib.closing(database), database.reading() as connection:
        return counted(connection, hands.phone.board, hands.phone.today())


def test_an_unanswered_referral_comes_to_whoever_is_on_duty(story: Story, server: RunningServer) -> None:
    siv, tove = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Tove", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    clinic, first_line = (recipients.save_recipient(siv.phone, form) for form in (CLINIC, FIRST_LINE))
    sessions.open_session(anna.phone, ALARM)
    child = new_contact(anna)
    story.sync_all(siv, anna, siv, tove)
    third_of_march = datetime(datetime.now(UTC).year + 1, 3, 3, 9, 0, tzinfo=UTC)
    story.time = third_of_march
    # The rolling week: Siv's now, the supervisor's next, Tove's when the answer is late.
    order = [hands.phone.me.person.hex() for hands in (siv, story.supervisor, tove)]
    rota.plan(siv.phone, order, third_of_march.date())

    # One guardian has said yes; the app asks for the other before anything can be sent.
    referral = referring.refer(siv.phone, child, replace(FORM, recipient=clinic))
    opened = referral_page.open_referral(siv.phone, referral)
    assert (opened.standing, opened.missing, opened.guardians) == (
        ReferralStanding.AWAITING_CONSENT,
        Asked.OTHER_GUARDIAN,
        1,
    )
    assert opened.told.content == frozenset()
    with pytest.raises(ReferralNotConsented):
        referral_steps.send(siv.phone, referral, (ReferralChannel.PHONE,))
    consenting.record_consent(siv.phone, referral, GivenBy.OTHER_GUARDIAN, ConsentAnswer.YES, ConsentHow.ORAL)
    ready = referral_page.reread_referral(siv.phone, referral)
    assert (ready.standing, ready.guardians) == (ReferralStanding.READY, 2)
    assert [word.consent.given_by for word in ready.words] == [GivenBy.GUARDIAN, GivenBy.OTHER_GUARDIAN]
    assert {word.by for word in ready.words} == {siv.phone.device_label}
    by_phone = ready.words[1].consent
    assert (by_phone.how, by_phone.at) == (ConsentHow.ORAL, third_of_march)

    referral_steps.send(siv.phone, referral, (ReferralChannel.PHONE, ReferralChannel.LETTER))
    sent = referral_page.reread_referral(siv.phone, referral)
    assert (sent.standing, sent.sent_at, sent.channels) == (
        ReferralStanding.SENT,
        third_of_march,
        (ReferralChannel.PHONE, ReferralChannel.LETTER),
    )
    story.sync_all(siv, tove)
    assert [row.kind for row in queue.queue(tove.phone).coming] == [ReferralTask.GET_ANSWER]
    assert counted_by(server, tove) == WatchCount(open=1, overdue=0)

    # The 17th of March, computed: on top of the list of whoever is on duty, not of who sent it.
    story.pass_time(days=14, hours=1)
    on_top = queue.queue(tove.phone).next
    assert on_top is not None
    assert on_top == queue.queue(tove.phone).unanswered[0]
    assert (rota.on_duty(tove.phone).is_me, rota.on_duty(siv.phone).is_me) == (True, False)
    week.take_over(tove.phone)
    assert [taken.report.unanswered for taken in week.takeovers(tove.phone)] == [1]
    assert (on_top.referral_id, on_top.kind, on_top.owner) == (referral, ReferralTask.GET_ANSWER, "Hässelby-Vällingby")
    assert (story.time.month, story.time.day) == (3, 17)
    assert referral_page.open_referral(tove.phone, referral).standing is ReferralStanding.NO_RESPONSE
    story.pass_time(days=1)
    assert counted_by(server, tove) == WatchCount(open=1, overdue=1)
    with pytest.raises(StillOpen):
        disposals.propose_disposal(story.supervisor_who_has_read().phone, child, keep=False)

    # She calls: it was never received. Another recipient, the family is told, both consents are asked for anew.
    again = referring.refer(
        tove.phone,
        child,
        replace(FORM, recipient=first_line, given_by=GivenBy.BOTH_GUARDIANS),
        instead_of=referral,
        tell_family=TELL_THE_FAMILY,
    )
    old, new = (referral_page.reread_referral(tove.phone, one) for one in (referral, again))
    assert (old.standing, old.redirected_to, new.redirected_from) == (ReferralStanding.REDIRECTED, again, referral)
    assert old.moves == ()
    assert new.recipient is not None
    assert new.recipient.name == "Första linjen"
    extra = [card for card in persons.reread_person(tove.phone, child).follow_ups if card.agreed == TELL_THE_FAMILY]
    assert [card.kind for card in extra] == [FollowUpKind.EARLY]
    assert [row.kind for row in queue.queue(tove.phone).due] == [FollowUpKind.EARLY]
    assert new.standing is ReferralStanding.READY

    referral_steps.send(tove.phone, again, (ReferralChannel.PHONE,))
    story.pass_time(days=2)
    referral_steps.step(tove.phone, again, ReferralState.RECEIVED, received_by="sekreteraren")
    story.pass_time(days=3)
    persons.set_result(tove.phone, extra[0].follow_up_id, FollowUpResult.FEELS_BETTER)
    referral_steps.step(tove.phone, again, ReferralState.CONTACT_ESTABLISHED)
    # The family has been told, and the new referral alone is what is left.
    assert referral_page.reread_referral(tove.phone, again).state is ReferralState.CONTACT_ESTABLISHED
    with pytest.raises(StillOpen):
        disposals.propose_disposal(story.supervisor_who_has_read(tove).phone, child, keep=False)
    referral_steps.step(tove.phone, again, ReferralState.CLOSED)
    story.sync_all(tove, siv)

    assert everything(siv) == everything(tove) == ()
    assert counted_by(server, siv) == WatchCount(open=0, overdue=0)
    record = records.record(siv.phone.store, "referral", again)
    assert record is not None
    assert answered_after(Referral.from_record(record)) == timedelta(days=2)


def test_a_session_is_not_put_away_while_a_referral_is_open(story: Story) -> None:
    chief = story.supervisor.phone
    opened = sessions.open_session(chief, ALARM)
    clinic = recipients.save_recipient(chief, CLINIC)
    referral = referring.refer(chief, new_contact(story.supervisor, MOTHER), replace(ADULT, recipient=clinic))
    referral_steps.send(chief, referral, (ReferralChannel.PHONE,))
    story.supervisor.sync()
    closing.start_closing(chief, opened.id)
    story.supervisor.sync()
    closing.close(chief, opened.id)
    evaluating.waive(chief, opened.id, "Prövas senare")

    with pytest.raises(NotReadyToArchive):
        evaluating.archive(chief, opened.id)
    referral_steps.step(chief, referral, ReferralState.CONTACT_ESTABLISHED)
    referral_steps.step(chief, referral, ReferralState.CLOSED)
    evaluating.archive(chief, opened.id)
    assert sessions.view(chief, opened.id).archived


def test_how_long_recipients_took_is_told_in_the_evaluation_when_it_was_five_or_more(story: Story) -> None:
    chief = story.supervisor.phone
    opened = sessions.open_session(chief, ALARM)
    clinic, mother = recipients.save_recipient(chief, CLINIC), new_contact(story.supervisor, MOTHER)
    for days in (1, 2, 3, 4):
        _answered_in(days, story, mother, clinic)
    assert measuring.figures(chief, (opened.id,)).responses == (
        ResponseTime(RecipientType.CHILD_PSYCHIATRY, None, None, None),
    )
    _answered_in(9, story, mother, clinic)

    assert measuring.figures(chief, (opened.id,)).responses == (
        ResponseTime(RecipientType.CHILD_PSYCHIATRY, 5, 5, timedelta(days=3)),
    )


def _answered_in(days: int, story: Story, contact: str, clinic: str) -> None:
    phone = story.supervisor.phone
    referral = referring.refer(phone, contact, replace(ADULT, recipient=clinic))
    referral_steps.send(phone, referral, (ReferralChannel.PHONE,))
    story.pass_time(days=days)
    referral_steps.step(phone, referral, ReferralState.RECEIVED)


def test_nothing_is_sent_before_there_is_a_yes(siv: Hands) -> None:
    clinic, child = recipients.save_recipient(siv.phone, CLINIC), new_contact(siv)
    referral = referring.refer(siv.phone, child, replace(FORM, recipient=clinic))

    with pytest.raises(ReferralNotConsented):
        referral_steps.send(siv.phone, referral, (ReferralChannel.PHONE,))
    assert referral_page.open_referral(siv.phone, referral).sent_at is None


def test_a_list_row_says_neither_to_whom_nor_about_what(siv: Hands) -> None:
    clinic, child = recipients.save_recipient(siv.phone, CLINIC), new_contact(siv)
    referring.refer(siv.phone, child, replace(FORM, recipient=clinic, priority=ReferralPriority.ACUTE))
    [row] = everything(siv)

    assert row.priority is Priority.HIGH
    told = " ".join(str(getattr(row, name)) for name in row.__dataclass_fields__)
    assert not any(word in told for word in ("BUP", clinic, "Leyla", "health_care", "child_psychiatry"))


def test_civil_society_is_told_what_the_person_agreed_to_and_nothing_else(story: Story, siv: Hands) -> None:
    church, mother = recipients.save_recipient(siv.phone, CHURCH), new_contact(siv, MOTHER)
    promises.agree(siv.phone, mother, CALL_HER)
    no_yet = replace(ADULT, recipient=church, answer=ConsentAnswer.NOT_ASKED, given_by=None)
    referral = referring.refer(siv.phone, mother, no_yet)
    story.sync_all(siv, story.supervisor)
    with pytest.raises(BasisNeedsSupervisor):
        consenting.record_basis(siv.phone, referral, Basis.HARM_TEST, "Det är klart att hon inte lider men")
    with pytest.raises(NoBasisForThisRecipient):
        consenting.record_basis(story.supervisor.phone, referral, Basis.HARM_TEST, "Det är klart")
    consenting.record_consent(siv.phone, referral, GivenBy.PERSON, ConsentAnswer.YES, ConsentHow.ORAL)
    told = referral_page.open_referral(siv.phone, referral).told

    assert (told.name, told.phone, told.ok_leave_message) == ("Amina", "070-123 45 67", False)
    assert told.content == {ConsentContent.NAME, ConsentContent.PHONE}
    assert (told.need, told.age_band, told.reasons, told.language) == (None, None, (), "")


def test_a_supervisor_s_documented_ground_opens_the_way_where_a_guardian_cannot_be_asked(
    story: Story, siv: Hands
) -> None:
    clinic, child = recipients.save_recipient(siv.phone, CLINIC), new_contact(siv)
    referral = referring.refer(siv.phone, child, replace(FORM, recipient=clinic))
    story.sync_all(siv, story.supervisor)
    consenting.record_basis(story.supervisor.phone, referral, Basis.UNDER_18_26_9, "Fadern kan inte nås")
    referral_steps.send(story.supervisor.phone, referral, (ReferralChannel.SECURE_MESSAGE,))
    story.sync_all(story.supervisor, siv)

    seen = referral_page.open_referral(siv.phone, referral)
    assert (seen.standing, seen.without_consent) == (ReferralStanding.SENT, True)
    assert [word.consent.basis_reason for word in seen.words] == ["", "Fadern kan inte nås"]


def test_a_supporter_proposes_and_a_coordinator_sends(story: Story) -> None:
    siv, anna = story.with_role("Siv", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    church = recipients.save_recipient(siv.phone, CHURCH)
    siv.sync()
    anna.sync()
    sessions.open_session(anna.phone, ALARM)
    mother = new_contact(anna, replace(MOTHER, outcome=Outcome.REFERRED))
    assert visits.my_visits(anna.phone)[0].follow_up_missing
    referral = referring.refer(anna.phone, mother, replace(ADULT, recipient=church))
    assert not visits.my_visits(anna.phone)[0].follow_up_missing
    for step in (
        lambda: referral_steps.send(anna.phone, referral, ()),
        lambda: referral_steps.step(anna.phone, referral, ReferralState.CLOSED_BY_COORDINATOR),
        lambda: referring.refer(anna.phone, mother, replace(ADULT, recipient=church), instead_of=referral),
        lambda: recipients.save_recipient(anna.phone, CHURCH),
    ):
        with pytest.raises(NotAllowed):
            step()
    story.sync_all(anna, siv)

    [row] = everything(siv)
    assert (row.kind, row.contact_person) == (ReferralTask.SEND_REFERRAL, "")
    referral_steps.take(siv.phone, referral)
    referral_steps.send(siv.phone, referral, (ReferralChannel.PHONE,))
    assert everything(siv)[0].contact_person == siv.phone.device_label
    assert siv.phone.role in CASEWORKERS


def test_returned_reminded_declined_and_ended_with_a_reason(story: Story, siv: Hands) -> None:
    church, mother = recipients.save_recipient(siv.phone, CHURCH), new_contact(siv, MOTHER)
    promises.agree(siv.phone, mother, CALL_HER)
    form = replace(ADULT, recipient=church, priority=ReferralPriority.ACUTE)
    first, second, third = (referring.refer(siv.phone, mother, form) for _ in range(3))
    for one in (first, second, third):
        referral_steps.send(siv.phone, one, (ReferralChannel.PHONE,))
    story.pass_time(hours=25)
    assert len(queue.queue(siv.phone).unanswered) == 3
    referral_steps.remind(siv.phone, first)
    assert len(queue.queue(siv.phone).unanswered) == 2
    story.pass_time(hours=25)
    assert len(queue.queue(siv.phone).unanswered) == 3

    referral_steps.step(siv.phone, first, ReferralState.RETURNED)
    assert [row.kind for row in queue.queue(siv.phone).due if row.referral_id] == [ReferralTask.FIND_ANOTHER_WAY]
    referral_steps.send(siv.phone, first, (ReferralChannel.MEETING,))
    referral_steps.step(siv.phone, first, ReferralState.UNREACHABLE)
    referral_steps.step(siv.phone, first, ReferralState.CLOSED_BY_COORDINATOR, ending=ReferralEnding.HELPED_ELSEWHERE)
    referral_steps.step(siv.phone, second, ReferralState.DECLINED_BY_PERSON)
    with pytest.raises(ReferralMoveNotPossible):
        referral_steps.step(siv.phone, second, ReferralState.CONTACT_ESTABLISHED)
    with pytest.raises(ReferralMoveNotPossible):
        referral_steps.step(siv.phone, third, ReferralState.WITHDRAWN)
    with pytest.raises(ReferralIncomplete):
        referring.refer(siv.phone, mother, ReferralForm())

    page = persons.reread_person(siv.phone, mother)
    assert page.referrals[0].standing is ReferralStanding.NO_RESPONSE
    assert {row.standing for row in page.referrals[1:]} == {
        ReferralStanding.CLOSED_BY_COORDINATOR,
        ReferralStanding.DECLINED_BY_PERSON,
    }
    assert referral_page.reread_referral(siv.phone, first).ending is ReferralEnding.HELPED_ELSEWHERE


def test_a_follow_up_in_which_it_is_agreed_ends_with_it(siv: Hands) -> None:
    church, mother = recipients.save_recipient(siv.phone, CHURCH), new_contact(siv, MOTHER)
    follow_up = promises.agree(siv.phone, mother, CALL_HER).follow_up_id
    referring.refer(siv.phone, mother, replace(ADULT, recipient=church), ends=follow_up)

    [ended] = promises.follow_ups_of(siv.phone, mother)
    assert (ended.is_open, ended.result) == (False, FollowUpResult.REFERRED)
    assert [row.kind for row in everything(siv)] == [ReferralTask.SEND_REFERRAL]


def test_a_protected_person_s_referral_is_seen_to_be_due_and_opened_only_by_who_looks_after_her(story: Story) -> None:
    siv, anna = story.with_role("Siv", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    clinic = recipients.save_recipient(siv.phone, CLINIC)
    story.sync_all(siv, anna)
    sessions.open_session(anna.phone, ALARM)
    protected = replace(
        MOTHER,
        name="",
        identity_level=IdentityLevel.PROTECTED,
        protected_grade=ProtectedGrade.CONFIDENTIALITY_MARKING,
    )
    woman = new_contact(anna, protected)
    referral = referring.refer(anna.phone, woman, replace(ADULT, recipient=clinic))
    story.sync_all(anna, siv, story.supervisor)

    [row] = everything(siv)
    assert (row.kind, row.protected) == (ReferralTask.SEND_REFERRAL, True)
    with pytest.raises(NotAssigned):
        referral_page.open_referral(siv.phone, referral, "Uppföljning")
    with pytest.raises(ReasonMissing):
        referral_page.open_referral(story.supervisor.phone, referral)
    told = referral_page.open_referral(story.supervisor.phone, referral, "Uppföljning")
    assert (told.asked_for, told.told.name) == ((), "")
