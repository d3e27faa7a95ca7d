import pytest

from fieldapp.crypto.strength import Strength, strength


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", Strength.TOO_SHORT),
        ("krusbär", Strength.TOO_SHORT),
        ("lösenord123", Strength.TOO_SIMPLE),
        ("aaaaaaaaaaaa", Strength.TOO_SIMPLE),
        ("iloveyou2026", Strength.WEAK),
        ("sommar2026", Strength.WEAK),
        ("Hammarby1915", Strength.WEAK),
        ("kvarnsten7", Strength.FAIR),
        ("gran ljus tegel 47", Strength.GOOD),
        ("مطر قطار توت", Strength.GOOD),
    ],
)
def test_the_hint_follows_what_is_typed(typed, found):
    assert strength(typed) is found


def test_a_very_long_one_is_looked_at_as_far_as_the_library_can():
    assert strength("sju grå katter " * 20) in set(Strength)
