"""The page where a visit that was lost with a phone is written again."""

import asyncio
from dataclasses import replace

from fieldapp.actions import sessions, visits
from fieldapp.ui.screens.supporter.visit import draft
from sync.protocol.circle import Role
from tests.journeys.people import Story
from tests.journeys.test_main_job import ALARM
from tests.journeys.test_s03_lost_phone import CALM
from tests.ui.open_page import open_at


def test_a_lost_visit_says_that_it_was_written_afterwards_however_little_time_ago_it_was(story: Story) -> None:
    phone = story.with_role("Anna Stöd", Role.SUPPORTER).phone
    sessions.open_session(phone, ALARM)

    async def begins() -> str:
        page = await open_at(phone, "/again")
        await page.write("Tid", f"{phone.now().astimezone(phone.zone):%H.%M}")
        await page.tap("Fortsätt till besöket")
        left_for = await page.until_left("/again")
        page.close()
        return left_for

    assert asyncio.run(begins()) == "/visit"
    begun = draft.kept(phone)
    assert begun
    answers = replace(CALM, started_at=begun.form.started_at, written_again=begun.form.written_again)
    visits.register_visit(phone, begun.session_id, begun.code, answers)
    [row] = visits.my_visits(phone)

    assert row.recorded_late
