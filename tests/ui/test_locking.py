"""The lock as it is met on a screen: out of sight, untouched, warned, emptied."""

import ast
import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import flet as ft
import pytest

from fieldapp.actions import door, lock_rule
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import DeviceRow, DeviceState, DoorView, Role, Situation, Wiped, WipeReason
from fieldapp.ui.background import Background
from fieldapp.ui.component import component
from fieldapp.ui.idle import idle
from fieldapp.ui.locking import COVER, lock_when_hidden
from fieldapp.ui.screens.entry.strength_hint import strength_hint
from fieldapp.ui.screens.entry.unlock import Unlock
from fieldapp.ui.screens.entry.wiped import Wiped as WipedScreen
from fieldapp.ui.screens.own_phone.ladder import ladder
from fieldapp.ui.screens.supervision.wiped import wiped_notice
from fieldapp.ui.state import Shell, ShellContext, SyncState, Written
from tests.journeys.people import PASSPHRASE, Story
from tests.protocol.people import NOON
from tests.server.running import RunningServer
from tests.ui.screen_driver import Screen, open_screen

SCREENS = Path(__file__).parents[2] / "fieldapp" / "ui" / "screens"
State = ft.AppLifecycleState


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder: Path = tmp_path_factory.mktemp("locking")
    with RunningServer(folder / "server") as server:
        told = Story(folder, server.url, server.new_claim_code())
        yield told
        told.end()


@pytest.fixture
def phone(story: Story) -> Iterator[Phone]:
    if not door.is_open(story.supervisor.folder):
        story.supervisor.holds(door.unlock(story.supervisor.folder, PASSPHRASE, clock=story.now))
    yield story.supervisor.phone
    if not door.is_open(story.supervisor.folder):
        story.supervisor.holds(door.unlock(story.supervisor.folder, PASSPHRASE, clock=story.now))


@component
def Drawn(draw: Callable[[], ft.Control]) -> ft.Control:  # noqa: N802 - a component
    return draw()


def shown(draw: Callable[[], ft.Control]) -> Screen:
    async def told() -> Screen:
        return await open_screen(lambda: Drawn(draw))

    return asyncio.run(told())


def in_context(draw: Callable[[], ft.Control]) -> Screen:
    async def told() -> Screen:
        screen = await open_screen(draw)
        await asyncio.sleep(0.05)
        return screen

    return asyncio.run(told())


def test_every_screen_behind_the_lock_has_the_padlock() -> None:
    without = []
    for path in SCREENS.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and "screen" in map(ast.unparse, node.decorator_list):
                used = [one for one in ast.walk(node) if isinstance(one, ast.Name) and one.id == "lock"]
                if "use_lock()" not in ast.unparse(node) or len(used) < 2:
                    without.append(node.name)

    assert without == ["Door", "Chooser"]


async def hidden(phone: Phone, state: ft.AppLifecycleState, *, on_a_phone: bool) -> tuple[bool, bool]:
    """(locked, covered) after the app has changed to `state`."""
    screen = await open_screen(ft.Container)
    shell, page = Shell(phone.folder, phone), screen.page
    platform = ft.PagePlatform.ANDROID if on_a_phone else ft.PagePlatform.LINUX
    screen.session.apply_page_patch({"platform": platform.value, "web": not on_a_phone})
    event = SimpleNamespace(page=page, state=state)
    await lock_when_hidden(shell, cast(Any, event))
    covered = any(one.data == COVER for one in page.overlay)
    screen.close()
    return shell.phone is None, covered


@pytest.mark.parametrize(
    ("state", "on_a_phone", "chosen", "locked", "covered"),
    [
        (State.HIDE, True, 30, True, True),
        (State.PAUSE, True, 30, True, True),
        (State.INACTIVE, True, 0, False, True),
        (State.RESUME, True, 0, False, False),
        (State.HIDE, False, 5, False, False),
        (State.HIDE, False, 0, True, False),
        (State.INACTIVE, False, 0, False, False),
    ],
)
def test_out_of_sight(
    phone: Phone, state: ft.AppLifecycleState, on_a_phone: bool, chosen: int, locked: bool, covered: bool
) -> None:
    lock_rule.choose(phone, chosen)

    assert asyncio.run(hidden(phone, state, on_a_phone=on_a_phone)) == (locked, covered)


async def left_alone(phone: Phone, seconds: float) -> bool:
    """Whether a page locks that nobody has touched for so long."""
    screen = await open_screen(ft.Container)
    shell = Shell(phone.folder, phone)
    background = Background(shell, Written(), SyncState(), phone, idle_minutes=5)
    idle()._last -= seconds
    for _turn in range(200):
        await asyncio.sleep(0.005)
        if shell.phone is None:
            break
    background.stop()
    screen.close()
    return shell.phone is None


def test_an_untouched_page_locks_after_the_time_that_was_chosen(phone: Phone, story: Story) -> None:
    lock_rule.choose(phone, 15)
    assert not asyncio.run(left_alone(phone, 14 * 60))
    assert asyncio.run(left_alone(phone, 15 * 60 + 1))


def test_and_earlier_when_the_board_allows_less(phone: Phone) -> None:
    lock_rule.choose(phone, 30)
    lock_rule.set_longest(phone, 1)
    assert asyncio.run(left_alone(phone, 61))


def test_the_lock_screen_says_how_many_tries_are_left_and_what_is_not_lost() -> None:
    def draw() -> ft.Control:
        found = DoorView(Situation.LOCKED, "K3", "Hässelby", tries_left=2)

        def inside() -> ft.Control:
            return Unlock(found, ask_help=_nothing, urgent=_nothing, wiped=_nothing, choose_place=_nothing)

        return cast(ft.Control, ShellContext(Shell(Path("nowhere")), inside))

    drawn = in_context(draw)
    assert drawn.shows("2 försök kvar, sedan raderas allt på telefonen")
    assert drawn.shows("Inget som är skickat är borta")


def _nothing() -> None:
    """Nobody taps it here."""


def test_a_tap_that_comes_before_the_page_is_drawn_again_takes_the_whole_passphrase(story: Story, phone: Phone) -> None:
    door.lock(phone)

    async def told() -> Shell:
        shell = Shell(phone.folder, clock=story.now)
        seen = door.look(phone.folder, clock=story.now)

        def inside() -> ft.Control:
            return Unlock(seen, ask_help=_nothing, urgent=_nothing, wiped=_nothing, choose_place=_nothing)

        screen = await open_screen(lambda: cast(ft.Control, ShellContext(shell, inside)))
        field, button = screen.field("Lösenord"), screen.tappable("Lås upp")
        screen.session.apply_patch(field._i, {"value": PASSPHRASE})
        typed = screen.session.dispatch_event(field._i, "change", PASSPHRASE)
        tapped = screen.session.dispatch_event(button._i, "click", None)
        await asyncio.gather(typed, tapped)
        screen.close()
        return shell

    shell = asyncio.run(told())
    assert shell.phone is not None
    story.supervisor.holds(shell.phone)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (WipeReason.WRONG_PASSPHRASES, "Tio fel lösenord: telefonen är tömd"),
        (WipeReason.REVOKED, "Den här telefonen är spärrad"),
        (WipeReason.FORGOTTEN, "Telefonen är tömd"),
    ],
)
def test_an_emptied_phone_says_why_and_offers_a_file_while_something_waits(
    tmp_path: Path, reason: WipeReason, words: str
) -> None:
    def draw() -> ft.Control:
        found = DoorView(Situation.WIPED, waiting=3, wiped_because=reason)

        def inside() -> ft.Control:
            return WipedScreen(found, over=_nothing, urgent=_nothing)

        return cast(ft.Control, ShellContext(Shell(tmp_path), inside))

    drawn = in_context(draw)
    assert drawn.shows(words)
    assert drawn.shows("Nycklarna är raderade.")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Till exempel fyra ord"),
        ("kort", "För kort: minst tio tecken."),
        ("lösenord123", "För lätt att gissa."),
        ("sommar2026", "Lätt att gissa. Lägg till ett ord."),
        ("gran ljus tegel 47", "Svårt att gissa."),
    ],
)
def test_the_hint_says_in_words_how_good_it_is(typed: str, words: str) -> None:
    assert shown(lambda: strength_hint(typed)).shows(words)


def test_what_is_longer_than_the_board_allows_says_so() -> None:
    drawn = shown(lambda: ladder(30, lambda minutes: None, longest=5))

    assert drawn.texts().count("Längre än nämnden tillåter") == 2
    assert drawn.shows("Direkt")


@pytest.mark.parametrize(
    ("wiped", "words"),
    [
        (Wiped(NOON, WipeReason.REVOKED), "Allt levererat."),
        (Wiped(NOON, WipeReason.REVOKED, left=2), "2 uppgifter kan saknas."),
        (Wiped(NOON, WipeReason.REVOKED, left=1, in_file=True), "1 uppgift kan saknas. Det sparades som en fil."),
    ],
)
def test_a_supervisor_reads_what_the_phone_handed_over(wiped: Wiped, words: str) -> None:
    row = DeviceRow(
        "aa",
        "K3",
        "Bo",
        Role.SUPPORTER,
        DeviceState.REVOKED,
        False,
        NOON,
        2,
        0,
        waiting=2,
        app_version="1",
        wiped=wiped,
    )
    drawn = shown(lambda: ft.Column(wiped_notice(row)))

    assert drawn.shows("Telefonen raderade sig själv")
    assert drawn.shows(words)
