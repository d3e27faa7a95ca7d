"""The main job, step by step, through what people do."""

import pytest

from fieldapp.actions import counting, drafts, people, persons, promises, queue, safety, sessions, visits
from fieldapp.actions.views import SafetyState
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.consent import ConsentAnswer
from fieldapp.domain.contact_choices import AffectedAs, AgeBand, BestTime, ContactWay, IdentityLevel
from fieldapp.domain.follow_up import FollowUpKind, FollowUpResult, UnreachableTooSoon
from fieldapp.domain.follow_up_form import FollowUpForm
from fieldapp.domain.incident import AlarmSource, IncidentType
from fieldapp.domain.site import SiteKind
from fieldapp.domain.tally import TallyGroup
from fieldapp.domain.visit_choices import AcuteAction, Need, Outcome, SupportGiven
from fieldapp.domain.visit_form import VisitForm
from fieldapp.store import heard
from sync.client.errors import ServerUnreachable
from sync.protocol.circle import Role
from tests.journeys.people import Hands, Story
from tests.server.running import RunningServer

ALARM = sessions.OpenSession(
    incident_type=IncidentType.SHOOTING,
    area="Hässelby gård",
    alarm_source=AlarmSource.DUTY_OFFICER,
    site_kind=SiteKind.PREMISES,
    site_name="Medborgarkontoret",
)
MOTHER = VisitForm(
    identity_level=IdentityLevel.FIRST_NAME,
    name="Amina",
    age_band=AgeBand.AGE_30_64,
    affected_as=AffectedAs.RELATIVE_OF_INJURED,
    needs=(Need.TALK,),
    support_given=(SupportGiven.LISTENING,),
    acute_actions=(AcuteAction.NO_DANGER,),
    outcome=Outcome.FOLLOW_UP_BY_US,
    note="Vill prata igen",
    info_given=True,
)
CALL_HER = FollowUpForm(
    kind=FollowUpKind.EARLY,
    contact_way=ContactWay.PHONE,
    phone="070-123 45 67",
    ok_leave_message=False,
    best_time=BestTime.MORNING,
    wants=ConsentAnswer.YES,
)


def met(hands: Hands, form: VisitForm = MOTHER) -> tuple[str, str]:
    """(contact id, code) of a person met in the phone's session and promised a call."""
    session = sessions.current(hands.phone)
    assert session is not None
    saved = visits.register_visit(hands.phone, session.id, visits.new_code(hands.phone), form)
    promises.agree(hands.phone, saved.contact_id, CALL_HER)
    return saved.contact_id, saved.code


def test_a_promise_made_offline_is_kept_by_a_coordinator(story: Story, server: RunningServer) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna, bertil = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Bertil Stöd", Role.SUPPORTER)

    server.stop()
    opened = sessions.open_session(anna.phone, ALARM)
    joined = sessions.join_session(bertil.phone, opened.code)
    assert joined.id == opened.id
    assert not joined.facts_known
    counting.count(anna.phone, opened.id, TallyGroup.ADULTS, 1)
    contact_id, code = met(anna)
    with pytest.raises(ServerUnreachable):
        anna.sync()
    assert safety.safety(anna.phone).waiting > 0

    anna.restart()
    assert safety.safety(anna.phone).waiting > 0
    server.start()
    bertil.sync()
    anna.sync()
    assert safety.safety(anna.phone).all_safe
    assert {row.state for row in visits.my_visits(anna.phone)} == {SafetyState.RECEIPTED}

    coordinator.sync()
    waiting = queue.queue(coordinator.phone)
    assert [row.code for row in waiting.coming] == [code]
    assert waiting.unclaimed == waiting.coming

    story.pass_time(days=3)
    assert [row.code for row in queue.queue(coordinator.phone).due] == [code]
    opened_person = persons.open_person(coordinator.phone, contact_id)
    assert (opened_person.name, opened_person.phone) == ("Amina", "070-123 45 67")
    follow_up = opened_person.follow_ups[0].follow_up_id
    persons.take(coordinator.phone, follow_up)
    persons.record_attempt(coordinator.phone, follow_up, ContactWay.PHONE, AttemptResult.NO_ANSWER)
    with pytest.raises(UnreachableTooSoon):
        persons.set_result(coordinator.phone, follow_up, FollowUpResult.UNREACHABLE)
    story.pass_time(days=1)
    persons.record_attempt(coordinator.phone, follow_up, ContactWay.PHONE, AttemptResult.REACHED)
    next_call = FollowUpForm(
        kind=FollowUpKind.ONE_MONTH, contact_way=ContactWay.PHONE, phone="070-123 45 67", ok_leave_message=False
    )
    persons.set_result(coordinator.phone, follow_up, FollowUpResult.CONTINUED_NEED, next_call)

    assert [row.kind for row in queue.queue(coordinator.phone).coming] == [FollowUpKind.ONE_MONTH]
    coordinator.sync()
    anna.sync()
    assert {card.kind for card in persons.reread_person(anna.phone, contact_id).follow_ups} == {
        FollowUpKind.EARLY,
        FollowUpKind.ONE_MONTH,
    }


def test_one_supporter_never_sees_another_s_visits(story: Story) -> None:
    anna, bertil = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Bertil Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    sessions.join_session(bertil.phone, opened.code)
    met(anna)
    story.sync_all(anna, bertil, anna, bertil)

    known = sessions.view(bertil.phone, opened.id)
    assert known.facts_known
    assert known.area == "Hässelby gård"
    assert visits.contacts(bertil.phone) == []


def test_a_draft_survives_the_app_being_killed(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    drafts.save(anna.phone, visits.DRAFT, {"code": "HV-000", "name": "Amina"})
    anna.restart()

    assert drafts.load(anna.phone, visits.DRAFT) == {"code": "HV-000", "name": "Amina"}


def test_a_visit_saved_by_mistake_is_taken_back(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    opened = sessions.open_session(anna.phone, ALARM)
    saved = visits.register_visit(anna.phone, opened.id, visits.new_code(anna.phone), MOTHER)
    promises.agree(anna.phone, saved.contact_id, CALL_HER)
    visits.undo_visit(anna.phone, saved)
    story.sync_all(anna, coordinator)

    assert visits.my_visits(anna.phone) == ()
    view = queue.queue(coordinator.phone)
    assert view.overdue + view.due + view.coming == ()


def test_a_double_tap_is_one_visit(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    code = visits.new_code(anna.phone)
    first = visits.register_visit(anna.phone, opened.id, code, MOTHER)

    assert visits.register_visit(anna.phone, opened.id, code, MOTHER) == first
    assert len(visits.my_visits(anna.phone)) == 1


def test_edits_made_apart_are_both_kept_until_a_human_settles_them(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    sessions.open_session(anna.phone, ALARM)
    contact_id, _ = met(anna)
    story.sync_all(anna, coordinator)

    follow_up = persons.open_person(coordinator.phone, contact_id).follow_ups[0].follow_up_id
    persons.record_attempt(
        coordinator.phone, follow_up, ContactWay.PHONE, AttemptResult.WRONG_NUMBER, new_phone="070-999 99 99"
    )
    promises.agree(
        anna.phone,
        contact_id,
        FollowUpForm(
            kind=FollowUpKind.ONE_MONTH,
            contact_way=ContactWay.PHONE,
            phone="070-111 11 11",
            ok_leave_message=False,
            wants=ConsentAnswer.YES,
        ),
    )
    story.sync_all(anna, coordinator, anna, coordinator)

    for hands in (anna, coordinator):
        found = persons.reread_person(hands.phone, contact_id).conflicts
        assert {conflict.field for conflict in found} == {"phone"}
        assert set(found[0].values) == {"070-999 99 99", "070-111 11 11"}

    persons.settle(coordinator.phone, found[0], found[0].values.index("070-111 11 11"))
    story.sync_all(coordinator, anna)

    for hands in (anna, coordinator):
        person = persons.reread_person(hands.phone, contact_id)
        assert person.conflicts == ()
        assert person.phone == "070-111 11 11"


def test_how_long_the_oldest_has_waited_is_said_here_and_to_the_server(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    anna.sync()
    met(anna)
    since = story.time
    story.pass_time(hours=30)
    met(anna)
    anna.hello_only()
    people.fetch_devices(story.supervisor.phone)
    chief, device = story.supervisor.phone, anna.phone.me
    said = heard.of_device(chief.store, device.id, device.signing).heartbeat

    assert safety.safety(anna.phone).oldest_waiting == since
    assert said is not None
    assert said.oldest_waiting == since.replace(microsecond=0)
    anna.sync()
    assert safety.safety(anna.phone).oldest_waiting is None
