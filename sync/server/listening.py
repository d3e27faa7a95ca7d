"""Taking an address of this machine."""

import socket
from contextlib import ExitStack

from sync.errors import FixAndRetry


class AddressTaken(FixAndRetry):
    """The address is in use or not this machine's. Choose another with --host and --port."""


def listening(host: str, port: int) -> socket.socket:
    """Raises AddressTaken."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return _bound(family, host, port)
    except (OSError, OverflowError) as error:
        raise AddressTaken from error


def _bound(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    # Named as TCP: to a connection of any other kind asyncio does not give TCP_NODELAY, and then the body of each
    # answer waits some 40 ms for the acknowledgement of its headers.
    with ExitStack() as unless_bound:
        listener = unless_bound.enter_context(socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        unless_bound.pop_all()
    return listener
