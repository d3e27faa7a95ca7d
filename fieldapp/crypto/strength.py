"""How easy a passphrase is to guess: a hint while it is typed. What is refused is decided in `passphrase`."""

from enum import StrEnum

from zxcvbn import zxcvbn

from fieldapp.crypto.passphrase import GUESSED_FIRST, PassphraseTooShort, PassphraseTooSimple, check_strength

# zxcvbn refuses to look at more, and its time grows with the square.
LOOKED_AT = 72
FAIR_SCORE, GOOD_SCORE = 3, 4
# What zxcvbn's lists lack: the Swedish words that turn up first in passwords, and what the work is about.
SWEDISH = (
    *("sommar", "vinter", "vår", "höst", "jul", "midsommar", "januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december", "måndag", "tisdag", "onsdag", "torsdag"),
    *("fredag", "lördag", "söndag", "stockholm", "göteborg", "malmö", "sverige", "hejsan", "hemlig", "hemligt"),
    *("älskling", "mamma", "pappa", "fotboll", "hammarby", "djurgården", "välkommen", "inloggning", "arbete", "jobbet"),
    *("stödcentrum", "krisstödjare", "samordnare", "socialjour", "stadsdel", "kommun", "telefon", "katten", "hunden"),
)


class Strength(StrEnum):
    TOO_SHORT = "too_short"
    TOO_SIMPLE = "too_simple"
    WEAK = "weak"
    FAIR = "fair"
    GOOD = "good"


def strength(passphrase: str) -> Strength:
    """zxcvbn's five steps (0 to 4), as many as one can act on. Of Swedish it knows only SWEDISH, so other common words
    look stronger than they are; the rules of `check_strength` come first."""
    try:
        check_strength(passphrase)
    except PassphraseTooShort:
        return Strength.TOO_SHORT
    except PassphraseTooSimple:
        return Strength.TOO_SIMPLE
    score = int(zxcvbn(passphrase[:LOOKED_AT], user_inputs=[*GUESSED_FIRST, *SWEDISH])["score"])
    if score < FAIR_SCORE:
        return Strength.WEAK
    return Strength.GOOD if score >= GOOD_SCORE else Strength.FAIR
