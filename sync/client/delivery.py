"""Delivering with the delivery key: a locked phone can hand over what it sealed, and nothing else."""

from collections.abc import Sequence

from sync.client import push
from sync.client.ledger import Answer, Waiting
from sync.client.token import TokenKeeper
from sync.client.transport import Transport, b64
from sync.protocol.framing import pack_push
from sync.protocol.limits import BATCH_ITEMS
from sync.protocol.signing import Sign, labelled
from sync.protocol.tokens import TOKEN_LABEL, Door, answer_bytes

_BODIES = {"statement": ("/log", "statements"), "grant": ("/grants", "grants")}
_KEPT_BY_SERVER = {"stored", "duplicate", "set_aside"}


class Delivery:
    """`sign`: the Ed25519 delivery key. `board` and `device`: ids of 16 bytes."""

    def __init__(self, transport: Transport, board: bytes, device: bytes, sign: Sign) -> None:
        self.board, self.device = board, device
        self._sign = sign
        self._tokens = TokenKeeper(self, transport, Door.DELIVERY)

    def sign_challenge(self, door: Door, challenge: bytes) -> bytes:
        return self._sign(labelled(TOKEN_LABEL, answer_bytes(self.board, self.device, door, challenge)))

    def deliver(self, kind: str, items: Sequence[Waiting]) -> set[bytes]:
        """The ids of those the server now keeps, in their place or set aside. `kind`: statement, grant, envelope."""
        kept: set[bytes] = set()
        for start in range(0, len(items), BATCH_ITEMS):
            answers = self._push(kind, items[start : start + BATCH_ITEMS])
            kept |= {answer.id for answer in answers if answer.status in _KEPT_BY_SERVER}
        return kept

    def _push(self, kind: str, batch: Sequence[Waiting]) -> list[Answer]:
        call = self._tokens.caller()
        if kind not in _BODIES:
            told = call.post_bytes("/envelopes", pack_push((item.raw, item.watch) for item in batch))
        else:
            path, name = _BODIES[kind]
            told = call.post(path, {name: [b64(item.raw) for item in batch]})
        return push.answers_in(batch, told)
