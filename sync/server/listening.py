"""Taking an address of this machine."""

import socket

from sync.errors import FixAndRetry


class AddressTaken(FixAndRetry):
    """The address is in use or not this machine's. Choose another with --host and --port."""


def listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        raise AddressTaken from error
    return listener
