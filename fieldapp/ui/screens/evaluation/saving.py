"""The evaluation as a file, given to the person the way the app gives every file."""

import asyncio
from collections.abc import Callable

from fieldapp.actions import deviating, evaluating, exercises, linking
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import view
from fieldapp.domain.figures import Figures
from fieldapp.ui import files
from fieldapp.ui.screens.evaluation import report
from fieldapp.ui.screens.evaluation.document import as_document
from fieldapp.ui.screens.evaluation.files import as_table, file_name
from fieldapp.ui.screens.evaluation.looked_at import LookedAt, which
from fieldapp.ui.screens.evaluation.report import Section
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _


def use_saving(phone: Phone, session_id: str, looked_at: LookedAt) -> tuple[Action, Action]:
    """The two actions that save: the table and the document."""

    async def save(suffix: str, make: Callable[[], bytes]) -> None:
        code = view(phone, session_id).code
        if looked_at.found and await files.give(file_name(code, suffix), make()):
            await asyncio.to_thread(exercises.note_kept, phone)
            say(_("The file is saved."))

    async def table() -> None:
        await save("csv", lambda: as_table(sections_of(phone, session_id, looked_at)))

    async def document() -> None:
        if looked_at.found:
            parts = sections_of(phone, session_id, looked_at)
            content = await asyncio.to_thread(as_document, _("Evaluation"), parts, report.few_note())
            await save("pdf", lambda: content)

    return table, document


def sections_of(phone: Phone, session_id: str, looked_at: LookedAt) -> tuple[Section, ...]:
    """What both files say."""
    linked = len(linking.linked_to(phone, session_id))
    said = evaluating.evaluation_of(phone, session_id)
    words = report.written(said, evaluating.improvements(phone, session_id))
    return (report.head(view(phone, session_id), linked), *_figures(phone, session_id, looked_at), *words)


def _figures(phone: Phone, session_id: str, looked_at: LookedAt) -> tuple[Section, ...]:
    found = looked_at.found
    return (*report.sections(found), went_against(phone, session_id, looked_at, found)) if found else ()


def went_against(phone: Phone, session_id: str, looked_at: LookedAt, found: Figures) -> Section:
    sessions = which(phone, session_id, is_joint=looked_at.is_joint)
    return report.deviations(found, deviating.deviations(phone, sessions))
