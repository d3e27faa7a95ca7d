"""Real envelopes for the tests of the store."""

from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.crypto.circle_keys import CircleKey, seal_change
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope
from sync.protocol.watch import WatchLine

BOARD, DEVICE, SESSION = b"b" * 16, b"d" * 16, b"s" * 16
AUTHOR = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OWN = CircleKey(Circle.own(SESSION, DEVICE), 1, b"k" * 32)
SHARED = CircleKey(Circle.shared(SESSION), 1, b"l" * 32)


def envelope(number: int, key: CircleKey = OWN) -> Envelope:
    header = key.header(board=BOARD, author=DEVICE, incarnation=0, device_seq=number)
    return seal_change(b"PLANTED in the payload", header, key, AUTHOR.sign)


def watch_line() -> bytes:
    return WatchLine(BOARD, b"w" * 16, 1, date(2026, 12, 1), True, DEVICE).signed(AUTHOR.sign).to_bytes()
