"""Adding a statement that needs agreement: compare-and-set, again when somebody else was first."""

from collections.abc import Callable

from sync.client import pull
from sync.client.errors import LogMoved, Refused, ServerNotUnderstood
from sync.client.ledger import Ledger
from sync.client.token import Caller
from sync.client.transport import b64
from sync.protocol.statement import Head, Statement

TRIES = 5


def append(ledger: Ledger, call: Caller, sign: Callable[[], Statement]) -> None:
    """`sign` makes the statement after the ledger's present head. Raises `LogMoved` after some tries, `Refused`."""
    for _ in range(TRIES):
        try:
            told = call.post("/log", {"statements": [b64(sign().to_bytes())]})
        except LogMoved:
            pull.rest_of_log(ledger, call)
            continue
        code = _refusal(told)
        pull.log(ledger, call, Head.from_json(told.get("head")))
        if code is not None:
            raise Refused(code, 422)
        return
    raise LogMoved


def _refusal(told: object) -> str | None:
    match told:
        case {"answers": [{"status": "stored" | "duplicate"}]}:
            return None
        case {"answers": [{"status": "refused" | "set_aside", "code": str(code)}]}:
            return code
    raise ServerNotUnderstood
