"""The codes people carry from one screen to another: a claim, an invite or a board, with the server's address."""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from urllib.parse import parse_qs, quote, urlsplit

from sync.protocol.errors import CodeMistyped

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_BYTES = 16
LINK = "stodkedjan://connect"
_TYPED = str.maketrans({"I": "1", "L": "1", "O": "0"})
_CHARACTERS = 26


class Purpose(StrEnum):
    """The first letter of the code says what it is for."""

    CLAIM = "C"
    INVITE = "J"


class BoardPurpose(StrEnum):
    """The first letter of a board's code: an exercise and the real thing are told apart before anything is asked."""

    BOARD = "N"
    EXERCISE = "X"


@dataclass(frozen=True, slots=True)
class ConnectCode:
    """16 secret bytes as 28 Crockford characters: purpose, 26 for the bytes, one that checks the typing."""

    purpose: Purpose
    secret: bytes

    def __repr__(self) -> str:
        return f"ConnectCode({self.purpose.name})"

    def __str__(self) -> str:
        text = self.purpose + _encoded(self.secret)
        text += _check(text)
        return "-".join(text[i : i + 4] for i in range(0, len(text), 4))

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Forgives case, spaces, dashes and I L O; raises `CodeMistyped`."""
        text = _canonical(typed)
        if len(text) != _CHARACTERS + 2 or set(text) - set(ALPHABET) or _check(text[:-1]) != text[-1]:
            raise CodeMistyped
        if text[0] not in set(Purpose):
            raise CodeMistyped
        return cls(Purpose(text[0]), _decoded(text[1:-1]))

    def link(self, server: str) -> str:
        """The deep link, also what the QR holds."""
        return f"{LINK}?server={quote(server, safe='')}&code={self}"


ROOT_BYTES = 32
_ROOT_CHARACTERS = 52
_ROOT_CHECKS = 3


@dataclass(frozen=True, slots=True)
class BoardCode:
    """A board's root public key (32 bytes) as 56 Crockford characters: purpose, 52 for the bytes, three that check the
    typing. Nothing in it is secret."""

    purpose: BoardPurpose
    root: bytes

    def __str__(self) -> str:
        text = self.purpose + _encoded(self.root, _ROOT_CHARACTERS)
        text += _check(text, _ROOT_CHECKS)
        return "-".join(text[i : i + 4] for i in range(0, len(text), 4))

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Forgives as `ConnectCode.parse`; raises `CodeMistyped`."""
        text = _canonical(typed)
        body, checks = text[:-_ROOT_CHECKS], text[-_ROOT_CHECKS:]
        if len(body) != _ROOT_CHARACTERS + 1 or set(text) - set(ALPHABET) or _check(body, _ROOT_CHECKS) != checks:
            raise CodeMistyped
        if body[0] not in set(BoardPurpose):
            raise CodeMistyped
        return cls(BoardPurpose(body[0]), _decoded(body[1:], ROOT_BYTES))

    def link(self, server: str) -> str:
        """As of `ConnectCode`."""
        return f"{LINK}?server={quote(server, safe='')}&code={self}"


def parse_link(typed: str) -> tuple[str, str] | None:
    """(server address, code) of a pasted deep link; None when it is something else."""
    if not typed.strip().lower().startswith(LINK):
        return None
    fields = parse_qs(urlsplit(typed.strip()).query)
    if not {"server", "code"} <= fields.keys():
        raise CodeMistyped
    return fields["server"][0], fields["code"][0]


def _canonical(typed: str) -> str:
    return re.sub(r"[\s\-–]", "", typed).upper().translate(_TYPED)


def _encoded(secret: bytes, characters: int = _CHARACTERS) -> str:
    number = int.from_bytes(secret, "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(characters)))


def _decoded(text: str, length: int = SECRET_BYTES) -> bytes:
    number = 0
    for character in text:
        number = number << 5 | ALPHABET.index(character)
    try:
        return number.to_bytes(length, "big")
    except OverflowError as error:
        raise CodeMistyped from error


def _check(text: str, characters: int = 1) -> str:
    digest = hashlib.sha256(b"stodkedjan code v1\0" + text.encode()).digest()
    return "".join(ALPHABET[byte & 31] for byte in digest[:characters])
