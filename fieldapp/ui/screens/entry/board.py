"""A new board: its name, its prefix, whose it is, and whether it is an exercise."""

from collections.abc import Callable
from dataclasses import replace

import flet as ft

from fieldapp.actions.connecting import BoardForm
from fieldapp.domain.codes import check_prefix
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.screens.entry.steps import step_head
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError


@component
def BoardStep(start: BoardForm, *, found: Callable[[BoardForm], None], back: Action) -> ft.Control:
    form, set_form = ft.use_state(start)
    tried, set_tried = ft.use_state(False)
    problems = _problems(form) if tried else {}

    def on() -> None:
        set_tried(True)
        if not _problems(form):
            found(form)

    kinds = [c.Option("live", _("For real")), c.Option("exercise", _("Exercise"))]
    body = c.page_body(
        step_head(_("A new board"), back=back),
        c.text(_("This phone makes the board's keys and becomes its first supervisor."), "body_medium"),
        c.segments(
            kinds,
            "exercise" if form.exercise else "live",
            lambda kind: set_form(replace(form, exercise=kind == "exercise")),
        ),
        c.field(
            _("Name of the board"),
            form.name,
            lambda words: set_form(replace(form, name=words)),
            helper=_("For example Hässelby-Vällingby"),
            error=problems.get("name", ""),
        ),
        c.field(
            _("Prefix"),
            form.prefix,
            lambda words: set_form(replace(form, prefix=words.strip().upper())),
            helper=_("One to four letters that begin every contact code, for example HV"),
            error=problems.get("prefix", ""),
            max_length=4,
            autocorrect=False,
        ),
        c.field(
            _("Your name"),
            form.my_name,
            lambda words: set_form(replace(form, my_name=words)),
            helper=_("Only those in the board see it."),
            error=problems.get("my_name", ""),
            submitted=on,
        ),
    )
    return c.frame(body, c.bottom_bar(c.primary(_("Continue"), on, ft.Icons.ARROW_FORWARD)))


def _problems(form: BoardForm) -> dict[str, str]:
    unnamed = {"name": _("Write the name of the board"), "my_name": _("Write your name")}
    found = {field: words for field, words in unnamed.items() if not getattr(form, field).strip()}
    try:
        check_prefix(form.prefix.strip().upper())
    except StodkedjanError as error:
        found["prefix"] = sentence(error)
    return found
