"""The roster on every phone, calling in, and the hours of those who work."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fieldapp.actions import leaving, people, roster, rota, sessions, shifts, staffing
from fieldapp.actions.connecting import enrol, read_code
from fieldapp.actions.errors import NotAllowed
from fieldapp.crypto.passphrase import FLOOR
from fieldapp.domain.call_out import Availability
from fieldapp.domain.merge import shown
from fieldapp.domain.roster import PersonalNumberWritten, RosterForm
from fieldapp.domain.shift import ReliefTalk, ShiftWarning
from fieldapp.store import records
from sync.protocol.circle import Role
from tests.journeys.people import PASSPHRASE, Hands, Story
from tests.journeys.test_main_job import ALARM

VERA = RosterForm(name="Vera Stöd", phone="070-174 06 20", trained=True, languages=("arabiska",))


def on_shift(story: Story) -> tuple[Hands, Hands, str]:
    """A coordinator, a supporter who has opened a session, and its id."""
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    story.time = story.time.replace(microsecond=0)
    opened = sessions.open_session(anna.phone, ALARM)
    story.sync_all(story.supervisor, anna, siv)
    return siv, anna, opened.id


def test_the_roster_is_read_by_every_phone_of_the_board_and_holds_no_personal_number(story: Story) -> None:
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    with pytest.raises(PersonalNumberWritten):
        roster.save(siv.phone, RosterForm(name="Vera 850412-1234"))
    person = roster.save(siv.phone, VERA)
    for number in range(18):
        roster.save(siv.phone, RosterForm(name=f"Kollega {number:02}"))
    story.sync_all(siv, story.supervisor, anna)

    for hands in (anna, story.supervisor):
        listed = roster.roster(hands.phone)
        vera = next(row for row in listed if row.person == person)
        assert len(listed) == 22
        assert (vera.name, vera.trained, vera.languages, vera.label) == ("Vera Stöd", True, ("arabiska",), "")
        assert next(row for row in listed if row.name == "Anna Stöd").label == "K1"


def test_a_colleague_in_the_roster_gets_her_phone_and_stays_one_person(story: Story) -> None:
    person = roster.save(story.supervisor.phone, VERA)
    invitation = people.invite_member(story.supervisor.phone, person)
    vera = story.new_hands("vera")
    vera.holds(enrol(vera.folder, read_code(invitation.link), PASSPHRASE, cost=FLOOR, clock=story.now))
    story.sync_all(vera, story.supervisor)

    assert vera.phone.me.person.hex() == person
    assert [row.label for row in roster.roster(story.supervisor.phone) if row.person == person] == ["K1"]


def test_edits_of_one_colleague_made_apart_are_both_kept(story: Story) -> None:
    siv, chief = story.with_role("Siv Samordnare", Role.COORDINATOR), story.supervisor
    person = roster.save(siv.phone, VERA)
    story.sync_all(siv, chief)
    roster.save(siv.phone, replace(VERA, phone="070-174 06 21"), person)
    roster.save(chief.phone, replace(VERA, languages=("polska",)), person)
    story.sync_all(siv, chief, siv)

    for hands in (siv, chief):
        row = next(one for one in roster.roster(hands.phone) if one.person == person)
        assert (row.phone, row.languages, row.in_conflict) == ("070-174 06 21", ("polska",), False)


def test_supporters_are_called_in_and_whom_to_call_next_stands_first(story: Story) -> None:
    siv, anna, session = on_shift(story)
    ids = {name: roster.save(siv.phone, RosterForm(name=name, trained=name == "Cia")) for name in ("Bea", "Cia", "Dag")}
    first = [row.colleague.name for row in staffing.staff(siv.phone, session).call_outs]
    assert first == ["Cia", "Bea", "Dag", "Anna Stöd"]

    for name, answer in (("Cia", Availability.YES), ("Dag", Availability.NO), ("Bea", Availability.NO_ANSWER)):
        staffing.note_answer(siv.phone, session, ids[name], answer)
    staffing.note_answer(siv.phone, session, ids["Bea"], Availability.NO_ANSWER)
    story.sync_all(siv, story.supervisor)
    for hands in (siv, story.supervisor):
        rows = staffing.staff(hands.phone, session).call_outs
        assert [(row.colleague.name, row.answer, row.is_on) for row in rows] == [
            ("Bea", Availability.NO_ANSWER, False),
            ("Cia", Availability.YES, False),
            ("Dag", Availability.NO, False),
            ("Anna Stöd", None, True),
        ]
    assert len(records.records(siv.phone.store, "call_out")) == 3
    with pytest.raises(NotAllowed):
        staffing.note_answer(anna.phone, session, ids["Cia"], Availability.YES)


def test_a_shift_begins_with_joining_warns_at_four_and_eight_hours_and_ends_with_check_out(story: Story) -> None:
    siv, anna, session = on_shift(story)
    bea = story.with_role("Bea Stöd", Role.SUPPORTER)
    code = sessions.view(anna.phone, session).code
    sessions.join_session(bea.phone, code)
    sessions.join_session(bea.phone, code)
    story.pass_time(hours=4, minutes=1)
    shifts.take_break(bea.phone, session)
    shifts.take_break(bea.phone, session)
    story.sync_all(story.supervisor, anna, bea, siv)
    now = {row.name: row for row in staffing.staff(siv.phone, session).on}
    assert set(now) == {"Anna Stöd", "Bea Stöd"}
    assert now["Anna Stöd"].warnings == (ShiftWarning.BREAK_DUE,)
    assert now["Bea Stöd"].warnings == ()
    assert now["Bea Stöd"].has_break_now

    story.pass_time(minutes=30)
    shifts.end_break(bea.phone, session)
    story.pass_time(hours=3, minutes=30)
    leaving.check_out(bea.phone, session)
    bea.sync()
    story.sync_all(bea, siv)
    found = staffing.staff(siv.phone, session)
    assert [(row.name, row.worked) for row in found.off] == [("Bea Stöd", timedelta(hours=7, minutes=31))]
    assert [(row.name, row.warnings) for row in found.on] == [
        ("Anna Stöd", (ShiftWarning.BREAK_DUE, ShiftWarning.TOO_LONG))
    ]
    assert found.hours == timedelta(hours=15, minutes=32)
    assert not bea.phone.roster.works_in(bea.phone.id, bytes.fromhex(session))


def test_of_a_relief_talk_is_kept_that_it_was_offered_or_held_and_not_a_word(story: Story) -> None:
    siv, anna, session = on_shift(story)
    story.pass_time(hours=6)
    leaving.check_out(anna.phone, session)
    story.sync_all(anna, siv)
    (shift,) = staffing.staff(siv.phone, session).off
    before = {*records.record(siv.phone.store, "shift", shift.id)["fields"]}  # type: ignore[index]
    assert shift.relief_talk is ReliefTalk.NOT_OFFERED
    for talk in (ReliefTalk.OFFERED, ReliefTalk.DONE):
        staffing.note_relief_talk(siv.phone, session, shift.id, talk)
        story.sync_all(siv, story.supervisor)
        assert [row.relief_talk for row in staffing.staff(story.supervisor.phone, session).off] == [talk]

    after = records.record(siv.phone.store, "shift", shift.id)
    assert after
    assert {*after["fields"]} - before == {"relief_talk_offered", "relief_talk_done"}
    assert (shown(after, "relief_talk_offered"), shown(after, "relief_talk_done")) == (True, True)
    with pytest.raises(NotAllowed):
        staffing.note_relief_talk(anna.phone, session, shift.id, ReliefTalk.NOT_OFFERED)


def test_a_check_out_that_is_taken_back_goes_on_with_the_same_shift(story: Story) -> None:
    siv, anna, session = on_shift(story)
    story.pass_time(hours=1)
    leaving.check_out(anna.phone, session)
    assert shifts.mine(anna.phone, session) is None
    story.pass_time(hours=1)
    leaving.stay(anna.phone, session)
    story.sync_all(anna, siv)

    assert [row.worked for row in staffing.staff(siv.phone, session).on] == [timedelta(hours=2)]


def test_only_coordinators_and_supervisors_change_the_roster(story: Story) -> None:
    anna, auditor = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Ada Granskare", Role.AUDITOR)
    for hands in (anna, auditor):
        with pytest.raises(NotAllowed):
            roster.save(hands.phone, VERA)
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    with pytest.raises(NotAllowed):
        people.invite_member(siv.phone, siv.phone.me.person.hex())

    assert rota.coordinators(siv.phone)
