"""Six digits that two people compare before a device is trusted with a role's keys."""

import hashlib

LABEL = b"stodkedjan six digits v1\0"


def six_digits(board: bytes, device_signing: bytes, device_receiving: bytes, nonce: bytes) -> str:
    """ "123 456" from the board's id (16 bytes), the device's public keys (32 each) and the supervisor's nonce (16).

    The nonce is chosen after the keys stand in the log, so that nobody can search for keys with the same digits.
    """
    digest = hashlib.sha256(LABEL + board + device_signing + device_receiving + nonce).digest()
    digits = f"{int.from_bytes(digest, 'big') % 10**6:06}"
    return f"{digits[:3]} {digits[3:]}"
