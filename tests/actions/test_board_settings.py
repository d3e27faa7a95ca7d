"""What a board has decided changes forms, windows, disposal and permissions on every phone that has heard of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fieldapp.actions import board_settings, disposals, lease, promises, recipients, referring, sessions, visits
from fieldapp.actions.documenting import NameNotWritten, NumberNeedsConsent, writes_identity
from fieldapp.actions.errors import NotAllowed
from fieldapp.domain.board_settings import Setting
from fieldapp.domain.consent import ConsentAnswer
from fieldapp.domain.contact_choices import IdentityLevel
from fieldapp.domain.incident import IncidentType
from fieldapp.domain.member import Role
from fieldapp.domain.permissions import Action
from fieldapp.domain.session import DocumentationMode
from fieldapp.domain.visit_choices import Outcome
from fieldapp.domain.windows import WINDOWS, Days, FollowUpKind
from sync.protocol import circle
from tests.benchmarks.board import ALARM, CALL_HER, MOTHER
from tests.journeys.people import Hands, Story

ANONYMOUS = replace(MOTHER, identity_level=IdentityLevel.ANONYMOUS, name="")


def met(hands: Hands, form: visits.VisitForm = ANONYMOUS) -> str:
    session = (sessions.current(hands.phone) or sessions.open_session(hands.phone, ALARM)).id
    return visits.register_visit(hands.phone, session, visits.new_code(hands.phone), form).contact_id


def test_without_identity_a_name_is_refused_and_a_number_needs_a_yes(story: Story) -> None:
    anna = story.with_role("Anna Stöd", circle.Role.SUPPORTER)
    before = met(anna, MOTHER)
    board_settings.decide_mode(story.supervisor.phone, DocumentationMode.NO_IDENTITY)
    anna.sync()
    session = sessions.current(anna.phone)
    assert session is not None

    assert not writes_identity(anna.phone, session.id)
    assert promises.contact_of(anna.phone, before).name == "Amina"
    with pytest.raises(NameNotWritten):
        met(anna, MOTHER)
    contact = met(anna)
    with pytest.raises(NumberNeedsConsent):
        promises.agree(anna.phone, contact, replace(CALL_HER, wants=ConsentAnswer.NOT_ASKED))
    promises.agree(anna.phone, contact, CALL_HER)
    assert promises.contact_of(anna.phone, contact).phone == "070-123 45 67"


def test_a_session_stays_as_strict_as_it_was_opened(story: Story) -> None:
    chef = story.supervisor
    board_settings.decide_mode(chef.phone, DocumentationMode.NO_IDENTITY)
    session = sessions.open_session(chef.phone, ALARM).id
    board_settings.decide_mode(chef.phone, DocumentationMode.FULL)

    assert not writes_identity(chef.phone, session)
    assert writes_identity(chef.phone, sessions.open_session(chef.phone, ALARM).id)


def test_the_windows_of_an_incident_are_those_the_board_decided(story: Story) -> None:
    chef = story.supervisor
    sooner = {**WINDOWS, FollowUpKind.EARLY: Days(1, 1, 4)}
    contact = met(chef)
    usual = promises.proposals(chef.phone, contact)[0].window
    board_settings.decide_windows(chef.phone, IncidentType.SHOOTING, sooner)
    proposed = promises.proposals(chef.phone, contact)[0].window

    assert (usual.latest - proposed.latest, usual.target - proposed.target) == (timedelta(3), timedelta(2))
    board_settings.decide_windows(chef.phone, IncidentType.FIRE, sooner)
    assert set(board_settings.settings(chef.phone).windows) == {IncidentType.SHOOTING, IncidentType.FIRE}


def test_disposal_is_looked_at_when_the_board_s_time_is_over_and_nothing_is_open(story: Story) -> None:
    chef = story.supervisor
    contact = met(chef, replace(ANONYMOUS, outcome=Outcome.INFORMATION_GIVEN))
    waiting = met(chef)
    promises.agree(chef.phone, waiting, CALL_HER)
    board_settings.decide_number(chef.phone, Setting.RETENTION, 12)
    story.pass_time(days=364)
    assert disposals.due(chef.phone) == ()

    story.pass_time(days=3)
    assert [one for one, _ in disposals.due(chef.phone)] == [contact]


def test_what_was_taken_away_is_refused_and_given_back(story: Story) -> None:
    siv = story.with_role("Siv Samordnare", circle.Role.COORDINATOR)
    cells = {(Role.COORDINATOR, Action.SEND_REFERRAL), (Role.COORDINATOR, Action.OPEN_SESSION)}
    assert referring.may_send(siv.phone)
    board_settings.decide_taken_away(story.supervisor.phone, cells)
    siv.sync()

    assert not referring.may_send(siv.phone)
    assert recipients.may_keep(siv.phone)
    with pytest.raises(NotAllowed):
        sessions.open_session(siv.phone, ALARM)
    board_settings.decide_taken_away(story.supervisor.phone, ())
    siv.sync()
    assert referring.may_send(siv.phone)


def test_a_phone_shows_nothing_after_as_many_days_as_the_board_decided(story: Story) -> None:
    anna = story.with_role("Anna Stöd", circle.Role.SUPPORTER)
    board_settings.decide_number(story.supervisor.phone, Setting.LEASE, 3)
    anna.sync()
    story.pass_time(days=4)

    assert lease.has_lapsed(anna.phone)


def test_only_a_supervisor_decides_and_everybody_reads_who_decided_what(story: Story) -> None:
    anna, chef = story.with_role("Anna Stöd", circle.Role.SUPPORTER), story.supervisor
    with pytest.raises(NotAllowed):
        board_settings.decide_mode(anna.phone, DocumentationMode.NO_IDENTITY)
    board_settings.decide_number(chef.phone, Setting.RETENTION, 24)
    board_settings.decide_mode(chef.phone, DocumentationMode.NO_IDENTITY)
    anna.sync()
    last, first = board_settings.history(anna.phone)

    assert (first.what, first.after.retention_months) == ((Setting.RETENTION,), 24)
    assert first.device == last.device == chef.phone.device_label
    assert (last.what, last.after.mode) == ((Setting.MODE,), DocumentationMode.NO_IDENTITY)
    assert last.after.retention_months == 24
