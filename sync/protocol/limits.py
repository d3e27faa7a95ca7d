"""How large and how many: numbers that both sides hold."""

from typing import Final

BATCH_ITEMS: Final = 100
ENVELOPE_BYTES: Final = 64 * 1024
STATEMENT_BYTES: Final = 16 * 1024
HEARTBEAT_BYTES: Final = 512 * 1024
BODY_BYTES: Final = 4 * 1024 * 1024
PULL_BYTES: Final = 1024 * 1024
NAME_CHARACTERS: Final = 80
INVITE_BYTES: Final = 4 * 1024
LOG_ITEMS: Final = 500
PULL_CIRCLES: Final = 100
WAIT_SECONDS: Final = 25
PARCEL_BYTES: Final = 256 * 1024 * 1024
LETTER_BYTES: Final = 256 * 1024
