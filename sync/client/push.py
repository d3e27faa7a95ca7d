"""Handing over what waits: statements, then grants, then envelopes in chunks."""

from collections.abc import Callable, Sequence
from typing import Any

from sync.client import pull
from sync.client.errors import ServerNotUnderstood, ServerUnreachable, TooMuchAtOnce
from sync.client.ledger import Answer, Ledger, Waiting
from sync.client.token import Caller
from sync.client.transport import b64
from sync.protocol.errors import Malformed
from sync.protocol.framing import pack_push
from sync.protocol.limits import BATCH_ITEMS, BODY_BYTES
from sync.protocol.statement import Head
from sync.protocol.wire import identifier


def everything(ledger: Ledger, call: Caller, progress: Callable[[str, int, int], None]) -> int:
    """How many envelopes got a receipt."""
    statements(ledger, call)
    grants(ledger, call)
    return envelopes(ledger, call, progress)


def statements(ledger: Ledger, call: Caller) -> None:
    waiting = ledger.waiting_statements()
    if not waiting:
        return
    told = call.post("/log", {"statements": [b64(item.raw) for item in waiting]})
    pull.log(ledger, call, Head.from_json(told.get("head")))
    ledger.take_answers(answers_in(waiting, told))


def grants(ledger: Ledger, call: Caller) -> None:
    while waiting := ledger.waiting_grants()[:BATCH_ITEMS]:
        ledger.take_answers(answers_in(waiting, call.post("/grants", {"grants": [b64(item.raw) for item in waiting]})))


def envelopes(ledger: Ledger, call: Caller, progress: Callable[[str, int, int], None]) -> int:
    total, done, receipts, chunk = ledger.count_waiting_envelopes(), 0, 0, BATCH_ITEMS
    while waiting := _fitting(ledger.waiting_envelopes(chunk)):
        progress("sending", done, total)
        try:
            answers = _push(call, waiting)
        except (TooMuchAtOnce, ServerUnreachable):
            if len(waiting) == 1:
                raise
            chunk = max(1, len(waiting) // 2)
            continue
        ledger.take_answers(answers)
        done += len(answers)
        receipts += sum(answer.is_receipt for answer in answers)
    return receipts


def _fitting(waiting: Sequence[Waiting]) -> Sequence[Waiting]:
    """As many from the front as one body may hold."""
    size = 0
    for place, item in enumerate(waiting):
        size += len(item.raw) + len(item.watch or b"") + 6
        if size > BODY_BYTES and place:
            return waiting[:place]
    return waiting


def _push(call: Caller, waiting: Sequence[Waiting]) -> list[Answer]:
    told = call.post_bytes("/envelopes", pack_push((item.raw, item.watch) for item in waiting))
    return answers_in(waiting, told)


def answers_in(waiting: Sequence[Waiting], told: dict[str, Any]) -> list[Answer]:
    """What the server said of each item, in order. Raises `ServerNotUnderstood`."""
    listed = told.get("answers")
    if not isinstance(listed, list) or len(listed) != len(waiting):
        raise ServerNotUnderstood
    return [_answer(item, answer) for item, answer in zip(waiting, listed, strict=True)]


def _answer(item: Waiting, told: object) -> Answer:
    match told:
        case {"status": ("stored" | "duplicate") as status, "seq": int(seq), "hash": str(chained)}:
            try:
                return Answer(item.id, status, head=Head(seq, identifier(chained, 32)))
            except Malformed as error:
                raise ServerNotUnderstood from error
        case {"status": ("stored" | "duplicate") as status}:
            return Answer(item.id, status)
        case {"status": ("set_aside" | "refused") as status, "code": str(code)}:
            return Answer(item.id, status, code=code)
    raise ServerNotUnderstood
