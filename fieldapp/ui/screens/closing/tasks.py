"""The task list of the gate: plain text for what is done, amber for what is not."""

from typing import Final

import flet as ft

from fieldapp.actions.views import ClosingView
from fieldapp.domain.evaluation import EvaluationStage
from fieldapp.ui import components as c
from fieldapp.ui.going import going
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, label, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons
PHONES: Final = "phones"
PEOPLE: Final = "people"
EVALUATION: Final = "evaluation"


def left(found: ClosingView) -> tuple[str, ...]:
    """The tasks that stand in the way, in the order of the page."""
    not_begun = found.evaluation is EvaluationStage.NOT_BEGUN
    open_tasks = {PHONES: bool(found.unsettled), PEOPLE: bool(found.people_without), EVALUATION: not_begun}
    return tuple(task for task, is_open in open_tasks.items() if is_open)


def task_list(found: ClosingView, *, to_phones: Action, to_people: Action, to_late: Action) -> ft.Control:
    begun = found.evaluation is not EvaluationStage.NOT_BEGUN
    to_evaluation = going(addresses.evaluation(found.session.id))
    return c.rows(
        _phones(found, to_phones),
        _people(found, to_people),
        _task(I.MOVE_TO_INBOX, _("Arrived late"), str(found.late), is_done=not found.late, do=to_late),
        _task(I.INSIGHTS, _("Evaluation"), label(found.evaluation), is_done=begun, do=to_evaluation),
    )


def _phones(found: ClosingView, do: Action) -> ft.Control:
    total = len(found.devices)
    settled = total - len(found.unsettled)
    words = ngettext(
        "{done} of {n} phone has delivered everything", "{done} of {n} phones have delivered everything", total
    )
    return _task(I.SMARTPHONE, _("Phones"), words.format(done=settled, n=total), is_done=not found.unsettled, do=do)


def _people(found: ClosingView, do: Action) -> ft.Control:
    missing = len(found.people_without)
    words = _("{kept} have somebody responsible and a date, {missing} do not")
    shown = words.format(kept=found.kept, missing=missing)
    return _task(I.GROUPS_OUTLINED, _("Open contacts"), shown, is_done=not missing, do=do if missing else None)


def _task(icon: ft.IconData, title: str, words: str, *, is_done: bool, do: Action | None) -> ft.Control:
    status = c.text(words, "body_medium", ft.Colors.ON_SURFACE_VARIANT) if is_done else _to_do(words)
    return c.row(c.text(title, "title_medium"), status, before=c.icon(icon, 24), do=do)


def _to_do(words: str) -> ft.Control:
    return c.status_line(c.Status(I.HOURGLASS_BOTTOM, words, c.Tone.AMBER, bold=True))
