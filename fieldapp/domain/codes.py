"""The codes people read to each other: a person's contact code and a session's code.

Crockford's base32: no I, L, O or U, so that nothing looks like something else.
"""

from typing import Final

from sync.errors import FixAndRetry

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CONTACT_RANDOM_BYTES: Final = 6
SESSION_RANDOM_BYTES: Final = 8
LONGEST_PREFIX: Final = 4
_MISREAD: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})
_FIELD_POLYNOMIAL: Final = 0b100101


class CodeMistyped(FixAndRetry):
    """That is not a complete code. Compare it with the slip and type it again."""


class PrefixUnusable(FixAndRetry):
    """A board's prefix is one to four of the letters A–Z, without I, L, O and U. Choose another prefix."""


def contact_code(prefix: str, random: bytes) -> str:
    """ "HV-7F3-K2M-9": prefix, six random characters, a check character.

    `random` is at least 6 random bytes; five bits of each of the first six are used.
    """
    check_prefix(prefix)
    return _grouped(prefix, _characters(random, CONTACT_RANDOM_BYTES))


def check_prefix(prefix: str) -> None:
    """Raises PrefixUnusable."""
    if not _is_prefix(prefix):
        raise PrefixUnusable


def parse_contact_code(text: str, *, prefix: str = "") -> str:
    """The canonical code, however it was typed. `prefix` is put before a code typed without one."""
    typed = _normal(text)
    body_length = CONTACT_RANDOM_BYTES + 1
    found, body = typed[:-body_length] or prefix, typed[-body_length:]
    if not _is_prefix(found) or len(body) != body_length or not _is_code(body):
        raise CodeMistyped
    canonical = _grouped(found, body[:-1])
    if canonical[-1] != body[-1]:
        raise CodeMistyped
    return canonical


def session_code(random: bytes) -> str:
    """ "7F3K-2M9T" from at least 8 random bytes; five bits of each are used."""
    characters = _characters(random, SESSION_RANDOM_BYTES)
    return f"{characters[:4]}-{characters[4:]}"


def parse_session_code(text: str) -> str:
    typed = _normal(text)
    if len(typed) != SESSION_RANDOM_BYTES or not _is_code(typed):
        raise CodeMistyped
    return f"{typed[:4]}-{typed[4:]}"


def spoken(code: str) -> str:
    """The code letter by letter, as a screen reader and a person on the phone should say it."""
    return " ".join(character for character in code if character.isalnum())


def _grouped(prefix: str, body: str) -> str:
    return f"{prefix}-{body[:3]}-{body[3:]}-{_check_character(prefix + body)}"


def _check_character(characters: str) -> str:
    # Every position has a weight of its own, none of them 0 or the check character's own 1: a changed
    # character changes the sum, and so does swapping any two different ones.
    total, weight = 0, 1
    for character in reversed(characters):
        weight = _product(weight, 2)
        total ^= _product(weight, ALPHABET.index(character))
    return ALPHABET[total]


def _product(left: int, right: int) -> int:
    """Multiplication in GF(32), modulo x^5 + x^2 + 1."""
    product = 0
    for bit in range(5):
        if right >> bit & 1:
            product ^= left << bit
    for bit in range(8, 4, -1):
        if product >> bit & 1:
            product ^= _FIELD_POLYNOMIAL << (bit - 5)
    return product


def _characters(random: bytes, count: int) -> str:
    if len(random) < count:
        raise ValueError(f"{count} random bytes are needed")
    return "".join(ALPHABET[byte % 32] for byte in random[:count])


def _normal(text: str) -> str:
    return "".join(character for character in text.upper() if character.isalnum()).translate(_MISREAD)


def _is_code(characters: str) -> bool:
    return all(character in ALPHABET for character in characters)


def _is_prefix(prefix: str) -> bool:
    return 0 < len(prefix) <= LONGEST_PREFIX and _is_code(prefix) and prefix.isalpha()
