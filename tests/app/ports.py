"""Ports for what is started like a user starts it."""

import random
import socket


def first_of_five() -> int:
    """All five are free: below those the system lends to connections, which linger after a test, and not where the
    test beside this one looks first."""
    somewhere = random.randrange(20_000, 32_000, 5)
    return next(port for port in range(somewhere, 32_760, 5) if all(map(_is_free, range(port, port + 5))))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
