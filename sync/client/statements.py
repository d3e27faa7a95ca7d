"""Adding a statement that needs agreement: compare-and-set, again when somebody else was first."""

from collections.abc import Callable

from sync.client import answers, pull
from sync.client.errors import LogMoved, ServerBroughtBack, ServerNotUnderstood, refusal
from sync.client.ledger import Ledger
from sync.client.token import Caller
from sync.client.transport import b64
from sync.protocol.errors import LogTampered
from sync.protocol.framing import Contact
from sync.protocol.statement import Head, Statement

TRIES = 5


def append(ledger: Ledger, call: Caller, sign: Callable[[], Statement]) -> None:
    """`sign` makes the statement after the ledger's present head. Raises `LogMoved` after some tries, what the server's
    refusal stands for, and `ServerBroughtBack` when it was restored: the next exchange brings both logs together."""
    try:
        _append(ledger, call, sign)
    except LogTampered as tampered:
        if _is_another_life(ledger, call):
            raise ServerBroughtBack from tampered
        raise


def _is_another_life(ledger: Ledger, call: Caller) -> bool:
    """Nothing is hidden by such a claim: the exchange holds the other log against what is known here."""
    said = call.post_bytes("/contact", Contact(ledger.heartbeat()).to_bytes())
    return answers.told(said, ledger.roster().head).server_epoch != ledger.server_epoch()


def _append(ledger: Ledger, call: Caller, sign: Callable[[], Statement]) -> None:
    for _ in range(TRIES):
        try:
            told = call.post("/log", {"statements": [b64(sign().to_bytes())]})
        except LogMoved:
            pull.rest_of_log(ledger, call)
            continue
        pull.log(ledger, call, Head.from_json(told.get("head")))
        if (code := _refusal(told)) is not None:
            raise refusal(code, 422)
        return
    raise LogMoved


def _refusal(told: object) -> str | None:
    match told:
        case {"answers": [{"status": "stored" | "duplicate"}]}:
            return None
        case {"answers": [{"status": "refused" | "set_aside", "code": str(code)}]}:
            return code
    raise ServerNotUnderstood
