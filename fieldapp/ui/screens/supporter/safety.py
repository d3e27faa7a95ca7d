"""Is everything safe? One answer first, then what it is made of."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import flet as ft

from fieldapp.actions import parcels, rejoining, syncing
from fieldapp.actions.safety import safety
from fieldapp.actions.views import Safety as Found
from fieldapp.actions.views import SyncProgress
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.files import give
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.alarm import AlarmCard
from fieldapp.ui.screens.noticed import NoticedCards
from fieldapp.ui.screens.own_phone import addresses as own_phone
from fieldapp.ui.screens.supporter.views import CASEWORKERS, task_view
from fieldapp.ui.state import SyncState, use_phone, use_sync
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, clock, ngettext, sentence
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons

HAND_OVER_AFTER = timedelta(hours=24)


@screen
def SafetyPage() -> ft.View:
    phone, lock = use_phone(), use_lock()
    back = going("/more" if phone.role in CASEWORKERS else "/")
    return task_view("/safety", _("Is everything secured?"), Secured(), lock=lock, back=back)


@component
def Secured() -> ft.Control:
    phone, sync = use_phone(), use_sync()
    problem, set_problem = ft.use_state("")
    saved, set_saved = ft.use_state(False)
    busy, set_busy = ft.use_state(False)
    found = safety(phone)

    async def send() -> None:
        set_busy(True)
        set_problem("")
        try:
            await asyncio.to_thread(syncing.synchronise, phone, _silent)
        except StodkedjanError as error:
            set_problem(sentence(error))
        finally:
            set_busy(False)

    async def hand_over() -> None:
        file = await asyncio.to_thread(parcels.hand_over, phone)
        set_saved(await give(file.name, file.content))

    offline = problem or (_(sync.problem) if sync.problem else "")
    body = c.page_body(
        AlarmCard(),
        _answer(found, phone.now()),
        NoticedCards(),
        *_running(sync, busy),
        *_offline(offline),
        *_left_out(sync.problem),
        *(_hand_over(hand_over, saved=saved) if _is_stuck(found, offline, phone.now()) else []),
        *_share(found),
        _groups(found),
        c.hint(_("The app sends by itself. You do not have to wait.")),
    )
    button = c.primary(_("Try to send now"), partial(send), I.CLOUD_UPLOAD_OUTLINED, busy=_("Sending…") if busy else "")
    return c.frame(body, c.bottom_bar(button))


def _answer(found: Found, now: datetime) -> ft.Control:
    name, ink, words = _verdict(found)
    last = found.last_receipt_at
    lines = [c.text(_last(last, now), "body_medium", ft.Colors.ON_SURFACE_VARIANT)] if last else []
    return c.card(
        ft.Row([c.icon(name, 56, ink)], alignment=ft.MainAxisAlignment.START),
        ft.Semantics(live_region=True, container=True, content=c.header(words, "headline_small")),
        *lines,
    )


def _verdict(found: Found) -> tuple[ft.IconData, ft.ColorValue, str]:
    if found.quarantined:
        words = ngettext("{n} record needs help – not gone", "{n} records need help – not gone", found.quarantined)
        return I.SUPPORT_OUTLINED, ft.Colors.ERROR, words.format(n=found.quarantined)
    if found.waiting:
        words = ngettext("{n} record is only on this phone", "{n} records are only on this phone", found.waiting)
        return I.SMARTPHONE, ft.Colors.TERTIARY, words.format(n=found.waiting)
    if found.receipted == 0:
        return I.CLOUD_DONE_OUTLINED, ft.Colors.PRIMARY, _("Nothing to send")
    return I.CLOUD_DONE_OUTLINED, ft.Colors.PRIMARY, _("Everything is secured with the district")


def _last(at: datetime, now: datetime) -> str:
    if now - at < timedelta(minutes=1):
        return _("Last secured {time}").format(time=clock(at))
    return _("Last secured {time}, {ago} ago").format(time=clock(at), ago=_span(now - at))


def _span(passed: timedelta) -> str:
    hours, minutes = divmod(int(passed.total_seconds()) // 60, 60)
    shown_minutes = ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    if hours == 0:
        return shown_minutes
    return " ".join([ngettext("{n} hour", "{n} hours", hours).format(n=hours), shown_minutes])


def _running(sync: SyncState, busy: bool) -> list[ft.Control]:
    if not (busy or sync.running):
        return []
    if sync.total:
        words = _("Sending {done} of {total}…").format(done=sync.done, total=sync.total)
        return [c.working(words, done=sync.done, total=sync.total)]
    return [c.working(_("Sending…"))] if busy else []


def _offline(problem: str) -> list[ft.Control]:
    return [c.notice(c.Status(I.CLOUD_OFF_OUTLINED, problem, c.Tone.QUIET), live=True)] if problem else []


def _left_out(problem: str) -> list[ft.Control]:
    if not rejoining.is_needed(problem):
        return []
    return [c.secondary(_("Connect the phone again"), going(own_phone.REJOIN), I.LINK)]


def _is_stuck(found: Found, offline: str, now: datetime) -> bool:
    """Something waits that will not be sent soon: a second place for it is worth a walk."""
    oldest = found.oldest_waiting
    return oldest is not None and (bool(offline) or now - oldest > HAND_OVER_AFTER)


def _hand_over(hand_over: Action, *, saved: bool) -> list[ft.Control]:
    button = c.secondary(_("Hand over to a coordinator"), hand_over, I.SAVE_ALT)
    told = _("Give the file to a coordinator, who takes it in under More. It waits here too until it is secured.")
    hint = told if saved else _("Saves what waits as a sealed file. Only the district can open it.")
    return [button, ft.Semantics(live_region=True, container=True, content=c.hint(hint))]


def _share(found: Found) -> list[ft.Control]:
    total = found.waiting + found.quarantined + found.receipted
    if not total:
        return []
    words = _("{n} of {total} secured with the district").format(n=found.receipted, total=total)
    return [c.working(words, done=found.receipted, total=total)]


def _groups(found: Found) -> ft.Control:
    return c.rows(
        _group(c.Kept.WAITING, found.waiting),
        _group(
            c.Kept.QUARANTINED,
            found.quarantined,
            _("The district's server did not accept it. A supervisor has been told."),
        ),
        _group(c.Kept.RECEIPTED, found.receipted),
    )


def _group(state: c.Kept, count: int, detail: str = "") -> ft.Control:
    usual = c.status.kept(state)
    status = usual if count else c.Status(usual.icon, usual.words)
    lines = [c.status_line(status), *([c.hint(detail)] if detail and count else [])]
    return c.row(*lines, trailing=c.text(str(count), "title_large"))


def _silent(_progress: SyncProgress) -> None:
    """The exchange of the app itself shows how far it has come."""
