"""The parts of the evaluation's page: coverage above everything, figures, improvements."""

from collections.abc import Callable
from functools import partial
from typing import Final

import flet as ft

from fieldapp.domain.evaluation import Improvement, ImprovementState
from fieldapp.domain.figures import Figures
from fieldapp.domain.small_cells import Bound, Share
from fieldapp.ui import components as c
from fieldapp.ui.look import big
from fieldapp.ui.screens.evaluation.chart import Per, bars
from fieldapp.ui.screens.evaluation.report import Section, coverage, few_note, improvement_words
from fieldapp.ui.tap import Outcome
from fieldapp.ui.words import _, label, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons
NEXT: Final = {
    ImprovementState.OPEN: ImprovementState.ONGOING,
    ImprovementState.ONGOING: ImprovementState.DONE,
    ImprovementState.DONE: ImprovementState.OPEN,
}
# A longer value is a sentence, and goes under what it answers.
MOST_BESIDE: Final = 16


def headline(found: Figures) -> ft.Control:
    """The three shares, large, each with its bar."""
    told, words = found.coverage, coverage(found)
    shares = (told.owned, told.first.reached, told.second.reached)
    lines = [_share(line.title, line.value, one) for line, one in zip(words.lines, shares, strict=False)]
    if told.owned.bound is Bound.HIDDEN:
        lines.append(c.hint(_("Fewer than five are to be followed up: see them in the queue.")))
    return c.card(c.header(words.title, "title_large"), *lines, spacing=16)


def _share(title: str, value: str, found: Share) -> ft.Control:
    filled = (found.percent or 0) / 100
    bar = ft.ProgressBar(value=filled, bar_height=8, border_radius=4, bgcolor=ft.Colors.OUTLINE_VARIANT)
    parts = [c.text(value, "headline_small"), bar, c.text(title, "body_medium")]
    column = ft.Column([*parts], spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.Semantics(label=f"{title}: {value}", exclude_semantics=True, container=True, content=column)


def when(found: Figures, per: Per, choose: Callable[[Per], Outcome]) -> ft.Control:
    options = [c.Option(Per.DAY.value, _("By day")), c.Option(Per.HOUR.value, _("By hour"))]
    segments = c.segments(options, per.value, lambda chosen: choose(Per(chosen)))
    return c.card(c.header(_("When people came"), "title_medium"), segments, bars(found, per), spacing=12)


def table(part: Section) -> ft.Control:
    return c.card(c.header(part.title, "title_medium"), *(_line(line.title, line.value) for line in part.lines))


def _line(title: str, value: str) -> ft.Control:
    told, figure = c.text(title, "body_medium"), c.text(value, "title_small")
    if big() or len(value) > MOST_BESIDE:
        return ft.Column([told, figure], spacing=0, tight=True)
    return ft.Row([ft.Container(told, expand=True), figure], spacing=12, vertical_alignment=ft.CrossAxisAlignment.START)


def hidden_note() -> ft.Control:
    return c.hint(few_note())


def improvements(found: tuple[Improvement, ...], move: Callable[[Improvement], Outcome], add: ft.Control) -> ft.Control:
    """Tapping one takes it a step on."""
    lines = [_improvement(one, move) for one in found]
    empty = [] if lines else [c.text(_("Nothing is written down yet."), "body_medium")]
    return c.card(c.header(_("To become better"), "title_medium"), *empty, *([c.rows(*lines)] if lines else []), add)


def _improvement(one: Improvement, move: Callable[[Improvement], Outcome]) -> ft.Control:
    mark = {ImprovementState.DONE: I.TASK_ALT, ImprovementState.ONGOING: I.HOURGLASS_BOTTOM}
    words = c.text(improvement_words(one), "body_medium", ft.Colors.ON_SURFACE_VARIANT)
    turn = c.hint(_("Tap for “{state}”").format(state=label(NEXT[one.state]).lower()))
    icon = c.icon(mark.get(one.state, I.RADIO_BUTTON_UNCHECKED), 24)
    return c.row(c.text(one.text, "title_small"), words, turn, before=icon, do=partial(move, one))


def waiting_words(waiting: int) -> str:
    words = ngettext("{n} follow-up is still open.", "{n} follow-ups are still open.", waiting).format(n=waiting)
    return f"{words} {_('The session can be archived when they have come to their end.')}"
