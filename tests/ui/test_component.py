"""The guard round everything that draws."""

import asyncio
import logging
from collections.abc import Callable

import flet as ft
import pytest

from fieldapp.ui.component import component, screen
from fieldapp.ui.components import field, primary, text
from fieldapp.ui.look import look
from tests.ui.screen_driver import Screen, open_screen

WRITTEN = "Anna Andersson, 070-123 45 67"


@component
def Fragile(broken: Callable[[], bool]) -> ft.Control:  # noqa: N802 - a component
    if broken():
        raise ValueError(WRITTEN)
    count, set_count = ft.use_state(0)
    return ft.Column([text(f"ritad {count}"), primary("Räkna upp", lambda: set_count(count + 1))])


def test_a_part_that_breaks_says_so_and_the_rest_is_still_there() -> None:
    async def story() -> Screen:
        return await open_screen(lambda: ft.Column([Fragile(lambda: True), text("resten")]))

    drawn = asyncio.run(story())

    assert drawn.shows("Den här delen kunde inte visas")
    assert drawn.shows("resten")


def test_a_broken_part_recovers_when_it_is_asked_to_try_again() -> None:
    async def story() -> Screen:
        broken = [True]
        drawn = await open_screen(lambda: Fragile(lambda: broken[0]))
        broken[0] = False
        await drawn.tap("Försök igen")
        await drawn.tap("Räkna upp")
        return drawn

    drawn = asyncio.run(story())

    assert drawn.shows("ritad 1")


def test_updates_go_on_after_a_part_has_broken_while_it_was_drawn_again() -> None:
    async def story() -> Screen:
        broken = [False]
        drawn = await open_screen(lambda: ft.Column([Fragile(lambda: broken[0]), Fragile(lambda: False)]))
        broken[0] = True
        look().scale = 1.5
        await drawn.settle()
        broken[0] = False
        await drawn.tap("Försök igen")
        return drawn

    drawn = asyncio.run(story())

    assert drawn.texts().count("ritad 0") == 2


@component
def Asking() -> ft.Control:  # noqa: N802 - a component
    words, write = ft.use_state("")
    count, set_count = ft.use_state(0)
    read_out, read = ft.use_state("")
    return ft.Column(
        [
            field("Skäl", words, write),
            text(f"skrivet: {words}"),
            text(f"uppläst: {read_out}"),
            primary("Räkna upp", lambda: set_count(count + 1)),
            primary("Läs upp", lambda: read(f"{words} {count}")),
        ]
    )


def test_what_is_typed_is_kept_when_something_else_is_drawn_in_the_same_moment() -> None:
    async def story() -> Screen:
        drawn = await open_screen(Asking)
        box = drawn.field("Skäl")
        drawn.session.apply_patch(box._i, {"value": "Ingen bemanning"})
        await drawn.tap("Räkna upp")
        await drawn.session.dispatch_event(box._i, "change", "Ingen bemanning")
        await drawn.settle()
        return drawn

    drawn = asyncio.run(story())

    assert drawn.shows("skrivet: Ingen bemanning")
    assert drawn.field("Skäl").value == "Ingen bemanning"


def test_what_was_done_within_one_moment_is_all_kept_in_its_order() -> None:
    """A phone that was busy gets it all at once: words typed, a number counted up twice."""

    async def story() -> Screen:
        drawn = await open_screen(Asking)
        box, button = drawn.field("Skäl"), drawn.tappable("Räkna upp")
        drawn.session.apply_patch(box._i, {"value": "Ingen bemanning"})
        await asyncio.gather(
            drawn.session.dispatch_event(box._i, "change", "Ingen bemanning"),
            drawn.session.dispatch_event(button._i, "click", None),
            drawn.session.dispatch_event(button._i, "click", None),
            drawn.session.dispatch_event(drawn.tappable("Läs upp")._i, "click", None),
        )
        await drawn.settle()
        return drawn

    drawn = asyncio.run(story())

    assert drawn.shows("uppläst: Ingen bemanning 2")


def test_what_a_person_wrote_never_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="stodkedjan"):
        asyncio.run(open_screen(lambda: Fragile(lambda: True)))

    assert "ValueError" in caplog.text
    assert "test_component.py" in caplog.text
    assert not any(word in caplog.text for word in ("Anna", "070"))


def test_an_action_that_fails_becomes_a_calm_line_and_not_a_crash_screen(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise KeyError(WRITTEN)

    async def story() -> Screen:
        drawn = await open_screen(lambda: primary("Spara", fail))
        await drawn.tap("Spara")
        return drawn

    drawn = asyncio.run(story())

    assert drawn.shows("Det gick inte. Inget som är sparat är borta.")
    assert "Anna" not in caplog.text


def test_an_async_action_in_a_lambda_runs() -> None:
    saved: list[str] = []

    async def save(what: str) -> None:
        await asyncio.sleep(0)
        saved.append(what)

    async def story() -> None:
        drawn = await open_screen(lambda: primary("Spara", lambda: save("besöket")))
        await drawn.tap("Spara")

    asyncio.run(story())

    assert saved == ["besöket"]


def test_a_whole_view_that_breaks_still_has_a_way_to_the_start() -> None:
    @screen
    def Broken() -> ft.View:  # noqa: N802 - a component
        raise RuntimeError(WRITTEN)

    drawn = asyncio.run(open_screen(Broken))

    assert drawn.shows("Försök igen")
    assert any(getattr(one, "content", None) == "Till start" for one in drawn.controls())
