import pytest

from fieldapp.domain.finding import TooFewLetters, asked_for, is_a_name, is_called, words_of


@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("Amina Hassan", "amina", True),
        ("Amina Hassan", "Has Am", True),
        ("Åsa Öberg", "asa ob", True),
        ("Amina Hassan", "mina", False),
        ("Amina Hassan", "amina berg", False),
        ("", "amina", False),
    ],
)
def test_each_word_begins_a_word_of_the_name_whatever_its_case_and_accents(name: str, typed: str, found: bool) -> None:
    assert is_called(words_of(name), asked_for(typed)) is found


@pytest.mark.parametrize("typed", ["", " ", "a"])
def test_everybody_is_not_looked_through(typed: str) -> None:
    with pytest.raises(TooFewLetters):
        asked_for(typed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("Amina", True), ("HV-7F3-K2M-9", False), ("hv-abcdefg", False), ("7F3", False), ("Ann-Marie", True)],
)
def test_what_has_digits_or_the_boards_letters_and_a_hyphen_is_meant_as_a_code(typed: str, name: bool) -> None:
    assert is_a_name(typed, "HV") is name
