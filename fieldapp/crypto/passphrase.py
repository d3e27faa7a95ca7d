"""From what a person can remember to 32 bytes: Argon2id, its cost and its floor."""

import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from argon2.low_level import Type, hash_secret_raw

from sync.errors import AskForHelp, FixAndRetry

SHORTEST_PASSPHRASE = 10
SALT_BYTES = 16
KEY_BYTES = 32
MOST_MEMORY_KIB = 256 * 1024
MOST_ITERATIONS = 64
UNREASONABLE_MEMORY_KIB = 1024 * 1024
MOST_LANES = 16
SAMPLES = 3
FEWEST_DIFFERENT_CHARACTERS = 5
ROWS_ON_A_KEYBOARD = ("abcdefghijklmnopqrstuvwxyzåäö", "01234567890", "qwertyuiopå", "asdfghjklöä", "zxcvbnm")
GUESSED_FIRST = ("password", "lösenord", "losenord", "passord", "stödkedjan", "stodkedjan", "krisstöd", "krisstod")


class PassphraseTooShort(FixAndRetry):
    """The passphrase is too short. Use at least ten characters, for example three words."""


class PassphraseTooSimple(FixAndRetry):
    """That passphrase is easy to guess. Choose three or four words that do not belong together."""


class KdfWeakened(AskForHelp):
    """Something has weakened the lock on this phone. Do not type your passphrase. Call your supervisor."""


@dataclass(frozen=True, slots=True)
class KdfCost:
    """Argon2id (RFC 9106): memory in KiB, passes over it, parallel lanes."""

    memory_kib: int
    iterations: int
    lanes: int

    def is_below(self, floor: "KdfCost") -> bool:
        return self.memory_kib < floor.memory_kib or self.iterations < floor.iterations or self.lanes < floor.lanes

    def is_beyond_reason(self) -> bool:
        """More than any phone was ever told to spend: a damaged file, not a strong lock."""
        return self.memory_kib > UNREASONABLE_MEMORY_KIB or self.iterations > MOST_ITERATIONS or self.lanes > MOST_LANES


# OWASP Password Storage Cheat Sheet, Argon2id: m=19456 (19 MiB), t=2, p=1.
FLOOR = KdfCost(memory_kib=19456, iterations=2, lanes=1)


def check_strength(passphrase: str) -> None:
    """Raises PassphraseTooShort or PassphraseTooSimple. Length is counted in NFC characters, outer spaces left out."""
    text = _normal(passphrase)
    if len(text) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort
    if _is_simple(text.casefold()):
        raise PassphraseTooSimple


def stretch(passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
    """Argon2id version 1.3 over the NFC form in UTF-8; salt of 16 bytes; gives 32 bytes.

    Raises KdfWeakened when the cost, which comes from a file, is below the floor.
    """
    if cost.is_below(FLOOR):
        raise KdfWeakened
    secret = _normal(passphrase).encode()
    return hash_secret_raw(secret, salt, cost.iterations, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)


def measured_cost(target_seconds: float = 0.5, *, seconds_for: Callable[[KdfCost], float] | None = None) -> KdfCost:
    """The dearest cost this machine pays within the target: memory first, then passes, never below the floor."""
    measure = seconds_for or _seconds_for
    cost = _grown(FLOOR, target_seconds, measure, _more_memory)
    return _grown(cost, target_seconds, measure, _more_iterations)


def _grown(
    cost: KdfCost, target: float, measure: Callable[[KdfCost], float], more: Callable[[KdfCost], KdfCost]
) -> KdfCost:
    """Each step counts with its best sample: another app at work must not leave the lock cheap for good."""
    while (dearer := more(cost)) != cost and any(measure(dearer) <= target for _ in range(SAMPLES)):
        cost = dearer
    return cost


def _more_memory(cost: KdfCost) -> KdfCost:
    return replace(cost, memory_kib=min(cost.memory_kib * 2, MOST_MEMORY_KIB))


def _more_iterations(cost: KdfCost) -> KdfCost:
    return replace(cost, iterations=min(cost.iterations + 1, MOST_ITERATIONS))


def _seconds_for(cost: KdfCost) -> float:
    started = time.perf_counter()
    stretch("a passphrase to measure with", bytes(SALT_BYTES), cost)
    return time.perf_counter() - started


def _normal(passphrase: str) -> str:
    # Keyboards add a space after a suggested word, and a macOS keyboard may give å as two code points.
    return unicodedata.normalize("NFC", passphrase).strip()


def _is_simple(text: str) -> bool:
    return (
        text.isdecimal()
        or len(set(text)) < FEWEST_DIFFERENT_CHARACTERS
        or _repeats_itself(text)
        or any(text in row or text[::-1] in row for row in ROWS_ON_A_KEYBOARD)
        or _is_guessed_first(text)
    )


def _repeats_itself(text: str) -> bool:
    return text in (text + text)[1:-1]


def _is_guessed_first(text: str) -> bool:
    letters = "".join(character for character in text if character.isalpha())
    return letters in GUESSED_FIRST
