"""Lines of words as a PDF, with the fonts the app brings: nothing is fetched and nothing is written to a disk."""

from typing import Final

from fpdf import FPDF

from fieldapp.settings import assets_folder
from fieldapp.ui.paper.extract_lines import Line, Look

BODY, MARGIN_MM, LINE_MM = "body", 18, 6
SIZES: Final = {Look.TITLE: 20, Look.HEADING: 14, Look.FACT: 11, Look.TEXT: 11}
# What the body font lacks: other Latin letters, Cyrillic and Greek, Arabic, Ethiopic, signs.
FALLBACKS: Final = {
    "latin-ext": "AtkinsonNext-VF-latin-ext.ttf",
    "inter": "Inter-VF.ttf",
    "arabic": "NotoSansArabic-Regular.ttf",
    "ethiopic": "NotoSansEthiopic-Regular.ttf",
    "signs": "NotoSansSymbols2-Regular.ttf",
}


class _Paper(FPDF):
    """Every page says which it is; the file says neither who made it nor with what."""

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font(BODY, size=9)
        self.cell(0, 10, f"{self.page_no()} / {{nb}}", align="R")


def pdf(lines: list[Line]) -> bytes:
    """A4, black on white."""
    paper = _Paper(format="A4")
    paper.set_margin(MARGIN_MM)
    paper.set_auto_page_break(True, margin=20)
    _bring_fonts(paper)
    paper.add_page()
    for line in lines:
        _write(paper, line)
    return bytes(paper.output())


def _bring_fonts(paper: FPDF) -> None:
    fonts = assets_folder() / "fonts"
    for style, weight in (("", 400.0), ("B", 700.0)):
        paper.add_font(BODY, style, fonts / "AtkinsonNext-VF-latin.ttf", variations={"wght": weight})
    for family, file in FALLBACKS.items():
        paper.add_font(family, "", fonts / file)
    paper.set_fallback_fonts(list(FALLBACKS), exact_match=False)


def _write(paper: FPDF, line: Line) -> None:
    size = SIZES[line.look]
    if line.look is Look.HEADING:
        paper.ln(LINE_MM / 2)
    if line.name:
        paper.set_font(BODY, "B", size)
        paper.write(LINE_MM, f"{line.name}: ")
        paper.set_font(BODY, "", size)
        paper.write(LINE_MM, line.words)
        paper.ln(LINE_MM)
        return
    paper.set_font(BODY, "" if line.look is Look.TEXT else "B", size)
    paper.multi_cell(0, LINE_MM if size < SIZES[Look.TITLE] else 10, line.words, new_x="LMARGIN", new_y="NEXT")
