"""The evaluation as a file, given to the person the way the app gives every file."""

import asyncio
from collections.abc import Callable

from fieldapp.actions import evaluating, exercises, linking
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import view
from fieldapp.domain.figures import Figures
from fieldapp.ui import files
from fieldapp.ui.screens.evaluation import report
from fieldapp.ui.screens.evaluation.document import as_document
from fieldapp.ui.screens.evaluation.files import as_table, file_name
from fieldapp.ui.screens.evaluation.report import Section
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _


def use_saving(phone: Phone, session_id: str, found: Figures | None) -> tuple[Action, Action]:
    """The two actions that save: the table and the document."""

    async def save(suffix: str, make: Callable[[], bytes]) -> None:
        code = view(phone, session_id).code
        if found and await files.give(file_name(code, suffix), make()):
            await asyncio.to_thread(exercises.note_kept, phone)
            say(_("The file is saved."))

    async def table() -> None:
        await save("csv", lambda: as_table(_sections(phone, session_id, found)))

    async def document() -> None:
        if found:
            parts = _sections(phone, session_id, found)
            content = await asyncio.to_thread(as_document, _("Evaluation"), parts, report.few_note())
            await save("pdf", lambda: content)

    return table, document


def _sections(phone: Phone, session_id: str, found: Figures | None) -> tuple[Section, ...]:
    linked = len(linking.linked_to(phone, session_id))
    said = evaluating.evaluation_of(phone, session_id)
    words = report.written(said, evaluating.improvements(phone, session_id))
    return (report.head(view(phone, session_id), linked), *(report.sections(found) if found else ()), *words)
