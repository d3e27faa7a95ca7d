"""The board's own words on the routine cards: who writes them, where they stand, and how they go away again."""

import asyncio

import pytest

from fieldapp.actions import local_routines
from fieldapp.actions.errors import NotAllowed
from fieldapp.actions.local_routines import local_words, words_of
from fieldapp.domain.local_routine import WORDS_CHARACTERS, LocalWordsTooLong, PersonOnACard, RoutineCard
from fieldapp.ui.screens.supporter.routine_texts import ROUTINES
from sync.protocol.circle import Role
from tests.journeys.people import Story
from tests.ui.open_page import open_at

ACUTE = RoutineCard.ACUTE_DANGER
KEYS = "Väktaren: 08-508 05 000. Nycklarna hänger i skåp 2."


def test_every_card_on_the_screen_can_have_the_board_s_words() -> None:
    assert [routine.card for routine in ROUTINES] == list(RoutineCard)


def test_what_a_supervisor_writes_stands_on_every_device_of_the_board_offline_too(story: Story) -> None:
    anna, siv = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Siv Samordnare", Role.COORDINATOR)
    local_routines.write(story.supervisor.phone, ACUTE, f"  {KEYS}\n")
    story.sync_all(story.supervisor, anna, siv)
    anna.restart()

    assert [words_of(hands.phone, ACUTE) for hands in (anna, siv)] == [KEYS] * 2
    assert list(local_words(anna.phone)) == [ACUTE]
    assert KEYS not in repr(local_words(anna.phone))
    for hands in (anna, siv):
        with pytest.raises(NotAllowed):
            local_routines.write(hands.phone, ACUTE, "Annat")


def test_they_can_be_changed_and_taken_away(story: Story) -> None:
    chef, anna = story.supervisor, story.with_role("Anna Stöd", Role.SUPPORTER)
    local_routines.write(chef.phone, ACUTE, KEYS)
    local_routines.write(chef.phone, ACUTE, "Skåp 3.")
    story.sync_all(chef, anna)
    assert words_of(anna.phone, ACUTE) == "Skåp 3."

    local_routines.write(chef.phone, ACUTE, "  ")
    story.sync_all(chef, anna)
    assert local_words(anna.phone) == {}
    assert words_of(anna.phone, ACUTE) == ""


def test_two_supervisors_who_write_apart_lose_nothing_of_each_other_s(story: Story) -> None:
    chef, other = story.supervisor, story.with_role("Karl Chef", Role.SUPERVISOR)
    local_routines.write(chef.phone, ACUTE, "Nycklarna hänger i skåp 2.")
    local_routines.write(other.phone, ACUTE, "Ring väktaren först.")
    story.sync_all(chef, other, chef)

    assert words_of(chef.phone, ACUTE) == words_of(other.phone, ACUTE)
    assert {"Nycklarna hänger i skåp 2.", "Ring väktaren först."} == set(words_of(chef.phone, ACUTE).split("\n\n"))


def test_a_card_is_short_and_is_about_no_visitor(story: Story) -> None:
    chef = story.supervisor.phone
    with pytest.raises(LocalWordsTooLong):
        local_routines.write(chef, ACUTE, "å" * (WORDS_CHARACTERS + 1))
    with pytest.raises(PersonOnACard):
        local_routines.write(chef, ACUTE, "Släpp in 19850412-1234")
    local_routines.write(chef, ACUTE, "Ring 0701234567 eller 08-508 05 000.")

    assert "0701234567" in words_of(chef, ACUTE)


def test_a_supervisor_writes_on_the_card_and_it_stands_there_as_the_board_s(story: Story) -> None:
    chef = story.supervisor.phone

    async def writes() -> None:
        page = await open_at(chef, f"/routines/{ACUTE.value}")
        assert "Skriv inga namn på besökare" in str(page.field("Nämndens egna ord").helper)
        await page.write("Nämndens egna ord", KEYS)
        await page.tap_until("Spara", "Med nämndens egna ord")
        await page.tap("Akut fara")
        assert page.shows(KEYS)
        assert page.offers("Ändra nämndens ord")
        page.close()

    asyncio.run(writes())


def test_a_supporter_reads_the_words_and_is_offered_no_pen(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    local_routines.write(story.supervisor.phone, ACUTE, KEYS)
    story.sync_all(story.supervisor, anna)

    async def reads() -> None:
        page = await open_at(anna.phone, "/routines")
        await page.tap("Akut fara")
        assert page.shows(KEYS)
        assert page.shows("Nämndens egna ord")
        assert not page.offers("nämndens ord")
        await page.go(f"/routines/{ACUTE.value}")
        await page.settle()
        assert page.shows("En chef skriver nämndens egna ord")
        page.close()

    asyncio.run(reads())
