"""Outside actors on the staff list: at level 2 alone, and without anything that opens a record."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from fieldapp.actions import activation, outside, sessions
from fieldapp.actions.errors import GoneMeanwhile, NotAllowed
from fieldapp.domain.incident import Level
from fieldapp.domain.outside_staff import (
    LeavesBeforeComing,
    OnlyAtLevelTwo,
    OutsideStaffForm,
    OutsideStaffIncomplete,
    OutsideStaffNumbered,
)
from fieldapp.store import keyring, outbox
from sync.protocol.circle import Role
from tests.benchmarks.board import ALARM
from tests.journeys.people import Hands, Story
from tests.ui.open_page import open_at


def red_cross(story: Story, **changed: object) -> OutsideStaffForm:
    begins = story.now()
    form = OutsideStaffForm(
        organisation="Röda Korset",
        function="Samtalsstöd",
        people=4,
        begins_at=begins,
        ends_at=begins + timedelta(hours=6),
        contact="Maria, insatsledare",
    )
    return replace(form, **changed)


def level(hands: Hands, session: str, to: Level) -> None:
    activation.decide(hands.phone, session, replace(activation.activation(hands.phone, session), level=to))


def test_at_level_two_they_are_on_everybody_s_list_and_get_no_device_and_no_key(story: Story) -> None:
    anna, siv = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.open_session(anna.phone, ALARM).id
    story.sync_all(anna, siv)
    with pytest.raises(OnlyAtLevelTwo):
        outside.add(siv.phone, session, red_cross(story))
    level(siv, session, Level.EXTERNAL)
    devices, keys = set(siv.phone.roster.devices), len(keyring.circle_keys(siv.phone.store))
    siv.sync()
    outside.add(siv.phone, session, red_cross(story))
    waiting = [outbox.count_waiting(siv.phone.store, kind) for kind in outbox.Kind]
    story.sync_all(siv, anna)

    assert waiting == [kind is outbox.Kind.ENVELOPE for kind in outbox.Kind]
    assert set(siv.phone.roster.devices) == devices
    assert len(keyring.circle_keys(siv.phone.store)) == keys
    [listed] = outside.outside_staff(anna.phone, session)
    assert (listed.organisation, listed.function, listed.people) == ("Röda Korset", "Samtalsstöd", 4)
    assert listed.ends_at == listed.begins_at + timedelta(hours=6)
    assert "Maria" not in repr(listed)
    with pytest.raises(NotAllowed):
        outside.add(anna.phone, session, red_cross(story))


def test_what_was_written_stays_when_the_level_goes_back_and_no_more_is_written(story: Story) -> None:
    chef = story.supervisor
    session = sessions.open_session(chef.phone, ALARM).id
    level(chef, session, Level.EXTERNAL)
    staff = outside.add(chef.phone, session, red_cross(story))
    level(chef, session, Level.INTERNAL)

    assert not outside.may_add(chef.phone, session)
    with pytest.raises(OnlyAtLevelTwo):
        outside.add(chef.phone, session, red_cross(story))
    assert [one.id for one in outside.outside_staff(chef.phone, session)] == [staff]
    outside.note_gone(chef.phone, session, staff)
    assert [one.is_gone(story.now()) for one in outside.outside_staff(chef.phone, session)] == [True]
    with pytest.raises(GoneMeanwhile):
        outside.note_gone(chef.phone, session, "somebody")


def test_no_line_is_half_and_none_is_about_a_visitor(story: Story) -> None:
    chef = story.supervisor
    session = sessions.open_session(chef.phone, ALARM).id
    level(chef, session, Level.EXTERNAL)
    for wrong, problem in (
        ({"organisation": " "}, OutsideStaffIncomplete),
        ({"function": ""}, OutsideStaffIncomplete),
        ({"people": 0}, OutsideStaffIncomplete),
        ({"ends_at": story.now()}, LeavesBeforeComing),
        ({"contact": "19850412-1234"}, OutsideStaffNumbered),
    ):
        with pytest.raises(problem):
            outside.add(chef.phone, session, red_cross(story, **wrong))

    assert outside.outside_staff(chef.phone, session) == ()


def test_they_leave_the_list_of_those_who_are_here_by_themselves_at_their_hour(story: Story) -> None:
    chef = story.supervisor
    session = sessions.open_session(chef.phone, ALARM).id
    level(chef, session, Level.EXTERNAL)
    outside.add(chef.phone, session, red_cross(story))
    story.pass_time(hours=2)
    outside.add(chef.phone, session, red_cross(story, organisation="Svenska kyrkan"))
    story.pass_time(hours=5)

    told = [(one.organisation, one.is_gone(story.now())) for one in outside.outside_staff(chef.phone, session)]
    assert told == [("Svenska kyrkan", False), ("Röda Korset", True)]


def test_the_staff_page_offers_it_at_level_two_alone(story: Story) -> None:
    chef = story.supervisor
    session = sessions.open_session(chef.phone, ALARM).id
    staff = f"/sessions/session/{session}/staff"

    async def looks() -> None:
        page = await open_at(chef.phone, staff)
        assert not page.offers("Sätt upp utomstående")
        assert not page.shows("Utomstående")
        await page.go(f"{staff}/outside")
        assert page.shows("Bara på nivå 2")
        page.close()
        level(chef, session, Level.EXTERNAL)
        page = await open_at(chef.phone, staff)
        assert page.offers("Sätt upp utomstående")
        await page.go(f"{staff}/outside")
        await page.write("Organisation", "Röda Korset")
        await page.tap_until("Sätt upp dem på listan", "vad de gör här")
        await page.write("Vad de gör här", "Samtalsstöd")
        await page.tap_until("Sätt upp dem på listan", "Samtalsstöd, 1 person")
        await page.tap("Notera att de har gått")
        assert page.shows("Har Röda Korset gått?")
        await page.tap_until("De har gått", "Har gått")
        assert not page.offers("Notera att de har gått")
        page.close()

    asyncio.run(looks())
