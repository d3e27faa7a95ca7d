"""Deviations from the routines: who may note them, that they stay, and that they are told when a session is judged."""

import asyncio
from datetime import timedelta

import pytest

from fieldapp.actions import deviating, measuring, sessions
from fieldapp.actions.deviating import deviations
from fieldapp.actions.errors import GoneMeanwhile, NoSession, NotAllowed
from fieldapp.domain.activation_reason import NoteAboutAPerson
from fieldapp.domain.deviation import DeviationIncomplete
from fieldapp.domain.late_entry import TimeAhead
from fieldapp.ui.screens.evaluation.files import as_table
from fieldapp.ui.screens.evaluation.looked_at import LookedAt
from fieldapp.ui.screens.evaluation.saving import sections_of
from sync.protocol.circle import Role
from tests.benchmarks.board import ALARM
from tests.journeys.people import Story
from tests.ui.open_page import open_at

KEY, GUARD = "Nyckeln till lokalen saknades", "Väktaren öppnade efter en kvart"


def test_what_went_against_the_routine_is_noted_by_who_works_there_and_read_by_who_follows_up(story: Story) -> None:
    anna, siv = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.open_session(anna.phone, ALARM).id
    deviating.note(anna.phone, session, anna.phone.now() - timedelta(hours=1), f" {KEY} ", GUARD)
    story.sync_all(anna, siv)
    deviating.note(siv.phone, session, siv.phone.now(), "Ingen tolk", "Telefontolk")
    story.sync_all(siv, anna, story.supervisor)

    for hands in (anna, siv, story.supervisor):
        assert [one.what for one in deviations(hands.phone, [session])] == ["Ingen tolk", KEY]
    [_, first] = deviations(siv.phone, [session])
    assert (first.done, first.by) == (GUARD, anna.phone.me.person.hex())
    assert KEY not in repr(first)


def test_nobody_notes_where_she_does_not_work_and_no_deviation_is_half(story: Story) -> None:
    anna, ada = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Ada Granskare", Role.AUDITOR)
    chef = story.supervisor.phone
    session = sessions.open_session(chef, ALARM).id
    story.sync_all(story.supervisor, anna, ada)
    at = chef.now()

    assert not deviating.may_note(anna.phone, session)
    with pytest.raises(NoSession):
        deviating.note(anna.phone, session, at, KEY, GUARD)
    with pytest.raises(NotAllowed):
        deviating.note(ada.phone, session, at, KEY, GUARD)
    with pytest.raises(GoneMeanwhile):
        deviating.note(chef, "00" * 16, at, KEY, GUARD)
    with pytest.raises(DeviationIncomplete):
        deviating.note(chef, session, at, KEY, "  ")
    with pytest.raises(NoteAboutAPerson):
        deviating.note(chef, session, at, KEY, "19850412-1234 fick vänta")
    with pytest.raises(TimeAhead):
        deviating.note(chef, session, at + timedelta(minutes=5), KEY, GUARD)
    assert deviations(chef, [session]) == ()


def test_they_are_counted_when_the_session_is_looked_back_on_and_stand_in_the_table(story: Story) -> None:
    chef = story.supervisor.phone
    session, other = sessions.open_session(chef, ALARM).id, sessions.open_session(chef, ALARM).id
    deviating.note(chef, session, chef.now(), KEY, GUARD)
    deviating.note(chef, other, chef.now(), "Annat", "Annat")
    found = measuring.figures(chef, [session])
    table = as_table(sections_of(chef, session, LookedAt(found, False, lambda _joint: None))).decode("utf-8-sig")

    assert found.deviations == 1
    assert measuring.figures(chef, [session, other]).deviations == 2
    assert '"Noterade avvikelser";"1"' in table
    assert KEY in table
    assert GUARD in table
    assert chef.device_label not in table


def test_a_supporter_notes_one_on_her_phone_and_it_is_listed(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    session = sessions.open_session(anna.phone, ALARM).id

    async def notes() -> None:
        page = await open_at(anna.phone, "/")
        await page.tap("Notera en avvikelse")
        await page.tap_until("Notera avvikelsen", "Skriv vad som gick emot rutinen")
        await page.write("Vad gick emot rutinen?", KEY)
        await page.write("Vad gjordes åt det?", GUARD)
        await page.write("Tid", "00.00")
        await page.tap_until("Notera avvikelsen", KEY)
        page.close()

    asyncio.run(notes())
    assert [one.done for one in deviations(anna.phone, [session])] == [GUARD]


def test_the_page_of_the_session_lists_them_for_a_coordinator(story: Story) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.open_session(siv.phone, ALARM).id
    deviating.note(siv.phone, session, siv.phone.now(), KEY, GUARD)

    async def reads() -> None:
        page = await open_at(siv.phone, f"/sessions/session/{session}")
        assert page.shows(KEY)
        await page.go(f"/sessions/session/{session}/deviations")
        assert page.shows(GUARD)
        page.close()

    asyncio.run(reads())
