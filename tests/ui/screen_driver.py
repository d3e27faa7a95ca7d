"""Draws screens with the real Flet session and no window: the only file that knows Flet's private names."""

import asyncio
import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import flet as ft
import msgpack
from flet.components.component import Component
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page
from flet.messaging.connection import Connection
from flet.messaging.protocol import (
    InvokeMethodRequestBody,
    Message,
    MessageAction,
    RegisterClientResponseBody,
    configure_encode_object_for_msgpack,
)
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub


class Recorder(Connection):
    """A client that takes everything and shows nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.get_running_loop()
        self.pubsubhub = PubSubHub(self.loop)
        self.page_url = "http://phone"
        self.sent: list[bytes] = []
        self.asked: Callable[[InvokeMethodRequestBody], None] = lambda _asked: None

    def send_message(self, message: Message) -> None:
        """Packed as for a real client: Flet compares the next drawing with what was packed last."""
        pack = configure_encode_object_for_msgpack(BaseControl)
        self.sent.append(msgpack.packb([message.action, message.body], default=pack))
        if message.action is MessageAction.INVOKE_METHOD:
            self.loop.call_soon(self.asked, message.body)


class Screen:
    """One open page. Use inside a running loop: `screen = await open_screen(lambda: Home())`."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.page = session.page
        self._answers: set[asyncio.Task[None]] = set()

    def answer(self, asked: InvokeMethodRequestBody) -> None:
        """What a client does when it is asked to: it goes where it is sent, and says that it has."""
        task = asyncio.ensure_future(self._answer(asked))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, asked: InvokeMethodRequestBody) -> None:
        if asked.name == "push_route":
            await self.go(asked.args["route"])
        self.session.handle_invoke_method_results(asked.control_id, asked.call_id, None, None)

    async def go(self, route: str) -> None:
        self.session.apply_page_patch({"route": route})
        await self.session.dispatch_event(self.page._i, "route_change", {"route": route})

    def controls(self) -> Iterator[BaseControl]:
        yield from _walk(self.page.views)
        # One that was closed stays until a client says that it is gone from the screen.
        yield from (part for one in self.page._dialogs.controls if one.open for part in _walk(one))

    def texts(self) -> list[str]:
        return [control.value for control in self.controls() if isinstance(control, ft.Text)]

    def shows(self, words: str) -> bool:
        return any(words in shown for shown in self.texts())

    def field(self, label: str) -> ft.TextField:
        return next(one for one in self.controls() if isinstance(one, ft.TextField) and one.label == label)

    async def tap(self, name: str) -> None:
        """Taps the innermost thing that can be tapped and whose words contain `name`."""
        await self.session.dispatch_event(self.tappable(name)._i, "click", None)
        await self.settle()

    def tappable(self, name: str) -> BaseControl:
        fitting = [one for one in self.controls() if getattr(one, "on_click", None) and name in _name(one)]
        if not fitting:
            raise LookupError(f"nothing called {name!r} can be tapped; there is {self.texts()}")
        return fitting[-1]

    def forget_sent(self) -> None:
        """What the client was told until now."""
        client = self.session.connection
        assert isinstance(client, Recorder)
        client.sent.clear()

    def was_told(self, words: str) -> bool:
        """Whether the client has been sent these words since `forget_sent`."""
        client = self.session.connection
        assert isinstance(client, Recorder)
        return any(words.encode() in sent for sent in client.sent)

    async def told(self, words: str, *, seconds: float = 60.0) -> None:
        async with asyncio.timeout(seconds):
            while not self.was_told(words):
                await asyncio.sleep(0)

    async def write(self, label: str, words: str) -> None:
        field = self.field(label)
        self.session.apply_patch(field._i, {"value": words})
        await self.session.dispatch_event(field._i, "change", words)
        await self.settle()

    async def settle(self) -> None:
        """Lets the updates that were asked for be drawn."""
        for _turn in range(10):
            await asyncio.sleep(0)

    def close(self) -> None:
        self.session.close()


async def open_screen(draw: Callable[[], ft.Control], *, width: float = 390) -> Screen:
    return await open_views(lambda: [ft.View(route="/", controls=[draw()])], width=width)


async def open_views(draw: Callable[[], list[ft.View]], *, width: float = 390) -> Screen:
    """For what draws whole views, as the router does."""
    client = Recorder()
    session = Session(client)
    screen = Screen(session)
    client.asked = screen.answer
    _context_page.set(screen.page)
    session.apply_page_patch({"width": width, "height": 844.0, "route": "/"})
    answer = RegisterClientResponseBody(session_id=session.id, page_patch=session.get_page_patch(), error="")
    session.connection.send_message(Message(MessageAction.REGISTER_CLIENT, answer))
    screen.page.render_views(draw)
    await screen.settle()
    return screen


def _walk(value: Any) -> Iterator[BaseControl]:
    if isinstance(value, list):
        for one in value:
            yield from _walk(one)
    elif isinstance(value, Component):
        yield from _walk(value._b)
    elif isinstance(value, BaseControl):
        yield value
        for field in dataclasses.fields(value):
            if not field.name.startswith("_") and not field.metadata.get("skip"):
                yield from _walk(getattr(value, field.name))


def _name(control: BaseControl) -> str:
    words = [one.value for one in _walk(control) if isinstance(one, ft.Text)]
    own = [getattr(control, field, None) for field in ("tooltip", "content", "label")]
    return " ".join([*words, *(one for one in own if isinstance(one, str))])
