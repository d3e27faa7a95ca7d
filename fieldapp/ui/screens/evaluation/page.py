"""Looking back on a session: what became of people first, then the figures, then words, then what is to be better."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import evaluating, linking
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import view
from fieldapp.actions.views import SessionState
from fieldapp.domain.evaluation import Evaluation, Improvement
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.evaluation import parts, report
from fieldapp.ui.screens.evaluation.chart import Per
from fieldapp.ui.screens.evaluation.finishing import Finishing, use_finishing
from fieldapp.ui.screens.evaluation.looked_at import LookedAt, use_figures
from fieldapp.ui.screens.evaluation.saving import use_saving, went_against
from fieldapp.ui.screens.evaluation.words import text_fields
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def EvaluationPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session_id = ft.use_route_params()["id"]
    per, set_per = ft.use_state(Per.DAY)
    looked_at = use_figures(phone, session_id)
    finishing = use_finishing(phone, session_id)
    save_table, save_document = use_saving(phone, session_id, looked_at)
    here, back = addresses.evaluation(session_id), going(addresses.session(session_id))
    page = partial(page_view, lock, phone, here, _("Evaluation"), back=back)
    if not evaluating.may_evaluate(phone):
        return page(c.empty(_("Your supervisor evaluates the session")))
    if looked_at.found is None:
        return page(c.working(_("Counting…")))
    found, said = looked_at.found, evaluating.evaluation_of(phone, session_id)
    return page(
        *_problem(finishing.problem),
        *_joint(phone, session_id, looked_at),
        parts.headline(found),
        parts.table(report.operation(found)),
        parts.table(report.chain(found)),
        parts.when(found, per, set_per),
        parts.table(report.people(found)),
        *([parts.table(report.responses(found))] if found.responses else []),
        parts.table(went_against(phone, session_id, looked_at, found)),
        parts.hidden_note(),
        text_fields(said, finishing),
        _improvements(phone, session_id),
        _files(save_table, save_document),
        *_without(said, finishing),
        bottom=_bar(phone, session_id, said, finishing),
    )


def _problem(words: str) -> list[ft.Control]:
    return [c.trouble(_("It did not work"), words)] if words else []


def _joint(phone: Phone, session_id: str, looked_at: LookedAt) -> list[ft.Control]:
    if not linking.linked_to(phone, session_id):
        return []
    options = [c.Option("one", _("This session")), c.Option("all", _("The whole incident"))]
    chosen = "all" if looked_at.is_joint else "one"
    return [c.segments(options, chosen, lambda which: looked_at.look_at(which == "all"))]


def _improvements(phone: Phone, session_id: str) -> ft.Control:
    async def move(one: Improvement) -> None:
        await asyncio.to_thread(evaluating.move_improvement, phone, one.id, parts.NEXT[one.state])

    add = ft.Row([c.quiet(_("Add something to become better"), going(addresses.improvement(session_id)), I.ADD)])
    return parts.improvements(evaluating.improvements(phone, session_id), move, add)


def _files(save_table: Action, save_document: Action) -> ft.Control:
    return c.card(
        c.header(_("To take away"), "title_medium"),
        c.hint(_("No names, no codes, no small figures. Read what you have written once more: write no names there.")),
        c.pair(
            c.secondary(_("Table (CSV)"), save_table, I.TABLE_CHART_OUTLINED),
            c.secondary(_("Document (PDF)"), save_document, I.PICTURE_AS_PDF_OUTLINED),
        ),
        spacing=12,
    )


def _without(said: Evaluation, finishing: Finishing) -> list[ft.Control]:
    if said.waived_reason:
        return [c.fact(I.TASK_ALT, _("Goes without an evaluation: {why}").format(why=said.waived_reason))]
    if said.is_settled:
        return []
    return [ft.Row([c.quiet(_("Go without an evaluation"), finishing.waive, I.REMOVE_CIRCLE_OUTLINE)], wrap=True)]


def _bar(phone: Phone, session_id: str, said: Evaluation, finishing: Finishing) -> ft.Control:
    save = c.secondary(_("Save"), finishing.save, busy=_("Saving…") if finishing.going_on == "save" else "")
    session = view(phone, session_id)
    if not said.is_settled:
        words = _("Finishing…") if finishing.going_on == "finish" else ""
        finish = c.primary(_("Finish the evaluation"), finishing.finish, I.TASK_ALT, busy=words)
        return c.bottom_bar(c.pair(save, finish, shares=(2, 3)))
    if session.archived or session.state is not SessionState.CLOSED:
        return c.bottom_bar(c.primary(_("Save"), finishing.save, busy=_("Saving…") if finishing.going_on else ""))
    waiting = len(evaluating.open_promises(phone, session_id))
    told = [c.hint(parts.waiting_words(waiting))] if waiting else []
    archive = c.primary(_("Archive the session"), finishing.archive, I.INVENTORY_2_OUTLINED)
    return c.bottom_bar(*told, c.pair(save, archive, shares=(2, 3)))
