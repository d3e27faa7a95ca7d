"""Giving a protected person somebody who looks after her, on the screen."""

import asyncio

import pytest

from sync.protocol.circle import Role
from tests.journeys.people import Hands, Story
from tests.journeys.test_s06_protected_identity import met_protected, reads
from tests.ui.open_page import OpenPage, open_at


@pytest.fixture
def anna(story: Story) -> Hands:
    return story.with_role("Anna Stöd", Role.SUPPORTER)


async def opened(chef: Hands, contact: str) -> OpenPage:
    page = await open_at(chef.phone, f"/queue/person/{contact}")
    await page.until("Varför öppnar du?")
    await page.tap("Uppföljning")
    await page.tap_until("Öppna personen", "Loggas.")
    return page


def test_after_assigning_no_second_reason_is_asked(story: Story, anna: Hands) -> None:
    siv, chef = story.with_role("Siv Samordnare", Role.COORDINATOR), story.supervisor
    contact = met_protected(anna).contact_id
    story.sync_all(anna, siv, chef)

    async def assigns() -> None:
        page = await opened(chef, contact)
        await page.go(f"/queue/assign/{contact}")
        await page.tap("Siv Samordnare")
        await page.write("Skäl", "Följer upp")
        await page.tap("Tilldela")
        assert await page.until_left(f"/queue/assign/{contact}") == "/queue"
        assert page.shows("Hon kan öppna personen efter telefonens nästa kontakt.")
        assert not page.shows("Varför öppnar du?")
        page.close()

    asyncio.run(assigns())
    assert [reason for _, reason in reads(chef)] == ["Uppföljning", "Följer upp"]
