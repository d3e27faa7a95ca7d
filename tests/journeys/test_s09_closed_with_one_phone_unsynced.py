"""S9: a session is closed with one phone in Dalarna, and what it brings five days later is not lost."""

from dataclasses import replace

import pytest

from fieldapp.actions import closing, duplicates, evaluating, late, measuring, persons, queue, sessions, visits
from fieldapp.actions.errors import NotAllowed, SessionStillOpen
from fieldapp.actions.views import SafetyState
from fieldapp.domain.closing import NotReadyToArchive, NotReadyToClose, WriteOffReasonMissing
from fieldapp.domain.evaluation import (
    EvaluationIncomplete,
    EvaluationStage,
    EvaluationText,
    ImprovementIncomplete,
    ImprovementState,
    WaiverReasonMissing,
)
from fieldapp.domain.follow_up import FollowUpResult
from fieldapp.domain.visit_choices import Outcome
from sync.protocol.circle import Role
from sync.protocol.members import SessionState
from tests.journeys.people import Story
from tests.journeys.test_main_job import ALARM, MOTHER, met

CALM = replace(MOTHER, outcome=Outcome.INFORMATION_GIVEN, name="Bo")
WORDS = {EvaluationText.WORKED: "Öppet redan efter sex minuter.", EvaluationText.DID_NOT_WORK: "En telefon var borta."}


def test_nothing_is_lost_and_the_evaluation_counts_what_came_late(story: Story) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna, bertil = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Bertil Stöd", Role.SUPPORTER)
    chief = story.supervisor.phone
    opened = sessions.open_session(anna.phone, ALARM)
    sessions.join_session(bertil.phone, opened.code)
    met(anna)
    visits.register_visit(bertil.phone, opened.id, visits.new_code(bertil.phone), CALM)
    story.sync_all(anna, bertil, anna, siv)

    story.pass_time(days=1)
    session = sessions.current(bertil.phone)
    assert session is not None
    for name in ("Ulla", "Nils"):
        visits.register_visit(bertil.phone, session.id, visits.new_code(bertil.phone), replace(CALM, name=name))
    _, code = met(bertil, replace(MOTHER, name="Amina"))  # the same name and number as Anna's
    bertil.hello_only()

    story.pass_time(days=3)
    story.supervisor.sync()
    closing.start_closing(chief, opened.id)
    anna.sync()
    found = closing.refresh(chief, opened.id)
    [k3] = found.unsettled
    assert k3.label == bertil.phone.device_label
    assert {device.label for device in found.devices} == {anna.phone.device_label, bertil.phone.device_label}
    assert k3.heard_at is not None
    assert k3.count.issued is not None
    assert k3.count.missing == k3.count.issued - k3.count.received > 0
    assert found.evaluation is EvaluationStage.BEGUN
    with pytest.raises(NotReadyToClose):
        closing.close(chief, opened.id)
    assert sessions.view(chief, opened.id).state is SessionState.CLOSING
    with pytest.raises(WriteOffReasonMissing):
        closing.write_off(chief, opened.id, k3.device, " ")
    closing.write_off(chief, opened.id, k3.device, "Telefonen är på semester i Dalarna")
    closing.close(chief, opened.id)
    assert sessions.view(chief, opened.id).state is SessionState.CLOSED
    assert measuring.figures(chief, (opened.id,)).written_off == 1
    assert measuring.figures(chief, (opened.id,)).late == 0

    story.pass_time(days=5)
    bertil.sync()
    assert SafetyState.QUARANTINED in {row.state for row in visits.my_visits(bertil.phone)}
    arrived = late.fetch(chief)
    assert [code in item.codes for item in arrived].count(True) == 2
    assert any(item.needs_follow_up for item in arrived)
    assert late.visits_of(chief, opened.id) == 3
    # Nothing of it is among the records before the supervisor has taken it in.
    assert len(visits.contacts(siv.phone)) == 2

    for item in arrived:
        late.take_in(chief, item.id)
    story.sync_all(story.supervisor, siv)
    [overdue] = [row for row in queue.queue(siv.phone).overdue if row.code == code]
    assert overdue.window.latest < siv.phone.today()
    assert sessions.view(chief, opened.id).state is SessionState.CLOSED
    assert len(visits.contacts(siv.phone)) == 5
    [proposed] = duplicates.proposals(siv.phone)
    assert len({queue.find_by_code(siv.phone, row.code) for row in queue.queue(siv.phone).overdue}) == 2
    assert len(set(proposed.pair)) == 2
    figures = measuring.figures(chief, (opened.id,))
    assert (figures.visits, figures.late) == (5, 3)
    story.sync_all(siv, story.supervisor)
    assert late.visits_of(chief, opened.id) == 3


def test_it_is_archived_only_when_it_is_evaluated_and_nobody_waits_for_a_call(story: Story) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    chief = story.supervisor.phone
    opened = sessions.open_session(anna.phone, ALARM)
    met(anna)
    story.sync_all(anna, siv, story.supervisor)
    with pytest.raises(SessionStillOpen):
        evaluating.archive(chief, opened.id)
    closing.start_closing(chief, opened.id)
    anna.sync()
    closing.close(chief, opened.id)

    with pytest.raises(NotReadyToArchive):
        evaluating.archive(chief, opened.id)
    with pytest.raises(EvaluationIncomplete):
        evaluating.finish(chief, opened.id)
    evaluating.write(chief, opened.id, WORDS)
    evaluating.finish(chief, opened.id)
    with pytest.raises(NotReadyToArchive):
        evaluating.archive(chief, opened.id)
    [promised] = queue.follow_ups(siv.phone)
    persons.set_result(siv.phone, promised.id, FollowUpResult.FEELS_BETTER)
    story.sync_all(siv, story.supervisor)
    evaluating.archive(chief, opened.id)
    story.sync_all(story.supervisor, siv)

    assert sessions.view(siv.phone, opened.id).archived
    assert evaluating.evaluation_of(siv.phone, opened.id).worked == WORDS[EvaluationText.WORKED]
    for deed in (evaluating.begin, evaluating.finish, evaluating.archive):
        with pytest.raises(NotAllowed):
            deed(siv.phone, opened.id)


def test_improvements_have_an_owner_and_a_date_and_are_followed(story: Story) -> None:
    chief = story.supervisor.phone
    opened = sessions.open_session(chief, ALARM)
    with pytest.raises(ImprovementIncomplete):
        evaluating.improve(chief, opened.id, "Fler laddare", "", chief.today())
    better = evaluating.improve(chief, opened.id, "Fler laddare", "Logistik", chief.today())
    evaluating.move_improvement(chief, better, ImprovementState.ONGOING)

    [found] = evaluating.improvements(chief, opened.id)
    assert (found.text, found.owner, found.state) == ("Fler laddare", "Logistik", ImprovementState.ONGOING)
    story.pass_time(days=2)
    assert found.is_overdue(chief.today())


def test_a_session_goes_without_an_evaluation_only_for_a_reason(story: Story) -> None:
    chief = story.supervisor.phone
    opened = sessions.open_session(chief, ALARM)
    with pytest.raises(WaiverReasonMissing):
        evaluating.waive(chief, opened.id, " ")
    evaluating.waive(chief, opened.id, "Öppnad av misstag")

    assert evaluating.stage(chief, opened.id) is EvaluationStage.WAIVED
