"""The recovery kit as it is shown and as it is typed in again."""

import asyncio
from collections.abc import Awaitable, Callable

import flet as ft

from fieldapp.actions.connecting import RecoveryKit
from fieldapp.actions.recovering import RestoreForm, Restorer
from fieldapp.crypto.recovery import Recovery
from fieldapp.ui.screens.entry.kit import KitStep
from fieldapp.ui.screens.entry.restore import PapersStep
from tests.ui.screen_driver import Screen, open_screen

RECOVERY = Recovery.generate()
KIT = RecoveryKit.of(RECOVERY)


def told(draw: Callable[[], ft.Control], act: Callable[[Screen], Awaitable[None]]) -> None:
    async def story() -> None:
        await act(await open_screen(draw))

    asyncio.run(story())


async def choose(screen: Screen, value: str) -> None:
    segments = next(one for one in screen.controls() if isinstance(one, ft.SegmentedButton))
    screen.session.apply_patch(segments._i, {"selected": [value]})
    await screen.session.dispatch_event(segments._i, "change", [value])
    await screen.settle()


def shows(screen: Screen, words: tuple[str, ...]) -> bool:
    return set(words) <= set(screen.texts())


def test_one_paper_is_ticked_before_it_is_gone() -> None:
    done: list[str] = []

    async def act(screen: Screen) -> None:
        assert shows(screen, KIT.words)
        await screen.tap("Ja, och papperet")
        await screen.tap("Klar")

    told(lambda: KitStep(KIT, done=lambda: done.append("done")), act)

    assert done == ["done"]


def test_three_papers_are_shown_one_after_the_other_and_each_is_ticked() -> None:
    done: list[str] = []

    async def act(screen: Screen) -> None:
        await choose(screen, "three")
        for number, paper in enumerate(KIT.shares, start=1):
            assert screen.shows(f"Papper {number} av 3")
            assert shows(screen, paper)
            assert done == []
            await screen.tap("Ja, och papperet")
            await screen.tap("Klar" if number == 3 else "Nästa papper")

    told(lambda: KitStep(KIT, done=lambda: done.append("done")), act)

    assert done == ["done"]


def test_two_papers_typed_in_again_are_the_board_and_a_slip_of_the_pen_is_said() -> None:
    found: list[tuple[Restorer, RestoreForm]] = []

    async def act(screen: Screen) -> None:
        await screen.write("Orden på papperet", " ".join(KIT.shares[0]))
        await screen.write("Serverns adress", "https://hv.example")
        await screen.write("Ditt namn", "Ny Chef")
        await screen.tap("Fortsätt")
        await until(screen, lambda: screen.shows("Orden hör inte ihop"))
        await screen.write("Orden på ett papper till", " ".join(KIT.shares[2]).upper())
        await screen.tap("Fortsätt")
        await until(screen, lambda: bool(found))

    told(lambda: PapersStep(found=lambda *made: found.append(made), back=lambda: None), act)

    assert [(made.recovery, form.my_name) for made, form in found] == [(RECOVERY, "Ny Chef")]


async def until(screen: Screen, reached: Callable[[], bool]) -> None:
    """The words are put together in a thread."""
    async with asyncio.timeout(20):
        while not reached():
            await asyncio.to_thread(lambda: None)
            await screen.settle()
