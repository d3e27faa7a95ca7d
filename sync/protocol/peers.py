"""What boards that have pinned each other prove to each other's servers."""

READING_LABEL = "peer reading"


def reading_bytes(board: bytes, peer: bytes, device: bytes, after: int, challenge: bytes) -> bytes:
    """What a device of `peer` signs to read the log of `board` after a number: three ids of 16, number (8), and the
    challenge (32)."""
    return board + peer + device + after.to_bytes(8, "big") + challenge
