"""One data breach: what is known, what is left of the 72 hours, what was done, and noting the next step."""

from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import breaches
from fieldapp.actions.errors import GoneMeanwhile, NotAllowed
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import BreachView
from fieldapp.domain.data_breach import TEXT_CHARACTERS, BreachStepKind
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.hooks import one, use_optional
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.breaches import addresses
from fieldapp.ui.screens.breaches.clock import clock_status, use_minutes
from fieldapp.ui.screens.breaches.known import known
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons
MARKS: Final = {
    BreachStepKind.AUTHORITY_NOTIFIED: I.OUTGOING_MAIL,
    BreachStepKind.NOT_REPORTABLE: I.GAVEL,
    BreachStepKind.PERSONS_INFORMED: I.CAMPAIGN_OUTLINED,
    BreachStepKind.POLICE_REPORTED: I.LOCAL_POLICE_OUTLINED,
    BreachStepKind.PHONE_FOUND: I.SMARTPHONE,
    BreachStepKind.OTHER: I.NOTES,
    BreachStepKind.CLOSED: I.TASK_ALT,
}


@screen
def BreachPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    device = ft.use_route_params()["device"]
    chosen, choose = use_optional(BreachStepKind)
    words, write = ft.use_state("")
    missing, set_missing = ft.use_state("")
    errand, run = use_errand()
    use_minutes()

    async def save() -> None:
        if chosen is None:
            set_missing(_("Choose what was done"))
        elif await run("step", breaches.add_step, phone, device, chosen, words):
            choose(None)
            write("")
            say(_("It is noted."))

    def pick(kind: BreachStepKind) -> None:
        set_missing("")
        choose(kind)

    here = addresses.breach(device)
    page = partial(page_view, lock, phone, here, _("Data breach"), back=going(places.DEVICES))
    found = _found(phone, device)
    if found is None:
        return page(c.trouble(_("The data breach is not known here"), _("Go back and open it again.")))
    if not found.is_open:
        return page(*known(found), *_done(found))
    field = c.field(_("Words"), words, write, lines=2, max_length=TEXT_CHARACTERS, helper=_("Write no visitor's name"))
    button = c.primary(_("Note it"), save, I.CHECK, busy=_("Saving…") if errand.going_on else "")
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.notice(clock_status(found)),
        *known(found),
        *_revoke(found),
        *_done(found),
        c.question(
            "step",
            _("What was done?"),
            c.long_choices(_offered(), one(chosen), pick),
            field,
            done=chosen is not None,
            error=missing,
        ),
        bottom=c.bottom_bar(button),
    )


def _found(phone: Phone, device: str) -> BreachView | None:
    try:
        return breaches.breach(phone, device)
    except (GoneMeanwhile, NotAllowed):
        return None


def _offered() -> list[c.Option[BreachStepKind]]:
    hints = {
        BreachStepKind.AUTHORITY_NOTIFIED: _("Stops the clock"),
        BreachStepKind.NOT_REPORTABLE: _("Stops the clock. Write why nobody is at risk."),
        BreachStepKind.CLOSED: _("When all is done. Write why."),
    }
    return [c.Option(kind, label(kind), hints.get(kind, "")) for kind in BreachStepKind]


def _revoke(found: BreachView) -> list[ft.Control]:
    if found.is_revoked:
        return []
    status = c.Status(I.PHONELINK_LOCK, _("The phone is not revoked yet"), c.Tone.BRICK)
    return [c.notice(status, _("Revoke it where there is coverage."), do=going(places.revoke(found.device)))]


def _done(found: BreachView) -> list[ft.Control]:
    if not found.steps:
        return [c.hint(_("Nothing is noted yet."))]
    lines = [
        c.event(MARKS[step.kind], label(step.kind), _detail(step.text, step.by, moment(step.at)))
        for step in found.steps
    ]
    return [c.card(c.header(_("What was done"), "title_medium"), *lines, spacing=12)]


def _detail(*parts: str) -> str:
    return " · ".join(filter(None, parts))
