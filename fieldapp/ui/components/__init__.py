"""What screens are built of. The status vocabulary is the module `status`: `status.overdue(3)`."""

from fieldapp.ui.components import status
from fieldapp.ui.components.bars import (
    COORDINATOR,
    SUPERVISOR,
    SUPPORTER,
    Destination,
    app_bar,
    exercise_band,
    navigation_bar,
    navigation_rail,
)
from fieldapp.ui.components.buttons import pair, primary, quiet, secondary, severe
from fieldapp.ui.components.cards import card, event, fact, notice, row, rows, trouble
from fieldapp.ui.components.confirm import confirm_dialog, confirm_page, sheet
from fieldapp.ui.components.counter import counter
from fieldapp.ui.components.fields import PassphraseField, TextAnswer, error_row, field
from fieldapp.ui.components.frame import bottom_bar, frame, list_body, page_body, two_panes
from fieldapp.ui.components.icons import icon, icon_button
from fieldapp.ui.components.mark import rings
from fieldapp.ui.components.pressable import pressable, tickable
from fieldapp.ui.components.progress import empty, working
from fieldapp.ui.components.question import error_summary, progress_parts, question, scroll_to_question, scroll_to_top
from fieldapp.ui.components.status import Kept, Status, Tone
from fieldapp.ui.components.sync_strip import sync_strip
from fieldapp.ui.components.tags import kept_line, spot, status_line, status_run, tag
from fieldapp.ui.components.text import code, header, heading, hint, spoken, text
from fieldapp.ui.components.tiles import Option, choices, filters, long_choices, options, segments, tick

__all__ = [
    "COORDINATOR",
    "Destination",
    "Kept",
    "Option",
    "PassphraseField",
    "SUPERVISOR",
    "SUPPORTER",
    "Status",
    "TextAnswer",
    "Tone",
    "app_bar",
    "bottom_bar",
    "card",
    "choices",
    "code",
    "confirm_dialog",
    "confirm_page",
    "counter",
    "empty",
    "error_row",
    "error_summary",
    "event",
    "exercise_band",
    "fact",
    "field",
    "filters",
    "frame",
    "header",
    "heading",
    "hint",
    "icon",
    "icon_button",
    "kept_line",
    "list_body",
    "long_choices",
    "navigation_bar",
    "navigation_rail",
    "notice",
    "options",
    "page_body",
    "pair",
    "pressable",
    "primary",
    "progress_parts",
    "question",
    "quiet",
    "rings",
    "row",
    "rows",
    "scroll_to_question",
    "scroll_to_top",
    "secondary",
    "segments",
    "severe",
    "sheet",
    "spoken",
    "spot",
    "status",
    "status_line",
    "status_run",
    "sync_strip",
    "tag",
    "text",
    "tick",
    "tickable",
    "trouble",
    "two_panes",
    "working",
]
