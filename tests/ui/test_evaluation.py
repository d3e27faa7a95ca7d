"""The evaluation in words, as a table and as a document."""

import csv
import io
import zlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.contact_choices import AgeBand
from fieldapp.domain.evaluation import Evaluation, Improvement
from fieldapp.domain.figures import Coverage, Figures, Minutes, Reading
from fieldapp.domain.recipient import RecipientType
from fieldapp.domain.referral_figures import ResponseTime
from fieldapp.domain.small_cells import Share
from fieldapp.domain.visit_choices import VisitMode
from fieldapp.ui.screens.evaluation import report
from fieldapp.ui.screens.evaluation.document import as_document
from fieldapp.ui.screens.evaluation.files import as_table, file_name, plain
from fieldapp.ui.screens.evaluation.report import HIDDEN, Line, Section

DAY = date(2026, 11, 22)
FOUND = Figures(
    coverage=Coverage(43, Share(41, 43), Reading(DAY, Share(20, 40)), Reading(None, Share(2, 4))),
    minutes=Minutes(3, 0, None),
    people=43,
    visits=51,
    per_day={DAY: 51},
    per_hour={13: 48, 14: None},
    per_mode={VisitMode.VISIT: 51},
    per_site={"Medborgarkontoret": 51},
    ages={AgeBand.AGE_6_12: None, AgeBand.AGE_30_64: 38, AgeBand.AGE_0_5: 0},
    heads={},
    offered=Share(43, 43),
    identified=Share(3, 43),
    median_days_to_contact=3,
    written_late=None,
    written_off=1,
    late=3,
)


def said(parts: tuple[Section, ...]) -> dict[str, str]:
    return {line.title: line.value for part in parts for line in part.lines}


def test_coverage_is_the_headline_and_small_figures_are_hidden_in_words_too() -> None:
    parts = report.sections(FOUND)
    words = said(parts)

    assert [line.value for line in parts[0].lines] == ["minst 90 %", "50 %", HIDDEN, "43"]
    assert words["6–12"] == HIDDEN
    assert "0–5" not in words
    assert words["Uppgav namn"] == "högst 10 %"
    assert words["Besök som kom in sent"] == "3"
    assert words["Larm till aktivering"] == "3 minuter"


def test_fewer_than_five_flagged_are_not_counted_in_words() -> None:
    few = replace(FOUND, coverage=Coverage(3, Share(3, 3), Reading(DAY, Share(1, 3)), Reading(DAY, Share(1, 3))))

    assert [line.value for line in report.sections(few)[0].lines] == [HIDDEN] * 4


@pytest.mark.parametrize("words", ["=1+1", "+46 70", "-1", "@SUM(A1)", " =cmd|'/c calc'!A0", "\t=1", "\uff1d1"])
def test_no_cell_of_the_table_is_a_formula(words: str) -> None:
    table = as_table([Section(words, (Line(words, words),))]).decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(table), delimiter=";"))[1]

    assert row == [f"'{words}"] * 3


@given(st.text(max_size=30))
def test_every_text_comes_back_whole_and_begins_as_text(words: str) -> None:
    written = as_table([Section("Med ord", (Line("Vad fungerade", words),))]).decode("utf-8-sig")
    cell = list(csv.reader(io.StringIO(written, newline=""), delimiter=";"))[1][2]

    assert cell.removeprefix("'") == words.removeprefix("'")
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert plain(plain(words)) == plain(words)


def test_the_table_opens_in_a_swedish_spreadsheet() -> None:
    table = as_table(report.sections(FOUND))

    assert table.startswith(b"\xef\xbb\xbf")
    assert "Täckning" in table.decode("utf-8-sig")
    assert table.count(b"\r\n") == 1 + sum(len(part.lines) for part in report.sections(FOUND))


def test_file_names_hold_the_session_s_code_alone() -> None:
    assert file_name("7F3K-2M9T", "csv") == "utvardering-7F3K-2M9T.csv"
    assert file_name("", "pdf") == "utvardering.pdf"


def test_the_document_has_its_own_fonts_and_says_what_the_table_says() -> None:
    written = report.written(
        Evaluation(worked="Öppet efter sex minuter. Перевод fanns. " * 20),
        (Improvement(id="1", text="Fler laddare", owner="Logistik", due=DAY),),
    )
    made = as_document("Utvärdering", (*report.sections(FOUND), *written), report.few_note())

    assert made.startswith(b"%PDF-")
    assert made.count(b"/FontFile2") >= 3
    assert b"Helvetica" not in made
    assert b"/Author" not in made
    assert len(zlib.compress(made)) > 10_000


def test_how_soon_recipients_answered_is_told_where_there_are_enough() -> None:
    def told(sent: int | None, answered: int | None) -> str:
        one = ResponseTime(RecipientType.SCHOOL_HEALTH, sent, answered, timedelta(hours=30))
        return said(report.sections(replace(FOUND, responses=(one,))))["Elevhälsa eller skola"]

    assert told(12, 7) == "7 av 12 har svarat, hälften inom 30 timmar"
    assert told(12, 3) == told(12, 10) == told(None, None) == HIDDEN
