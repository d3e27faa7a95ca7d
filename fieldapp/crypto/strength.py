"""How easy a passphrase is to guess: a hint while it is typed. What is refused is decided in `passphrase`."""

from enum import StrEnum

from zxcvbn import zxcvbn

from fieldapp.crypto.passphrase import GUESSED_FIRST, PassphraseTooShort, PassphraseTooSimple, check_strength

# zxcvbn refuses to look at more, and its time grows with the square.
LOOKED_AT = 72
FAIR_SCORE, GOOD_SCORE = 3, 4


class Strength(StrEnum):
    TOO_SHORT = "too_short"
    TOO_SIMPLE = "too_simple"
    WEAK = "weak"
    FAIR = "fair"
    GOOD = "good"


def strength(passphrase: str) -> Strength:
    """zxcvbn's five steps (0 to 4), as many as one can act on. It knows English words, so Swedish ones look stronger
    than they are; the rules of `check_strength` come first."""
    try:
        check_strength(passphrase)
    except PassphraseTooShort:
        return Strength.TOO_SHORT
    except PassphraseTooSimple:
        return Strength.TOO_SIMPLE
    score = int(zxcvbn(passphrase[:LOOKED_AT], user_inputs=list(GUESSED_FIRST))["score"])
    if score < FAIR_SCORE:
        return Strength.WEAK
    return Strength.GOOD if score >= GOOD_SCORE else Strength.FAIR
