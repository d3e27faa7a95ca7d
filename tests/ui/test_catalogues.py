"""What a person reads exists in Swedish and in English, and the compiled books are not old."""

import shutil
from pathlib import Path

from fieldapp.i18n import catalogue
from tests.catalogues import books
from tests.catalogues.check import problems, update
from tests.catalogues.found import ROOT, messages


def test_nothing_a_person_can_meet_lacks_words() -> None:
    assert problems() == []


def test_docstrings_of_errors_and_labels_of_domain_values_are_found() -> None:
    found = messages()

    assert (
        "",
        "Could not reach the district server. Your work is safe on this phone and is sent by itself later.",
    ) in found
    assert ("IncidentType", "Shooting") in found


def test_errors_of_the_same_name_in_two_packages_are_both_found() -> None:
    of_invites = [words for _, words in messages() if words.startswith("This invite has ")]

    assert "This invite has already been used. If that was not you, tell your supervisor now. Ask for a new one." in (
        of_invites
    )
    assert "This invite has been used. If it was not by you, tell your supervisor at once." in of_invites


def test_a_new_text_is_asked_for_until_somebody_translates_it(tmp_path: Path) -> None:
    copy_of_the_books(tmp_path)
    (tmp_path / "fieldapp" / "supporter").mkdir()
    (tmp_path / "fieldapp" / "supporter" / "page.py").write_text('_("Brand new {n}")\n', "utf-8")

    assert update(tmp_path) == 1
    assert [line for line in problems(tmp_path) if "Brand new" in line and line.startswith("sv/supporter.po")]
    assert not [line for line in problems(tmp_path) if line.startswith("en")]


def test_a_translation_that_fills_in_something_else_is_found(tmp_path: Path) -> None:
    copy_of_the_books(tmp_path)
    shell = books.path("sv", "shell", tmp_path)
    shell.write_text(shell.read_text("utf-8").replace("Från {date}", "Från {datum}"), "utf-8")

    assert [line for line in problems(tmp_path) if "fill in different things" in line]
    assert [line for line in problems(tmp_path) if "the .mo is not" in line]


def test_a_translation_that_stands_there_twice_is_found(tmp_path: Path) -> None:
    copy_of_the_books(tmp_path)
    shell = books.path("sv", "shell", tmp_path)
    shell.write_text(shell.read_text("utf-8").replace("Från {date}", "Från {date}Från {date}"), "utf-8")

    assert [line for line in problems(tmp_path) if "more than once" in line]


def test_each_page_speaks_its_own_language() -> None:
    assert catalogue("sv").gettext("Only on this phone") == "Bara på den här telefonen"
    assert catalogue("en").gettext("Only on this phone") == "Only on this phone"
    assert catalogue("so").language == "sv"


def copy_of_the_books(to: Path) -> None:
    for package in ("fieldapp", "sync"):
        (to / package / "ui").mkdir(parents=True)
    shutil.copytree(ROOT / "assets" / "locale", to / "assets" / "locale")
