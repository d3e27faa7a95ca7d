"""Another board's server, as a caseworker's device of this board meets it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sync.client import answers
from sync.client.errors import ServerNotUnderstood
from sync.client.token import board_path
from sync.client.transport import Transport, b64, unb64
from sync.protocol.errors import LogTampered
from sync.protocol.letter import Letter
from sync.protocol.limits import BATCH_ITEMS
from sync.protocol.peers import READING_LABEL, reading_bytes
from sync.protocol.roster import Roster
from sync.protocol.signing import Sign, labelled


@dataclass(frozen=True, slots=True)
class PeerServer:
    """`peer` is asked, `board` and `device` are who asks. `sign`: the device's signing key.

    Every call may raise what stands in `sync.client.errors`; `NotPinnedThere` until the other side has pinned too.
    """

    transport: Transport
    peer: bytes
    board: bytes
    device: bytes
    sign: Sign

    def show_log(self, log_after: Callable[[int], Sequence[bytes]], own: Roster) -> str:
        """Brings that server as much of this board's log as it lacks; the server epoch. Raises `ForkedThere`."""
        path = f"{board_path(self.peer)}/peers/{self.board.hex()}/log"
        told = self.transport.post(path, {"after": 0, "statements": []})
        while (at := answers.head(told)).seq < own.head.seq:
            after = at.seq if own.hashes[at.seq] == at.hash else 0
            lacking = log_after(after)[:BATCH_ITEMS]
            told = self.transport.post(path, {"after": after, "statements": [b64(raw) for raw in lacking]})
            if answers.head(told).seq <= at.seq:
                raise ServerNotUnderstood
        epoch = told.get("server_epoch")
        if not isinstance(epoch, str):
            raise ServerNotUnderstood
        return epoch

    def rest_of_log(self, their: Roster) -> list[bytes]:
        """What the other board's log says after the roster's head. Nothing of it is believed before `Roster.follow`."""
        found = answers.whole_log(self._page, their)
        if found.head.seq < their.head.seq:
            raise LogTampered("shorter than before")
        their.follow(found.entries, found.head)
        return list(found.entries)

    def _page(self, after: int) -> dict[str, Any]:
        path, device = board_path(self.peer), self.device.hex()
        challenge = unb64(self.transport.post(f"{path}/challenge", {"device": device}).get("challenge"))
        signed = labelled(READING_LABEL, reading_bytes(self.peer, self.board, self.device, after, challenge))
        proof = {"device": device, "challenge": b64(challenge), "signature": b64(self.sign(signed))}
        return self.transport.post(f"{path}/peers/{self.board.hex()}/reading", {"after": after, **proof})

    def lay(self, letter: Letter) -> str:
        """The server epoch in which it lies there. Raises `KeyRotatedThere`, `AnsweredAlready`."""
        told = self.transport.post_bytes(f"{board_path(self.peer)}/letters", letter.to_bytes())
        match told:
            case {"status": "stored" | "duplicate", "server_epoch": str(epoch)}:
                return epoch
        raise ServerNotUnderstood


def known_here(read: Callable[[int], dict[str, Any]], their: Roster) -> list[bytes]:
    """As `rest_of_log`, from what this board's own server has been shown."""
    found = answers.whole_log(read, their)
    if found.head.seq <= their.head.seq:
        # The other board's server may have told more than ours has been shown.
        return []
    their.follow(found.entries, found.head)
    return list(found.entries)
