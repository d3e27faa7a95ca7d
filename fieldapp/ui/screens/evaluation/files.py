"""The evaluation as a table and as a document: de-identified, for those who are to learn from it."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from fieldapp.ui.screens.evaluation.report import Section
from fieldapp.ui.words import _

# What a spreadsheet takes for the beginning of a formula, whatever stands before it that it does not show.
_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def file_name(code: str, suffix: str) -> str:
    """The session's code and nothing else: file names are shown where anybody looks."""
    return f"{_('evaluation')}-{code}.{suffix}" if code else f"{_('evaluation')}.{suffix}"


def as_table(parts: Iterable[Section]) -> bytes:
    """CSV as Swedish spreadsheets open it: semicolons, UTF-8 with its mark; no cell is ever a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([_("Part"), _("What"), _("Figure")])
    for part in parts:
        for line in part.lines:
            writer.writerow([plain(part.title), plain(line.title), plain(line.value)])
    return out.getvalue().encode("utf-8-sig")


def plain(words: str) -> str:
    """The words as text: with an apostrophe before what a spreadsheet would compute."""
    return f"'{words}" if words.lstrip(" \u00a0\ufeff\u200b").startswith(_BEGINS_A_FORMULA) else words
