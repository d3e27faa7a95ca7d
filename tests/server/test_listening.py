"""The socket that the server listens on."""

import asyncio
import socket
from contextlib import closing

import pytest

from sync.server.listening import AddressTaken, listening


def test_an_answer_does_not_wait_for_its_headers_to_be_acknowledged():
    async def sends_at_once() -> bool:
        served = asyncio.get_running_loop().create_future()

        async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted = writer.get_extra_info("socket")
            served.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(serve, sock=listening("127.0.0.1", 0)) as server:
            _reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            at_once = bool(await served)
            writer.close()
        return at_once

    assert asyncio.run(sends_at_once())


def test_an_address_that_is_taken_is_told():
    with closing(listening("127.0.0.1", 0)) as first:
        first.listen()

        with pytest.raises(AddressTaken):
            listening(*first.getsockname())
