"""The alarm chain of a session, who decided, the level, and its places."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fieldapp.actions import activation, measuring, reporting, sessions, sites, visits
from fieldapp.actions.activation import ActivatedBeforeAlarm
from fieldapp.actions.errors import NotAllowed
from fieldapp.domain.activation_reason import ActivationReason, NoteAboutAPerson
from fieldapp.domain.alarm_chain import ChainStep
from fieldapp.domain.incident import DecidedBy, Level
from fieldapp.domain.session_site import SiteForm, SiteIncomplete
from fieldapp.domain.site import SiteKind
from sync.protocol.circle import Role
from tests.journeys.people import Story
from tests.journeys.test_main_job import ALARM, MOTHER, met

SCHOOL = SiteForm(kind=SiteKind.SCHOOL, name="Grimstaskolan", hours="12–21")


def test_the_chain_is_told_with_the_minutes_between(story: Story) -> None:
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    story.time = story.time.replace(microsecond=0)
    alarm = story.time - timedelta(minutes=3)
    opened = sessions.open_session(anna.phone, replace(ALARM, alarm_received_at=alarm))
    story.pass_time(minutes=9)
    met(anna)
    story.pass_time(minutes=30)
    before_the_alarm = replace(MOTHER, started_at=story.time - timedelta(hours=2))
    saved = visits.register_visit(anna.phone, opened.id, visits.new_code(anna.phone), before_the_alarm)
    visits.undo_visit(anna.phone, saved)
    story.sync_all(anna, siv)
    chain = activation.chain(siv.phone, opened.id)

    assert [(one.step, one.minutes) for one in chain.times] == [
        (ChainStep.ALARM, None),
        (ChainStep.ACTIVATED, 3),
        (ChainStep.OPENED, 0),
        (ChainStep.FIRST_VISIT, 9),
    ]
    assert chain.began_in_time


def test_who_decided_is_a_function_and_the_level_can_be_raised(story: Story) -> None:
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    story.time = story.time.replace(microsecond=0)
    opened = sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, siv)
    found = activation.activation(siv.phone, opened.id)
    assert (found.decided_by, found.level) == (None, Level.INTERNAL)
    with pytest.raises(ActivatedBeforeAlarm):
        activation.decide(siv.phone, opened.id, replace(found, activated_at=story.time - timedelta(minutes=9)))

    decided = replace(found, decided_by=DecidedBy.DIRECTOR_ON_DUTY, level=Level.EXTERNAL)
    activation.decide(siv.phone, opened.id, decided)
    story.sync_all(siv, anna, story.supervisor)
    for hands in (siv, anna, story.supervisor):
        assert activation.activation(hands.phone, opened.id) == decided
    with pytest.raises(NotAllowed):
        activation.decide(anna.phone, opened.id, found)


def test_why_it_was_activated_and_what_it_did_to_people_is_read_by_all_and_is_of_nobody(story: Story) -> None:
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, siv)
    found = activation.activation(siv.phone, opened.id)
    for of_somebody in (replace(found, why="Ring 850412-1234"), replace(found, impact="Son till 198504121234")):
        with pytest.raises(NoteAboutAPerson):
            activation.decide(siv.phone, opened.id, of_somebody)

    why = (ActivationReason.CHILDREN_AFFECTED, ActivationReason.ASKED_BY_POLICE)
    told = replace(found, reasons=why, why="Skott vid skolan", impact="Många barn såg det. " + "x" * 400)
    activation.decide(siv.phone, opened.id, told)
    story.sync_all(siv, anna, story.supervisor)
    for hands in (siv, anna, story.supervisor):
        read = activation.activation(hands.phone, opened.id)
        assert (read.reasons, read.why) == (why, "Skott vid skolan")
        assert (read.impact[:19], len(read.impact)) == ("Många barn såg det.", 400)
    assert reporting.status_report(siv.phone, opened.id).reasons == why
    assert measuring.figures(story.supervisor.phone, [opened.id]).reasons == why


def test_notes_written_apart_are_both_kept(story: Story) -> None:
    siv, chief = story.with_role("Siv Samordnare", Role.COORDINATOR), story.supervisor
    opened = sessions.open_session(siv.phone, ALARM)
    story.sync_all(siv, chief)
    for hands, words in ((siv, "Många vittnen"), (chief, "Skolan är stängd")):
        found = activation.activation(hands.phone, opened.id)
        activation.decide(hands.phone, opened.id, replace(found, impact=words))
    story.sync_all(siv, chief, siv)

    for hands in (siv, chief):
        assert {*activation.activation(hands.phone, opened.id).impact.split("\n\n")} == {
            "Många vittnen",
            "Skolan är stängd",
        }


def test_several_places_of_one_session_added_apart_are_all_kept(story: Story) -> None:
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, siv, story.supervisor)
    with pytest.raises(SiteIncomplete):
        sites.add_site(siv.phone, opened.id, replace(SCHOOL, name=" "))
    school = sites.add_site(siv.phone, opened.id, SCHOOL)
    sites.add_site(story.supervisor.phone, opened.id, SiteForm(kind=SiteKind.PHONE, name="Stödtelefonen"))
    story.sync_all(siv, story.supervisor, siv, anna)
    for hands in (siv, anna, story.supervisor):
        assert sites.open_names(hands.phone, opened.id) == ("Medborgarkontoret", "Grimstaskolan", "Stödtelefonen")

    sites.close_site(siv.phone, opened.id, school)
    story.sync_all(siv, anna)
    assert sites.open_names(anna.phone, opened.id) == ("Medborgarkontoret", "Stödtelefonen")
    assert [row.hours for row in sites.sites(anna.phone, opened.id) if row.closed] == ["12–21"]
    with pytest.raises(NotAllowed):
        sites.add_site(anna.phone, opened.id, SCHOOL)
