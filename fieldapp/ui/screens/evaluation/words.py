"""The three questions that are answered in words."""

from functools import partial

import flet as ft

from fieldapp.domain.evaluation import TEXT_CHARACTERS, Evaluation, EvaluationText
from fieldapp.ui import components as c
from fieldapp.ui.screens.evaluation.finishing import Finishing
from fieldapp.ui.screens.evaluation.report import TEXTS
from fieldapp.ui.words import _


def text_fields(said: Evaluation, finishing: Finishing) -> ft.Control:
    fields = [_field(said, finishing, which) for which in EvaluationText]
    hint = c.hint(_("Write no names and nothing that points somebody out."))
    return c.card(c.header(_("In words"), "title_medium"), hint, *fields, spacing=12)


def _field(said: Evaluation, finishing: Finishing, which: EvaluationText) -> ft.Control:
    words = finishing.typed.get(which, said.text(which))
    is_missing = finishing.tried and which in said.missing and not words.strip()
    error = _("{question}: write a line or two").format(question=_(TEXTS[which])) if is_missing else ""
    made = c.field(
        _(TEXTS[which]),
        words,
        partial(_typed, finishing, which),
        error=error,
        lines=3,
        max_length=TEXT_CHARACTERS,
        left=finishing.keep,
    )
    made.key = which.value
    return made


def _typed(finishing: Finishing, which: EvaluationText, words: str) -> None:
    finishing.typed[which] = words
