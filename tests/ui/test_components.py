"""How the parts behave: text size, choices, bars, fields."""

import asyncio
from collections.abc import Callable

import flet as ft
import pytest

from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.look import look, speak
from tests.ui.screen_driver import Screen, open_screen


def nothing() -> None:
    """A tap that leads nowhere."""


def drawn(draw: Callable[[], ft.Control], *, width: float = 390, scale: float = 1) -> Screen:
    @component
    def Part() -> ft.Control:  # noqa: N802 - a component
        return draw()

    async def story() -> Screen:
        screen = await open_screen(Part, width=width)
        look().scale = scale
        await screen.settle()
        return screen

    return asyncio.run(story())


def buttons() -> ft.Control:
    return c.pair(c.secondary("Räkna", nothing), c.primary("Nytt besök", nothing))


def test_large_text_puts_the_primary_first_and_on_a_line_of_its_own() -> None:
    screen = drawn(buttons, scale=2)

    assert screen.texts() == ["Nytt besök", "Räkna"]


def test_usual_text_puts_the_primary_under_the_right_thumb() -> None:
    assert drawn(buttons).texts() == ["Räkna", "Nytt besök"]


def test_a_busy_primary_says_what_it_does_and_ignores_taps() -> None:
    screen = drawn(lambda: c.primary("Lås upp", nothing, busy="Låser upp…"))

    assert screen.texts() == ["Låser upp…"]
    assert [one.on_click for one in screen.controls() if isinstance(one, ft.FilledButton)] == [None]


def test_a_tile_says_whether_it_is_chosen_and_hands_over_its_value() -> None:
    chosen: list[str] = []
    offered = [c.Option("a", "Anonym"), c.Option("b", "Namn")]

    async def story() -> Screen:
        screen = await open_screen(lambda: c.choices(offered, ["a"], chosen.append))
        await screen.tap("Namn")
        return screen

    screen = asyncio.run(story())

    assert chosen == ["b"]
    assert [one.checked for one in screen.controls() if isinstance(one, ft.Semantics)] == [True, False]


def test_a_field_passes_on_what_is_written() -> None:
    written: list[str] = []

    async def story() -> None:
        screen = await open_screen(lambda: c.field("Område", "", written.append))
        await screen.write("Område", "Hässelby gård")

    asyncio.run(story())

    assert written == ["Hässelby gård"]


def test_the_passphrase_is_hidden_until_the_eye_is_tapped() -> None:
    async def story() -> list[bool]:
        screen = await open_screen(lambda: c.PassphraseField("Lösenord", "hemlig", lambda _words: None))
        before = screen.field("Lösenord").password
        await screen.tap("Visa lösenordet")
        return [before, screen.field("Lösenord").password]

    assert asyncio.run(story()) == [True, False]


def test_an_exercise_is_marked_on_every_screen() -> None:
    async def story() -> Screen:
        @component
        def Part() -> ft.Control:  # noqa: N802 - a component
            return c.frame(c.page_body(c.text("Hej")))

        screen = await open_screen(Part)
        look().exercise = True
        await screen.settle()
        return screen

    assert asyncio.run(story()).shows("ÖVNING – inget sparas på riktigt")


def test_a_page_changes_language_while_it_is_open() -> None:
    async def story() -> list[list[str]]:
        @component
        def Part() -> ft.Control:  # noqa: N802 - a component
            return c.sync_strip(2, 0, last=None, offline=True)

        screen = await open_screen(Part)
        before = screen.texts()
        speak("en")
        await screen.settle()
        return [before, screen.texts()]

    swedish, english = asyncio.run(story())

    assert swedish == ["2 besök bara på den här telefonen", "Ingen täckning. Skickas av sig själva."]
    assert english == ["2 visits only on this phone", "No coverage. They are sent by themselves."]


@pytest.mark.parametrize(
    ("waiting", "quarantined", "says"),
    [
        (0, 0, "Allt är säkrat hos stadsdelen"),
        (1, 0, "1 besök bara på den här telefonen"),
        (3, 1, "1 besök behöver hjälp – inte borta"),
    ],
)
def test_safe_is_said_only_when_nothing_waits_and_nothing_is_set_aside(
    waiting: int, quarantined: int, says: str
) -> None:
    screen = drawn(lambda: c.sync_strip(waiting, quarantined, last=None, offline=False))

    assert screen.texts()[0] == says


def test_the_destination_that_fits_the_route_best_is_marked() -> None:
    bar = drawn(lambda: c.navigation_bar(c.COORDINATOR, "/sessions/7")).controls()
    home = drawn(lambda: c.navigation_bar(c.SUPPORTER, "/visits/3")).controls()

    assert [one.selected_index for one in bar if isinstance(one, ft.NavigationBar)] == [1]
    assert [one.selected_index for one in home if isinstance(one, ft.NavigationBar)] == [1]
