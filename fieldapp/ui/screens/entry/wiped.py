"""A phone that has destroyed its keys: why, what is safe, and how what waits gets away."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import flet as ft

from fieldapp.actions import rescue, wiping
from fieldapp.actions.syncing import ServerUnreachable
from fieldapp.actions.views import DoorView, WipeReason
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.files import give
from fieldapp.ui.screens.entry.steps import problem
from fieldapp.ui.state import use_shell
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, ngettext
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons
AGAIN_AFTER_SECONDS = 30.0
_PLANNED = (WipeReason.CHECKED_OUT, WipeReason.EXERCISE_ENDED)


@dataclass(frozen=True, slots=True)
class _Going:
    """`is_over`: nothing is left, and the server knows."""

    waiting: int
    in_file: bool
    done: int = 0
    total: int = 0
    busy: bool = False
    trouble: str = ""
    no_coverage: bool = False
    is_over: bool = False


@component
def Wiped(found: DoorView, *, over: Action, urgent: Action) -> ft.Control:
    """`over` looks at the door again."""
    shell = use_shell()
    going, go_on, save = _use_going_on(shell.folder, found)
    asked, ask = ft.use_state(False)

    async def leave() -> None:
        await asyncio.to_thread(wiping.leave_anyway, shell.folder)
        over()

    if asked:
        return _ask_to_leave(going.waiting, leave, lambda: ask(False))
    body = c.page_body(
        c.header(_why(found.wiped_because), "headline_small", level=1),
        *_trouble(going),
        *_delivery(going, found.wiped_because),
        _safe(going, found.wiped_because),
        c.quiet(_("Urgent numbers"), urgent),
    )
    again = _again(going, found.wiped_because, go_on)
    return c.frame(body, c.bottom_bar(*_buttons(going, again, save, lambda: ask(True), over)))


def _use_going_on(folder: Path, found: DoorView) -> tuple[_Going, Action, Action]:
    """How far it is, trying to send once more, and saving what waits as a file. A hook."""
    going, set_going = ft.use_state(_Going(found.waiting, found.saved_as_file))

    async def go_on() -> None:
        loop = asyncio.get_running_loop()

        def progress(done: int, total: int) -> None:
            loop.call_soon_threadsafe(set_going, lambda now: replace(now, done=done, total=total))

        set_going(lambda now: replace(now, busy=True, done=0, total=0))
        told = await asyncio.to_thread(_try, folder, progress)
        left = rescue.waiting(folder)
        set_going(lambda now: replace(now, busy=False, waiting=left, **told))

    async def until_over() -> None:
        while not going.is_over:
            await go_on()
            await asyncio.sleep(AGAIN_AFTER_SECONDS)

    async def save() -> None:
        file = await asyncio.to_thread(wiping.parcel, folder)
        if await give(file.name, file.content):
            await asyncio.to_thread(wiping.saved_as_file, folder)
            set_going(lambda now: replace(now, in_file=True))

    ft.use_effect(until_over, [going.is_over])
    return going, go_on, save


def _try(folder: Path, progress: rescue.Progress) -> dict[str, Any]:
    """Whether it is over, and what went wrong as an English sentence."""
    try:
        is_over = wiping.go_on(folder, progress)
    except ServerUnreachable:
        return {"is_over": False, "no_coverage": True, "trouble": ""}
    except StodkedjanError as error:
        return {"is_over": False, "no_coverage": False, "trouble": error.sentence()}
    return {"is_over": is_over, "no_coverage": False, "trouble": ""}


def _trouble(going: _Going) -> list[ft.Control]:
    if going.no_coverage:
        return [c.hint(_("Could not reach the district just now. It is tried again by itself."))]
    return problem(_(going.trouble)) if going.trouble else []


def _why(reason: WipeReason | None) -> str:
    if reason is WipeReason.REVOKED:
        return _("This phone has been revoked")
    if reason is WipeReason.CHECKED_OUT:
        return _("You have checked out")
    if reason is WipeReason.EXERCISE_ENDED:
        return _("The exercise is over")
    if reason is WipeReason.FORGOTTEN:
        return _("The phone has been emptied")
    return _("Ten wrong passphrases: the phone has been emptied")


def _delivery(going: _Going, reason: WipeReason | None) -> list[ft.Control]:
    if going.is_over:
        return [c.notice(c.Status(I.CLOUD_DONE_OUTLINED, _("Everything is delivered")), live=True)]
    if going.busy:
        return [_progress(going)]
    if not going.waiting and reason is WipeReason.CHECKED_OUT:
        words = _("When a coordinator's phone has read it, the last of it leaves this phone too.")
        return [c.notice(c.Status(I.CLOUD_DONE_OUTLINED, _("Everything is delivered")), words, live=True)]
    if not going.waiting:
        return [c.notice(c.Status(I.SMARTPHONE, _("The district has not been told yet"), c.Tone.AMBER))]
    words = ngettext("{n} record waits on this phone.", "{n} records wait on this phone.", going.waiting)
    status = c.Status(I.SMARTPHONE, words.format(n=going.waiting), c.Tone.AMBER)
    if going.in_file:
        detail = _("They are saved as a file too. Give it to your coordinator or your supervisor.")
    else:
        detail = _("They are sent by themselves when there is coverage. Nobody can read them on the way.")
    return [c.notice(status, detail)]


def _progress(going: _Going) -> ft.Control:
    if not going.total:
        return c.working(_("Sending to the district…"))
    words = _("Sending {done} of {total}…").format(done=min(going.done + 1, going.total), total=going.total)
    return c.working(words, done=going.done, total=going.total)


def _safe(going: _Going, reason: WipeReason | None) -> ft.Control:
    if reason in _PLANNED:
        return _nothing_left(reason)
    invite = _("Ask your supervisor for a new invite. With it your work comes back.")
    keys = _("The keys are destroyed. Nobody can read what was on the phone.")
    facts = [
        c.fact(I.LOCK_OUTLINE, keys),
        c.fact(I.CLOUD_DONE_OUTLINED, _("Nothing that has been sent is lost. It is with the district.")),
        c.fact(I.KEY_OUTLINED, invite),
    ]
    if going.waiting:
        facts.append(
            c.fact(I.UPLOAD_FILE, _("Without coverage: save what waits as a file. It is sealed, and can be carried."))
        )
    return c.card(*facts, spacing=12)


def _nothing_left(reason: WipeReason | None) -> ft.Control:
    """Nothing went wrong: it was to end like this."""
    keys = _("The keys are destroyed. Nobody can open the visits on this phone, you neither.")
    if reason is WipeReason.EXERCISE_ENDED:
        keys = _("Nothing in it was real. The evaluation is with your supervisor.")
    elsewhere = _("Your other places on this phone are not touched.")
    return c.card(c.fact(I.LOCK_OUTLINE, keys), c.fact(I.HOME_WORK_OUTLINED, elsewhere), spacing=12)


def _buttons(going: _Going, again: ft.Control, save: Action, leave: Action, over: Action) -> list[ft.Control]:
    if going.is_over:
        return [c.primary(_("Go on"), over, I.ARROW_FORWARD)]
    if going.waiting and not going.in_file:
        return [again, c.secondary(_("Save as a file"), save, I.UPLOAD_FILE)]
    return [again, c.quiet(_("Remove what is left on the phone"), leave)]


def _again(going: _Going, reason: WipeReason | None, go_on: Action) -> ft.Control:
    """A guest whose work is delivered has nothing to send, only to look whether it has been read."""
    if not going.waiting and reason is WipeReason.CHECKED_OUT:
        return c.primary(_("Look again now"), go_on, I.REFRESH, busy=_("Looking…") if going.busy else "")
    return c.primary(_("Try to send now"), go_on, I.CLOUD_UPLOAD_OUTLINED, busy=_("Sending…") if going.busy else "")


def _ask_to_leave(waiting: int, leave: Action, back: Action) -> ft.Control:
    status = c.Status(I.REPORT_OUTLINED, _("What is left on the phone is removed"), c.Tone.BRICK)
    return c.confirm_page(
        c.notice(status, _left_behind(waiting)),
        yes=_("Remove it"),
        do=leave,
        leave=back,
        is_severe=True,
    )


def _left_behind(waiting: int) -> str:
    if waiting:
        return _("The file is then the only copy of what waited. Give it to somebody first.")
    return _("Nothing waits on this phone. The district is not told that the phone is empty.")
