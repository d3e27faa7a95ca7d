"""What stands round the questions: what is left, what went wrong, when the draft was kept."""

from collections.abc import Callable, Collection

import flet as ft

from fieldapp.domain.visit_form import Question
from fieldapp.ui import components as c
from fieldapp.ui.screens.supporter.visit.draft import VisitDraft
from fieldapp.ui.tap import Action, Outcome
from fieldapp.ui.words import _, clock, label, ngettext


def summary(left: Collection[Question], go_to: Callable[[str], Outcome]) -> list[ft.Control]:
    if not left:
        return []
    title = ngettext(
        "{n} question left before the visit can be saved", "{n} questions left before the visit can be saved", len(left)
    ).format(n=len(left))
    return [c.error_summary(title, [(one.value, label(one)) for one in left], go_to)]


def trouble(problem: str) -> list[ft.Control]:
    """`problem` is an English msgid, "" while all is well."""
    if not problem:
        return []
    return [c.notice(c.Status(ft.Icons.SUPPORT_OUTLINED, _(problem), c.Tone.BRICK), live=True)]


def draft_line(draft: VisitDraft) -> ft.Control:
    if draft.saved_at is None:
        return c.kept_line(c.Kept.WAITING, _("The draft is kept at each answer. Only on this phone"))
    words = _("Draft saved {time}. Only on this phone").format(time=clock(draft.saved_at))
    return c.kept_line(c.Kept.WAITING, words)


def discard_dialog(do: Action, leave: Action) -> ft.AlertDialog:
    words = _("What you have answered in this visit is removed from the phone.")
    return c.confirm_dialog(_("Throw the draft away?"), words, yes=_("Throw away"), do=do, leave=leave)
