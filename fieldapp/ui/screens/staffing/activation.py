"""Noting how a session was activated: when, by which function, on which level, why, and what happened to people."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import flet as ft

from fieldapp.actions import activation
from fieldapp.actions.activation import ActivationForm
from fieldapp.domain.activation_reason import IMPACT_CHARACTERS, WHY_CHARACTERS, ActivationReason
from fieldapp.domain.incident import DecidedBy, Level
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import one, use_made
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses as sessions
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.screens.staffing.chain import as_it_stands
from fieldapp.ui.screens.supporter.time_row import time_row
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, label


@screen
def ActivationPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params()["id"]
    form, set_form = use_made(partial(as_it_stands, phone, session))
    errand, run = use_errand()
    back = sessions.session(session)

    async def save() -> None:
        if form and await run("decide", activation.decide, phone, session, form):
            say(_("The activation is saved."))
            await go(back)

    page = partial(page_view, lock, phone, addresses.activation(session), _("Activation"), back=going(back))
    if form is None:
        words = _("What the others have written about the session comes when there is coverage.")
        return page(c.empty(_("Only the code is known here"), words))
    button = c.primary(_("Save"), save, ft.Icons.CHECK, busy=_("Saving…") if errand.going_on else "")
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        _times(form, set_form),
        c.question(
            "decided",
            _("Which function decided?"),
            c.choices(
                c.options(DecidedBy),
                one(form.decided_by),
                lambda who: set_form(replace(form, decided_by=who)),
                columns=1,
            ),
            helper=_("A function, never a name"),
            done=form.decided_by is not None,
        ),
        c.question(
            "level",
            _("On which level?"),
            c.long_choices(_levels(), [form.level], lambda level: set_form(replace(form, level=level))),
            done=True,
        ),
        _why(form, set_form),
        _impact(form, set_form),
        bottom=c.bottom_bar(button),
    )


def _times(form: ActivationForm, set_form: Callable[[ActivationForm], None]) -> ft.Control:
    rows = []
    if form.alarm_received_at:
        rows.append(
            time_row(_("Alarm"), form.alarm_received_at, lambda at: set_form(replace(form, alarm_received_at=at)))
        )
    if form.activated_at:
        rows.append(time_row(_("Activated"), form.activated_at, lambda at: set_form(replace(form, activated_at=at))))
    return c.question("times", _("When?"), *rows, done=True)


def _why(form: ActivationForm, set_form: Callable[[ActivationForm], None]) -> ft.Control:
    """People choose; nothing is counted or weighed."""

    def turn(reason: ActivationReason) -> None:
        chosen = {*form.reasons} ^ {reason}
        set_form(replace(form, reasons=tuple(one for one in ActivationReason if one in chosen)))

    return c.question(
        "why",
        _("Why was it activated?"),
        c.choices(c.options(ActivationReason), form.reasons, turn, several=True, columns=1),
        c.TextAnswer(
            _("In a few words (optional)"),
            form.why,
            lambda words: set_form(replace(form, why=words)),
            helper=_("Write no names."),
            lines=2,
            max_length=WHY_CHARACTERS,
            key="why",
        ),
        helper=_("Choose all that hold. The list is the same in every district."),
        done=bool(form.reasons),
    )


def _impact(form: ActivationForm, set_form: Callable[[ActivationForm], None]) -> ft.Control:
    field = c.TextAnswer(
        _("What it did to people (optional)"),
        form.impact,
        lambda words: set_form(replace(form, impact=words)),
        helper=_("Write no names."),
        lines=3,
        max_length=IMPACT_CHARACTERS,
        key="impact",
    )
    return c.question("impact", _("What did it do to people?"), field, done=bool(form.impact.strip()))


def _levels() -> list[c.Option[Level]]:
    hints = {
        Level.INTERNAL: _("The district's own organisation"),
        Level.EXTERNAL: _("With outside actors. They see no records."),
    }
    return [c.Option(level, label(level), hints[level]) for level in Level]
