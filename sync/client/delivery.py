"""Delivering with the delivery key: a locked phone can hand over what it sealed, and nothing else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sync.client import push
from sync.client.errors import Refused, ServerNotUnderstood
from sync.client.ledger import Answer, Waiting
from sync.client.token import TokenKeeper
from sync.client.transport import Transport, b64, unb64
from sync.protocol.framing import pack_push
from sync.protocol.limits import BATCH_ITEMS
from sync.protocol.members import DeviceState
from sync.protocol.roster import Roster
from sync.protocol.signing import Sign, labelled
from sync.protocol.statement import Head, Statement
from sync.protocol.tokens import TOKEN_LABEL, Door, answer_bytes

NOT_REVOKED = "not_revoked"
ALREADY_WIPED = "already_wiped"
_BODIES = {"statement": ("/log", "statements"), "grant": ("/grants", "grants")}


@dataclass(frozen=True, slots=True)
class Kept:
    """How many envelopes of this device the server says it has, and the signed heartbeats of caseworkers, by device."""

    count: int
    heartbeats: Sequence[tuple[str, bytes]]


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
            kept |= {answer.id for answer in answers if answer.is_kept}
        return kept

    def revocation(self, roster: Roster) -> bool:
        """Whether the log that the server shows revokes this device, or ends its exercise; checked signature by
        signature from `roster` on, which is carried forward. Raises `LogTampered`."""
        try:
            told = self._tokens.caller().get("/revocation", after=roster.head.seq)
        except Refused as refused:
            if refused.code == NOT_REVOKED:
                return False
            raise
        if "entries" not in told:
            raise ServerNotUnderstood
        roster.follow([unb64(entry) for entry in told["entries"]], Head.from_json(told.get("head")))
        known = roster.devices.get(self.device)
        return roster.exercise_ended_at > 0 or (known is not None and known.state is DeviceState.REVOKED)

    def kept(self) -> Kept:
        """Of a guest's device: whether its sealed copies are still needed. Nothing in it is believed unchecked."""
        told = self._tokens.caller().get("/kept")
        try:
            words = [(str(word["device"]), unb64(word["heartbeat"])) for word in told["devices"]]
            return Kept(int(told["kept"]), words)
        except (KeyError, TypeError, ValueError) as error:
            raise ServerNotUnderstood from error

    def hand_in(self, receipt: Statement, *, as_good: Collection[str] = (ALREADY_WIPED,)) -> None:
        """The receipt of a wipe; one that is there already is as good. Raises `Refused`."""
        told = self._tokens.caller().post("/log", {"statements": [b64(receipt.to_bytes())]})
        for answer in push.answers_in([Waiting(receipt.digest, receipt.to_bytes())], told):
            if not answer.is_receipt and answer.code not in as_good:
                raise Refused(answer.code or "", 422)

    def _push(self, kind: str, batch: Sequence[Waiting]) -> list[Answer]:
        call = self._tokens.caller()
        if kind not in _BODIES:
            told = call.post_bytes("/envelopes", pack_push((item.raw, item.watch) for item in batch))
        else:
            path, name = _BODIES[kind]
            told = call.post(path, {name: [b64(item.raw) for item in batch]})
        return push.answers_in(batch, told)
