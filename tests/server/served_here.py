"""The real district server in a thread of the tests: as RunningServer, for tests that do not end processes."""

import threading
from contextlib import closing

import uvicorn

from sync.server import schema
from sync.server.engine import Database, database_url
from sync.server.listening import listening
from sync.server.serving import Serving, configured
from tests.server.running import RunningServer


class _Started(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = threading.Event()

    async def startup(self, *args, **kwargs) -> None:
        await super().startup(*args, **kwargs)
        self.is_up.set()


class ServedHere(RunningServer):
    _server: _Started | None = None

    def start(self) -> None:
        with closing(Database(database_url(str(self.database)))) as database:
            schema.upgrade(database)
        self._listener = listening(self.host, self.port)
        self.port = self._listener.getsockname()[1]
        self._server = _Started(configured(Serving(str(self.database))))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True)
        self._thread.start()
        assert self._server.is_up.wait(30)

    def stop(self) -> int:
        if self._server:
            self._server.should_exit = True
            self._thread.join()
            self._listener.close()
            self._server = None
        return 0
