"""What one board's coordinators say to another's: sealed with HPKE to their role key, signed by the sender's device."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from fieldapp.crypto.circle_keys import LENGTH_BYTES, CannotOpen, unpadded
from fieldapp.crypto.grants import SUITE
from fieldapp.crypto.role_keys import RoleKey
from sync.errors import FixAndRetry
from sync.protocol.letter import Letter, LetterHead
from sync.protocol.limits import LETTER_BYTES
from sync.protocol.signing import Sign

INFO = b"stodkedjan letter v1\0"
STEP = 4096
_BESIDE = 1024
"""Room for head, encapsulated key, tag and signature."""


class LetterTooLong(FixAndRetry):
    """This is too much for one letter. Hand over fewer people at a time."""


def seal_letter(content: bytes, head: LetterHead, public: bytes, sign: Sign) -> Letter:
    """`public`: the X25519 key (32 bytes) of epoch `head.epoch` of the receiving board's coordinators. Padded to a
    multiple of 4,096 bytes; the head is bound in as `info`. Raises LetterTooLong."""
    filled = len(content).to_bytes(LENGTH_BYTES, "big") + content
    filled += bytes(-len(filled) % STEP)
    if len(filled) + _BESIDE > LETTER_BYTES:
        raise LetterTooLong
    sealed = SUITE.encrypt(filled, X25519PublicKey.from_public_bytes(public), info=INFO + head.to_bytes())
    return Letter.make(head, sealed, sign)


def open_letter(letter: Letter, key: RoleKey, sender_public: bytes) -> bytes:
    """The content. `sender_public`: the Ed25519 key that the other board's log gives for `letter.head.sender`.
    Raises BadSignature, or CannotOpen: another key or another head than it was sealed with."""
    letter.verify(sender_public)
    if key.epoch != letter.head.epoch:
        raise CannotOpen
    try:
        return unpadded(SUITE.decrypt(letter.sealed, key.private, info=INFO + letter.head.to_bytes()))
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error
