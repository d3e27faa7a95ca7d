"""The way between phones and server: what gets lost, late, doubled or cut on it."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from sync.client import transport
from tests.simulation.server import Answered, Asked, Server, ServerDied
from tests.simulation.swaps import Swap

MOST_HELD_BACK = 12


@dataclass(frozen=True, slots=True)
class Weather:
    """How likely each thing is, for each request; `meanwhile`: that others do something before it goes on."""

    drop: float = 0.0
    lose_answer: float = 0.0
    delay: float = 0.0
    double: float = 0.0
    cut: float = 0.0
    cut_unnoticed: float = 0.0
    server_dies: float = 0.0
    meanwhile: float = 0.0

    @classmethod
    def drawn(cls, dice: random.Random) -> "Weather":
        """Some worlds are calm, some are stormy."""
        storm = dice.choice((0.2, 0.5, 1.0, 1.0, 2.0))
        likely = {"drop": 0.03, "lose_answer": 0.03, "delay": 0.03, "double": 0.04, "cut": 0.02}
        rare = {"cut_unnoticed": 0.01, "server_dies": 0.02}
        return cls(**{name: storm * chance for name, chance in (likely | rare).items()}, meanwhile=0.06)


CALM = Weather()


@dataclass(slots=True)
class Network:
    """`meanwhile` is called while a request is on its way; `tell` says what happens to it."""

    server: Server
    faults: Counter[str]
    tell: Callable[[str], None]
    meanwhile: Callable[[], None]
    weather: Weather = CALM
    dice: random.Random = field(default_factory=lambda: random.Random(0))
    held_back: list[Asked] = field(default_factory=list)
    has_lied: bool = False
    """Whether an answer was cut without a trace, so that the phone may well call it nonsense."""

    def swaps(self) -> list[Swap]:
        network = self

        class Session(requests.Session):
            def __init__(self) -> None:
                super().__init__()
                self.trust_env = False
                self.mount("http://", _Wire(network))

        return [Swap(transport.requests, "Session", Session)]

    def carry(self, asked: Asked) -> Answered:
        """Raises requests' own errors."""
        if self._comes("meanwhile"):
            self.meanwhile()
        if self.held_back and self.dice.random() < 0.3:
            self.deliver_one_late()
        if self._comes("drop"):
            self._note("request lost", f"{asked.words} never arrives")
            raise requests.ConnectionError
        if self._comes("delay") and len(self.held_back) < MOST_HELD_BACK:
            self._note("request delayed", f"{asked.words} is held up on the way; the phone gives up waiting")
            self.held_back.append(asked)
            raise requests.ReadTimeout
        return self._delivered(asked)

    def _delivered(self, asked: Asked) -> Answered:
        if self._comes("server_dies"):
            return self._killed_at_it(asked)
        answered = self._served(asked)
        if self._comes("double"):
            self._note("request doubled", f"{asked.words} arrives twice")
            answered = self._served(asked)
        if self._comes("lose_answer"):
            self._note("answer lost", f"the answer to {asked.words} is lost")
            raise requests.ReadTimeout
        if self._comes("cut"):
            self._note("answer cut", f"the answer to {asked.words} breaks off")
            raise requests.exceptions.ChunkedEncodingError
        if self._comes("cut_unnoticed"):
            self._note("answer cut unnoticed", f"the answer to {asked.words} loses its end, and nothing says so")
            self.has_lied = True
            return replace(answered, body=answered.body[: self.dice.randrange(len(answered.body) + 1)])
        return answered

    def _killed_at_it(self, asked: Asked) -> Answered:
        self.server.dies_after = self.dice.randrange(14)
        try:
            answered = self._served(asked)
        except ServerDied:
            self._note("server killed in a transaction", f"the server is killed while it works on {asked.words}")
            self.server.restart()
            raise requests.ConnectionError from None
        self.server.dies_after = None
        if self.dice.random() < 0.5:
            return answered
        self._note("server killed before the answer", f"the server has done {asked.words} and is killed")
        self.server.kill()
        raise requests.ConnectionError

    def deliver_one_late(self) -> None:
        """Whichever of those on the way; nobody waits for the answer any more."""
        asked = self.held_back.pop(self.dice.randrange(len(self.held_back)))
        self._note("request out of order", f"only now {asked.words} arrives that was held up")
        self._served(asked)

    def _served(self, asked: Asked) -> Answered:
        return self.server.answer(asked)

    def _comes(self, what: str) -> bool:
        chance: float = getattr(self.weather, what)
        return chance > 0 and self.dice.random() < chance

    def _note(self, fault: str, words: str) -> None:
        self.faults[fault] += 1
        self.tell(words)


class _Wire(BaseAdapter):
    """What `requests` calls in place of a socket."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._network = network

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        answered = self._network.carry(Asked.of(request))
        response = requests.Response()
        response.status_code = answered.status
        response.headers.update(answered.headers)
        response.request, response.url = request, request.url or ""
        response.raw = HTTPResponse(BytesIO(answered.body), preload_content=False)
        return response

    def close(self) -> None:
        """There is no socket."""
