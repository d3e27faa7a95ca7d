"""The codes people carry from one screen to another: a claim or an invite, with the server's address."""

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
        text = re.sub(r"[\s\-–]", "", typed).upper().translate(_TYPED)
        if len(text) != _CHARACTERS + 2 or set(text) - set(ALPHABET) or _check(text[:-1]) != text[-1]:
            raise CodeMistyped
        if text[0] not in set(Purpose):
            raise CodeMistyped
        return cls(Purpose(text[0]), _decoded(text[1:-1]))

    def link(self, server: str) -> str:
        """The deep link, also what the QR holds."""
        return f"{LINK}?server={quote(server, safe='')}&code={self}"


def parse_link(typed: str) -> tuple[str, str] | None:
    """(server address, code) of a pasted deep link; None when it is something else."""
    if not typed.strip().lower().startswith(LINK):
        return None
    fields = parse_qs(urlsplit(typed.strip()).query)
    if not {"server", "code"} <= fields.keys():
        raise CodeMistyped
    return fields["server"][0], fields["code"][0]


def _encoded(secret: bytes) -> str:
    number = int.from_bytes(secret, "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CHARACTERS)))


def _decoded(text: str) -> bytes:
    number = 0
    for character in text:
        number = number << 5 | ALPHABET.index(character)
    try:
        return number.to_bytes(SECRET_BYTES, "big")
    except OverflowError as error:
        raise CodeMistyped from error


def _check(text: str) -> str:
    return ALPHABET[hashlib.sha256(b"stodkedjan code v1\0" + text.encode()).digest()[0] & 31]
