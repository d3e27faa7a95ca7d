"""What is saved: documents of 710 bytes, and a visit."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.crypto.circle_keys import CircleKey, seal_change
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope

Document: TypeAlias = dict[str, Any]

DOCUMENT_BYTES = 710
CONTACT, VISIT, CONSENT, FOLLOW_UP = "contact", "visit", "consent", "follow_up"
TABLES = (CONTACT, VISIT, CONSENT, FOLLOW_UP)
FIRST_NAMES = ("Amina", "Bo", "Cecilia", "David", "Elif", "Fatima", "Gustav", "Hodan", "Ingrid", "Jonas")
FAMILY_NAMES = tuple(f"{start}{end}" for start in ("Berg", "Dahl", "Lind", "Ny", "Sjo") for end in ("man", "qvist"))
BOARD, DEVICE, SESSION = b"b" * 16, b"d" * 16, b"s" * 16
CHANGE_BYTES = 1900
SAID = "hon vill prata igen nar hon har varit pa sjukhuset "
_AUTHOR = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
_CIRCLE_KEY = CircleKey(Circle.own(SESSION, DEVICE), 1, b"k" * 32)


def as_bytes(document: Document) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode()


def document(number: int, kind: str = CONTACT) -> Document:
    """710 bytes of compact JSON. Its name is one of a thousand, spread evenly."""
    made = {
        "key": f"{kind}-{number:026x}",
        "name": name(number),
        "code": f"HV-{number:06X}",
        "phone": f"070-{number % 10_000_000:07}",
        "status": "active",
        "session_id": SESSION.hex(),
        "needs": ["talk", "children", "practical"],
        "met": {"at": "2026-11-22T18:04:09+00:00", "minutes": 35, "supporters": [DEVICE.hex()]},
        "note": "",
    }
    return made | {"note": note(number, DOCUMENT_BYTES - len(as_bytes(made)))}


def name(number: int) -> str:
    """ "Amina Bergman 0": what comes back after a thousand numbers."""
    tens, first = divmod(number, len(FIRST_NAMES))
    hundreds, family = divmod(tens, len(FAMILY_NAMES))
    return f"{FIRST_NAMES[first]} {FAMILY_NAMES[family]} {hundreds % 10}"


def note(number: int, length: int) -> str:
    return (f"{number:08} " + SAID * (length // len(SAID) + 1))[:length]


def documents(count: int) -> Iterator[Document]:
    return map(document, range(1, count + 1))


@dataclass(frozen=True, slots=True)
class Visit:
    """One document for each table, and the sealed envelope that tells the district."""

    documents: dict[str, Document]
    envelope: Envelope

    def as_bytes(self) -> bytes:
        return b"".join(map(as_bytes, self.documents.values())) + self.envelope.to_bytes()


def visit(number: int) -> Visit:
    header = _CIRCLE_KEY.header(board=BOARD, author=DEVICE, incarnation=0, device_seq=number)
    envelope = seal_change(note(number, CHANGE_BYTES).encode(), header, _CIRCLE_KEY, _AUTHOR.sign)
    return Visit({kind: document(number, kind) for kind in TABLES}, envelope)
