"""Handing over what waits: statements, then grants, then envelopes in chunks."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sync.client import answers, pull
from sync.client.ahead import Asked, one_ahead
from sync.client.errors import AnswerLost, TooMuchAtOnce
from sync.client.ledger import Answer, Ledger, Waiting
from sync.client.token import Caller
from sync.client.transport import b64
from sync.protocol.framing import pack_push
from sync.protocol.limits import BATCH_ITEMS, BODY_BYTES

Progress = Callable[[str, int, int], None]
_ROOM = BODY_BYTES // 2
_LOOKED_UP = 10


def everything(ledger: Ledger, call: Caller, progress: Progress, most: int = BATCH_ITEMS) -> int:
    """How many envelopes got a receipt. At most `most` go at a time, fewer when the link or the server says so."""
    statements(ledger, call)
    grants(ledger, call)
    receipts = envelopes(ledger, call, progress, most)
    carried(ledger, call, progress, most)
    return receipts


def statements(ledger: Ledger, call: Caller) -> None:
    tried: set[bytes] = set()
    while waiting := _untried(ledger.waiting_statements(), tried):
        said = call.post("/log", {"statements": [b64(item.raw) for item in waiting]})
        found = answers.of_items(waiting, said.get("answers"))
        pull.log(ledger, call, answers.head(said))
        ledger.take_answers(found)


def grants(ledger: Ledger, call: Caller) -> None:
    tried: set[bytes] = set()
    while waiting := _untried(ledger.waiting_grants(), tried):
        said = call.post("/grants", {"grants": [b64(item.raw) for item in waiting]})
        ledger.take_answers(answers.of_items(waiting, said.get("answers")))


def _untried(waiting: Sequence[Waiting], tried: set[bytes]) -> Sequence[Waiting]:
    """At most a batch; what was answered and waits all the same is for the next exchange, or this one never ended."""
    batch = [item for item in waiting if item.id not in tried][:BATCH_ITEMS]
    tried.update(item.id for item in batch)
    return batch


def envelopes(ledger: Ledger, call: Caller, progress: Progress, most: int) -> int:
    total = ledger.count_waiting_envelopes()
    return _in_chunks(ledger, call, ledger.waiting_envelopes, lambda done: progress("sending", done, total), most)


def set_aside(ledger: Ledger, call: Caller, most: int) -> int:
    """Once more, what the server set aside: who may not read its stream sees only so that it was let in."""
    return _in_chunks(ledger, call, ledger.set_aside_envelopes, lambda done: None, most)


def carried(ledger: Ledger, call: Caller, progress: Progress, most: int) -> int:
    """Others' envelopes, which a server that was restored has lost."""
    total = ledger.count_carried_envelopes()
    return _in_chunks(ledger, call, ledger.carried_envelopes, lambda done: progress("carrying", done, total), most)


def _in_chunks(
    ledger: Ledger,
    call: Caller,
    waiting_now: Callable[[int, Collection[bytes]], Sequence[Waiting]],
    progress: Callable[[int], None],
    chunk: int,
) -> int:
    tried: set[bytes] = set()
    receipts, too_large = 0, None
    queue = _Queue(waiting_now, tried)
    with one_ahead() as ahead:

        def sent() -> tuple[Sequence[Waiting], Asked[dict[str, Any]]]:
            waiting = queue.next(chunk)
            progress(len(tried))
            body = pack_push((item.raw, item.watch) for item in waiting)
            return waiting, ahead(lambda: call.post_bytes("/envelopes", body) if waiting else {})

        waiting, asked = sent()
        while waiting:
            try:
                said = asked()
            except (TooMuchAtOnce, AnswerLost) as error:
                if len(waiting) > 1:
                    chunk = len(waiting) // 2
                elif isinstance(error, AnswerLost):
                    raise
                else:
                    # One that is too large for this server stands in nobody's way; it waits, and is said.
                    too_large = error
                    tried.add(waiting[0].id)
                queue.again()
                waiting, asked = sent()
                continue
            found = answers.of_envelopes(waiting, said.get("answers"))
            tried.update(item.id for item in waiting)
            # The server takes the next ones while these answers are written down.
            waiting, asked = sent()
            receipts += ledger.take_answers(found)
    if too_large:
        raise too_large
    return receipts


class _Queue:
    """What waits, looked up for several chunks at once: each look goes through all of it."""

    def __init__(self, waiting_now: Callable[[int, Collection[bytes]], Sequence[Waiting]], tried: set[bytes]) -> None:
        self._waiting_now, self._tried = waiting_now, tried
        self._ready: Sequence[Waiting] = ()

    def next(self, most: int) -> Sequence[Waiting]:
        if not self._ready:
            self._ready = self._waiting_now(most * _LOOKED_UP, self._tried)
        batch = fitting(self._ready[:most])
        self._ready = self._ready[len(batch) :]
        return batch

    def again(self) -> None:
        """What was handed out and is not among the tried comes once more, before the rest."""
        self._ready = ()


def answers_in(waiting: Sequence[Waiting], said: dict[str, Any]) -> list[Answer]:
    """What the server said of each item, in order. Raises `ServerNotUnderstood`."""
    return answers.of_items(waiting, said.get("answers"))


def fitting(waiting: Sequence[Waiting]) -> Sequence[Waiting]:
    """As many from the front as one body may hold, with room for what else is in it."""
    size = 0
    for place, item in enumerate(waiting):
        size += len(item.raw) + len(item.watch or b"") + 6
        if size > _ROOM and place:
            return waiting[:place]
    return waiting
