"""What a coordinator does on her phone, each step timed from the tap until the screen has been told."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from fieldapp.actions import drafts, queue, sessions, visits
from fieldapp.ui.screens.supporter.visit.draft import NAME, VisitDraft
from tests.benchmarks.app.crowd import SOUGHT
from tests.benchmarks.app.page import OpenPage
from tests.benchmarks.board import ALARM, MOTHER
from tests.journeys.people import Hands

Step = tuple[str, float]
ELSEWHERE = ("/urgent", "112")
AGREE = "Kom överens"


async def first_queue(hands: Hands) -> list[Step]:
    """The first page after the lock has been opened: nothing has been looked into yet."""
    page = OpenPage(hands.phone)
    seconds = await page.opened()
    page.close()
    return [("open queue, first after unlock", seconds)]


async def steps(hands: Hands, times: int) -> list[Step]:
    """Each step `times` times, with a visit saved in between, as in use."""
    if sessions.current(hands.phone) is None:
        sessions.open_session(hands.phone, ALARM)
    page = OpenPage(hands.phone)
    await page.opened()
    found = [step for _ in range(times) async for step in _round(page)]
    page.close()
    return found


async def _round(page: OpenPage) -> AsyncIterator[Step]:
    row = queue.queue(page.phone).everything[0]
    yield "open queue", await _open_queue(page, row.code)
    yield "open person", await page.go(f"/queue/person/{row.contact_id}", "Öppnad av dig")
    yield "open queue, after a person", await _open_queue(page, row.code)
    yield "search a name", await _search(page, SOUGHT)
    await _open_queue(page, row.code)
    yield "save visit", await _save(page)
    yield "open queue, after a save", await _open_queue(page, row.code)


async def _open_queue(page: OpenPage, code: str) -> float:
    """From somewhere else: what lies under another page is not drawn again."""
    await page.go(*ELSEWHERE)
    return await page.go("/queue", code)


async def _search(page: OpenPage, name: str) -> float:
    await page.tap("Sök på kod eller namn", "Kontaktkod eller namn")
    await page.screen.write("Kontaktkod eller namn", name)
    return await page.tap("Sök", "Vem ansvarar")


async def _save(page: OpenPage) -> float:
    session = sessions.current(page.phone)
    assert session is not None
    code, now = visits.new_code(page.phone), page.phone.now()
    draft = VisitDraft(code, session.id, replace(MOTHER, started_at=now), now)
    await asyncio.to_thread(drafts.save, page.phone, NAME, draft.to_json())
    await page.go("/visit", "Spara besöket")
    return await page.tap("Spara besöket", AGREE)
