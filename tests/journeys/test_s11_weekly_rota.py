"""S11: the week changes hands with 43 open follow-ups, and a month later one of them is called."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldapp.actions import (
    persons,
    promises,
    queue,
    recipients,
    referral_page,
    referral_steps,
    referring,
    rota,
    safety,
    sessions,
    visits,
    week,
)
from fieldapp.actions.action import one_action
from fieldapp.actions.errors import NotAllowed
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.consent import ConsentAnswer, ConsentContent
from fieldapp.domain.contact_choices import ContactWay, IdentityLevel, ProtectedGrade
from fieldapp.domain.follow_up import FollowUpKind, FollowUpResult, UnreachableTooSoon
from fieldapp.domain.follow_up_form import FollowUpForm
from fieldapp.domain.recipient import RecipientForm, RecipientType
from fieldapp.domain.referral_choices import ReferralChannel, ReferralPriority, ReferralTask
from fieldapp.domain.rota import WEEK, duty_week, monday_of
from fieldapp.domain.visit_form import VisitForm
from fieldapp.domain.week_report import WeekReport
from sync.protocol.circle import Circle, Role
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER
from tests.journeys.test_s08_referral import ADULT

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NEED_AND_NAMES = ("Amina", "070-123 45 67", "Vill prata igen", "talk", "relative_of_injured", "Vårdcentralen")
CLINIC = RecipientForm(name="Vårdcentralen", type=RecipientType.HEALTH_CENTRE, phone="08-3", bound_by_secrecy=True)
PROTECTED = replace(
    MOTHER,
    identity_level=IdentityLevel.PROTECTED,
    name="",
    protected_grade=ProtectedGrade.CONFIDENTIALITY_MARKING,
    contact_way=ContactWay.PERSON_CONTACTS_US,
)


def wait_until(story: Story, day: datetime) -> None:
    assert day >= story.time
    story.time = day


def on_the_wall(monday_and: timedelta, monday: datetime) -> datetime:
    """So many days and hours after Monday 00.00, by the clock on the wall."""
    local = datetime.combine(monday.date(), datetime.min.time()) + monday_and
    return local.replace(tzinfo=STOCKHOLM).astimezone(UTC)


def third_monday(story: Story) -> datetime:
    """Far enough away for two incidents to have happened before it."""
    today = story.time.astimezone(STOCKHOLM).date()
    return datetime.combine(monday_of(today) + WEEK * 3, datetime.min.time())


def promised(hands: Hands, session: str, kind: FollowUpKind, form: VisitForm = MOTHER) -> str:
    saved = visits.register_visit(hands.phone, session, visits.new_code(hands.phone), form)
    way = ContactWay.PERSON_CONTACTS_US if form.is_protected else ContactWay.PHONE
    promises.agree(hands.phone, saved.contact_id, replace(CALL_HER, kind=kind, contact_way=way))
    return saved.contact_id


def sent_for(hands: Hands, contact: str) -> None:
    """A referral that should be answered within a day."""
    clinic = recipients.save_recipient(hands.phone, CLINIC)
    form = replace(ADULT, recipient=clinic, priority=ReferralPriority.ACUTE)
    referral_steps.send(hands.phone, referring.refer(hands.phone, contact, form), (ReferralChannel.PHONE,))


def begun(story: Story) -> tuple[Hands, Hands, Hands, datetime]:
    """Two coordinators with a rota, a supporter, and 43 promises made by her; two referrals that nobody has
    answered; it is Monday 08.00."""
    siv, bo = (story.with_role(name, Role.COORDINATOR) for name in ("Siv Samordnare", "Bo Samordnare"))
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    monday = third_monday(story)
    order = [hands.phone.me.person.hex() for hands in (siv, bo)]
    rota.plan(siv.phone, order, (monday - WEEK).date())
    siv.sync()
    wait_until(story, on_the_wall(timedelta(days=-12, hours=23, minutes=40), monday))
    shooting = sessions.open_session(anna.phone, ALARM)
    for _early in range(3):
        promised(anna, shooting.id, FollowUpKind.EARLY)
    later = [promised(anna, shooting.id, FollowUpKind.ONE_MONTH) for _ in range(27)]
    promised(anna, shooting.id, FollowUpKind.ONE_MONTH, PROTECTED)
    story.sync_all(anna, siv, bo, story.supervisor)
    wait_until(story, on_the_wall(timedelta(days=-9, hours=8, minutes=10), monday))
    week.take_over(siv.phone)
    for contact in later[:2]:
        sent_for(siv, contact)
    siv.sync()
    wait_until(story, on_the_wall(timedelta(days=-3, hours=12), monday))
    fire = sessions.open_session(anna.phone, ALARM)
    for _early in range(12):
        promised(anna, fire.id, FollowUpKind.EARLY)
    wait_until(story, on_the_wall(timedelta(hours=7, minutes=59), monday))
    story.sync_all(anna, siv, bo, story.supervisor, anna)
    return siv, bo, anna, monday


def rows_show_only_what_a_list_may(hands: Hands) -> None:
    """Code, kind, date and priority; who has it and whether it is protected; never a name, a need or a reason."""
    view = queue.queue(hands.phone)
    rows = view.overdue + view.due + view.coming
    shown = [str(value) for row in (*rows, *view.unanswered) for value in asdict(row).values()]

    assert len(rows) == 43
    assert set(asdict(rows[0])) == {
        *("follow_up_id", "contact_id", "code", "kind", "priority", "due", "window", "owner", "contact_person"),
        *("in_conflict", "protected", "referral_id", "unanswered"),
    }
    assert not [value for value in shown for secret in NEED_AND_NAMES if secret in value]


def test_the_week_changes_hands_with_43_open_follow_ups(story: Story) -> None:
    siv, bo, anna, monday = begun(story)
    assert [rota.on_duty(hands.phone).name for hands in (siv, bo, anna, story.supervisor)] == ["Siv Samordnare"] * 4

    wait_until(story, on_the_wall(timedelta(hours=8), monday))
    before = week.week(bo.phone)
    assert rota.on_duty(anna.phone).name == "Bo Samordnare"
    figures = week.report(bo.phone)
    assert figures == WeekReport(open=43, due=12, overdue=3, unanswered=2, protected=1)
    assert before.waits_for_me
    assert not week.week(siv.phone).waits_for_me
    # Handed over is not taken over: until Bo says so it is Siv who answers.
    assert before.answers.name == "Siv Samordnare"

    rows_show_only_what_a_list_may(bo)
    story.pass_time(minutes=4)
    week.take_over(bo.phone)
    week.take_over(bo.phone)
    bo.restart()
    story.sync_all(bo, siv, story.supervisor)
    for hands in (bo, siv, story.supervisor):
        after = week.week(hands.phone)
        assert (after.answers.name, after.taken_at) == ("Bo Samordnare", story.time)
    kept = [one for one in week.takeovers(siv.phone) if one.monday == monday.date()]
    assert [(one.member, one.report) for one in kept] == [(bo.phone.me.person.hex(), figures)]

    # What was promised belongs to the function, whoever's week it is.
    found = queue.follow_ups(siv.phone)
    assert {follow_up.owner_queue for follow_up in found if follow_up.is_open} == {"district"}
    assert len([follow_up for follow_up in found if follow_up.is_open]) == 43


def test_windows_anchor_on_the_incident_and_not_on_the_visit(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    happened = story.time.astimezone(STOCKHOLM).date()
    first = promised(anna, opened.id, FollowUpKind.ONE_MONTH)
    story.pass_time(days=4)
    second = promised(anna, opened.id, FollowUpKind.ONE_MONTH)
    windows = [promises.follow_ups_of(anna.phone, contact)[0].window for contact in (first, second)]

    assert windows[0] == windows[1]
    assert windows[0] is not None
    assert windows[0].earliest == happened + timedelta(days=21)
    assert windows[0].latest == happened + timedelta(days=35)


def test_a_month_later_not_reached_cannot_be_chosen_too_soon_and_the_need_goes_on(story: Story) -> None:
    siv, bo, anna, _monday = begun(story)
    overdue_then = len(queue.queue(siv.phone).overdue)
    story.pass_time(days=14)
    story.sync_all(anna, siv, bo)
    listed = queue.queue(siv.phone)
    # Nobody has taken over since Siv did: the queue is still hers to answer for.
    assert week.week(bo.phone).answers.name == "Siv Samordnare"
    assert overdue_then == 3
    assert len(listed.overdue) == 15
    due = [row for row in listed.due if row.kind is FollowUpKind.ONE_MONTH and not row.protected]
    assert len(due) == 27

    call = due[0].follow_up_id
    for result in (AttemptResult.NO_ANSWER, AttemptResult.NO_ANSWER, AttemptResult.MESSAGE_LEFT):
        with pytest.raises(UnreachableTooSoon):
            persons.set_result(anna.phone, call, FollowUpResult.UNREACHABLE)
        persons.record_attempt(anna.phone, call, ContactWay.PHONE, result)
        story.pass_time(minutes=20)
    # Three tries on one day are still one day.
    for hands in (anna, siv):
        hands.sync()
        with pytest.raises(UnreachableTooSoon):
            persons.set_result(hands.phone, call, FollowUpResult.UNREACHABLE)

    story.pass_time(days=1)
    persons.record_attempt(anna.phone, call, ContactWay.PHONE, AttemptResult.REACHED)
    again = FollowUpForm(
        kind=FollowUpKind.THREE_MONTHS,
        contact_way=ContactWay.PHONE,
        phone="070-123 45 67",
        ok_leave_message=False,
        wants=ConsentAnswer.YES,
    )
    persons.set_result(anna.phone, call, FollowUpResult.CONTINUED_NEED, again)
    clinic = recipients.save_recipient(siv.phone, CLINIC)
    story.sync_all(siv, anna)
    referral = referring.refer(anna.phone, due[0].contact_id, replace(ADULT, recipient=clinic))
    story.sync_all(anna, siv)
    referral_steps.send(siv.phone, referral, (ReferralChannel.SECURE_MESSAGE,))
    told = referral_page.open_referral(siv.phone, referral).told
    assert told.content == {ConsentContent.NAME, ConsentContent.PHONE}
    assert (told.name, told.phone) == ("Amina", "070-123 45 67")
    assert (told.need, told.age_band, told.reasons, told.language) == (None, None, (), "")
    assert len([one for one in queue.follow_ups(siv.phone) if one.is_open]) == 43
    coming = [row.kind for row in queue.queue(siv.phone).coming]
    assert coming == [ReferralTask.GET_ANSWER, FollowUpKind.THREE_MONTHS]


def test_only_coordinators_and_supervisors_keep_the_rota(story: Story) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna, auditor = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Ada Granskare", Role.AUDITOR)
    today = duty_week(story.time, zone=STOCKHOLM)
    for hands in (anna, auditor):
        me = hands.phone.me.person.hex()
        with pytest.raises(NotAllowed):
            rota.plan(hands.phone, [me], today)
        with pytest.raises(NotAllowed):
            rota.swap(hands.phone, today, me)
        with pytest.raises(NotAllowed):
            week.take_over(hands.phone)
    for hands in (siv, story.supervisor):
        rota.plan(hands.phone, [hands.phone.me.person.hex()], today)

    assert rota.on_duty(siv.phone).is_me


def test_a_rota_written_by_a_supporter_s_changed_app_reaches_nobody(story: Story) -> None:
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    with one_action(anna.phone) as action:
        me = anna.phone.me.person.hex()
        action.create(Circle.of_board(), "rota", "rota", order=(me,), starts_on=monday_of(anna.phone.today()))
    story.sync_all(anna, siv)

    assert rota.on_duty(siv.phone).person == ""
    assert safety.safety(anna.phone).quarantined == 1


def test_two_rotas_planned_apart_are_marked_until_somebody_plans_anew(story: Story) -> None:
    siv, bo = (story.with_role(name, Role.COORDINATOR) for name in ("Siv Samordnare", "Bo Samordnare"))
    monday = duty_week(story.time, zone=STOCKHOLM)
    for hands in (siv, bo):
        rota.plan(hands.phone, [hands.phone.me.person.hex()], monday)
        story.pass_time(seconds=1)
    story.sync_all(siv, bo, siv)
    shown = [rota.on_duty(hands.phone).person for hands in (siv, bo)]
    assert shown[0] == shown[1]
    assert rota.rota(siv.phone).in_conflict

    rota.plan(siv.phone, [hands.phone.me.person.hex() for hands in (siv, bo)], monday)
    story.sync_all(siv, bo)
    assert not rota.rota(bo.phone).in_conflict
    assert [row.duty.name for row in rota.weeks(bo.phone, 2)] == ["Siv Samordnare", "Bo Samordnare"]
