import re

from fieldapp.crypto.six_digits import six_digits

BOARD, SIGNING, RECEIVING, NONCE = b"b" * 16, b"s" * 32, b"r" * 32, b"n" * 16


def test_both_sides_see_the_same_two_groups_of_three():
    digits = six_digits(BOARD, SIGNING, RECEIVING, NONCE)

    assert digits == six_digits(BOARD, SIGNING, RECEIVING, NONCE)
    assert re.fullmatch(r"\d{3} \d{3}", digits)


def test_every_part_counts():
    seen = {
        six_digits(BOARD, SIGNING, RECEIVING, NONCE),
        six_digits(b"c" * 16, SIGNING, RECEIVING, NONCE),
        six_digits(BOARD, b"t" * 32, RECEIVING, NONCE),
        six_digits(BOARD, SIGNING, b"q" * 32, NONCE),
        six_digits(BOARD, SIGNING, RECEIVING, b"m" * 16),
    }

    assert len(seen) == 5


def test_leading_zeros_are_kept():
    every = [six_digits(BOARD, SIGNING, RECEIVING, number.to_bytes(16, "big")) for number in range(200)]

    assert {len(digits) for digits in every} == {7}
    assert any(digits.startswith("0") for digits in every)
