"""The evaluation as a PDF with the app's own fonts in it."""

from collections.abc import Iterable
from typing import Final

from fpdf import FPDF, XPos, YPos

from fieldapp.settings import assets_folder
from fieldapp.ui.screens.evaluation.report import Section

FAMILY: Final = "Atkinson"
FALLBACK: Final = "Inter"
MARGIN_MM: Final = 20
LABEL_MM: Final = 110
LINE_MM: Final = 6.5
# A heading alone at the foot of a page belongs to nothing.
HEADING_AND_A_LINE_MM: Final = 26
_INK, _SPRUCE, _HAIRLINE = (28, 29, 27), (12, 92, 89), (210, 210, 203)


def as_document(title: str, parts: Iterable[Section], foot: str) -> bytes:
    """A4, one section below the other. It says no author, and holds no more than the table does."""
    paper = _paper(title)
    for part in parts:
        _section(paper, part)
    paper.ln(4)
    paper.set_font(FAMILY, size=9)
    paper.multi_cell(0, 5, foot, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    return bytes(paper.output())


def _paper(title: str) -> FPDF:
    paper = FPDF(format="A4")
    fonts = assets_folder() / "fonts"
    for style, weight in (("", 400.0), ("B", 700.0)):
        paper.add_font(FAMILY, style, fonts / "AtkinsonNext-VF-latin.ttf", variations={"wght": weight})
    paper.add_font(FALLBACK, "", fonts / "Inter-VF.ttf")
    # Somebody may have written a word in another alphabet.
    paper.set_fallback_fonts([FALLBACK], exact_match=False)
    paper.set_title(title)
    paper.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
    paper.set_auto_page_break(True, MARGIN_MM)
    paper.add_page()
    paper.set_text_color(*_SPRUCE)
    paper.set_font(FAMILY, "B", 20)
    paper.multi_cell(0, 10, title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    return paper


def _section(paper: FPDF, part: Section) -> None:
    if paper.get_y() > paper.h - HEADING_AND_A_LINE_MM - MARGIN_MM:
        paper.add_page()
    paper.ln(4)
    paper.set_text_color(*_SPRUCE)
    paper.set_font(FAMILY, "B", 13)
    paper.multi_cell(0, 8, part.title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.set_draw_color(*_HAIRLINE)
    paper.line(MARGIN_MM, paper.get_y(), paper.w - MARGIN_MM, paper.get_y())
    paper.set_text_color(*_INK)
    for line in part.lines:
        _line(paper, line.title, line.value)


def _line(paper: FPDF, title: str, value: str) -> None:
    """Long words get the whole width, one below the other."""
    paper.set_font(FAMILY, size=11)
    if len(value) > 40:
        paper.set_font(FAMILY, "B", 11)
        paper.multi_cell(0, LINE_MM, title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        paper.set_font(FAMILY, size=11)
        paper.multi_cell(0, LINE_MM, value, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        return
    top = paper.get_y()
    if top > paper.h - 2 * MARGIN_MM:
        paper.add_page()
        top = paper.get_y()
    paper.multi_cell(LABEL_MM, LINE_MM, title, new_x=XPos.RIGHT, new_y=YPos.NEXT)
    bottom = paper.get_y()
    paper.set_xy(MARGIN_MM + LABEL_MM, top)
    paper.set_font(FAMILY, "B", 11)
    paper.multi_cell(0, LINE_MM, value, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="R")
    paper.set_y(max(bottom, paper.get_y()))
