"""Finding people by name. The law allows a name or a number to be searched for, and nothing else about a person."""

import unicodedata
from typing import Final

from sync.errors import FixAndRetry

FEWEST_LETTERS: Final = 2


class TooFewLetters(FixAndRetry):
    """Write the code on the slip, or at least two letters of the name."""


def words_of(name: str) -> tuple[str, ...]:
    """Without case and accents, so that "asa" finds "Åsa"."""
    if name.isascii():
        return tuple(name.casefold().split())
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return tuple(plain.casefold().split())


def asked_for(typed: str) -> tuple[str, ...]:
    """The words of a name. Raises TooFewLetters."""
    words = words_of(typed)
    if sum(map(len, words)) < FEWEST_LETTERS:
        raise TooFewLetters
    return words


def is_called(name: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    """Whether every word asked for is the beginning of a word of the name."""
    return all(any(word.startswith(one) for word in name) for one in asked)


def is_a_name(typed: str, prefix: str) -> bool:
    """What cannot have been meant as a code: that has digits, or begins with the board's letters and a hyphen."""
    return not any(sign.isdigit() for sign in typed) and not typed.strip().upper().startswith(f"{prefix}-")
