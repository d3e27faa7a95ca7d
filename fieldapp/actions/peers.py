"""Other boards: connecting with them, and what their logs say."""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.connecting import with_scheme
from fieldapp.actions.errors import AddressMissing, BoardNameMissing, OtherKindOfBoard, OwnBoard
from fieldapp.actions.phone import Phone
from fieldapp.domain.permissions import Action
from fieldapp.store import log, peer_logs
from sync.client.peers import PeerServer, known_here
from sync.client.transport import Transport
from sync.protocol.codes import BoardCode, BoardPurpose, parse_link
from sync.protocol.limits import NAME_CHARACTERS
from sync.protocol.members import Peer, board_id
from sync.protocol.roster import Roster
from sync.protocol.statement import Kind, Statement


@dataclass(frozen=True, slots=True)
class BoardAddress:
    """What a code says of a board: `fingerprint` is what two people compare."""

    server: str
    root: bytes
    exercise: bool

    @property
    def board(self) -> bytes:
        return board_id(self.root)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.board)

    @property
    def code(self) -> str:
        return str(self._code)

    @property
    def link(self) -> str:
        return self._code.link(self.server)

    @property
    def _code(self) -> BoardCode:
        return BoardCode(BoardPurpose.EXERCISE if self.exercise else BoardPurpose.BOARD, self.root)


@dataclass(frozen=True, slots=True, repr=False)
class PeerView:
    """A board that this one has connected itself with. `board`: its id, hex."""

    board: str
    name: str
    server: str
    fingerprint: str


def fingerprint(board: bytes) -> str:
    """A board's id in groups of four: the hash of its root."""
    return "-".join(board.hex()[i : i + 4] for i in range(0, 32, 4))


def own_address(phone: Phone) -> BoardAddress:
    return BoardAddress(phone.profile.server, phone.roster.founded.root, phone.exercise)


def read_board_code(phone: Phone, typed: str, typed_server: str = "") -> BoardAddress:
    """Takes a pasted link too. Raises CodeMistyped, AddressMissing, OwnBoard, OtherKindOfBoard."""
    if link := parse_link(typed):
        typed_server, typed = link
    code, server = BoardCode.parse(typed), typed_server.strip().rstrip("/")
    if not server:
        raise AddressMissing
    found = BoardAddress(with_scheme(server), code.root, code.purpose is BoardPurpose.EXERCISE)
    if found.board == phone.board:
        raise OwnBoard
    if found.exercise != phone.exercise:
        raise OtherKindOfBoard
    return found


def pin(phone: Phone, found: BoardAddress, name: str) -> None:
    """Once more: it has moved, is called something else, or its log begins anew after a restore.

    Raises NotAllowed, BoardNameMissing, and what stands in sync.client.errors.
    """
    check_allowed(phone, Action.CONNECT_BOARDS)
    name = name.strip()[:NAME_CHARACTERS]
    if not name:
        raise BoardNameMissing
    phone.link.append(Kind.PEER_PINNED, root=found.root.hex(), server=found.server, name=name, exercise=found.exercise)


def pinned(phone: Phone) -> tuple[PeerView, ...]:
    """By name."""
    views = (
        PeerView(peer.board.hex(), peer.name, peer.server, fingerprint(peer.board))
        for peer in phone.roster.peers.values()
    )
    return tuple(sorted(views, key=lambda view: view.name.casefold()))


def name_of_board(phone: Phone, board: str) -> str:
    """As it was named when it was pinned; this board's own name."""
    if bytes.fromhex(board) == phone.board:
        return phone.board_name
    peer = phone.roster.peers.get(bytes.fromhex(board))
    return peer.name if peer else fingerprint(bytes.fromhex(board))


def try_connection(phone: Phone, board: str) -> None:
    """Whether the other side has pinned this board too. Raises NotPinnedThere, ServerUnreachable and the like."""
    with at_their_server(phone, bytes.fromhex(board)) as server:
        show_own_log(phone, server)
        read_their_log(phone, server)


@contextmanager
def at_their_server(phone: Phone, board: bytes) -> Iterator[PeerServer]:
    """A way to the other board's server, for as long as it is needed."""
    peer = phone.roster.peers[board]
    transport = Transport(peer.server)
    try:
        yield PeerServer(transport, board, phone.board, phone.id, phone.keys.signing.sign)
    finally:
        transport.close()


def show_own_log(phone: Phone, server: PeerServer) -> str:
    """So that the other server knows who asks; the life it is in."""
    entries = log.entries(phone.store)
    return server.show_log(lambda seq: entries[seq:], phone.roster)


def their_roster(phone: Phone, board: bytes) -> Roster:
    """As far as it has been read here; empty before. Shared: copy it before adding to it."""
    peer = phone.roster.peers.get(board)
    if peer is None:
        return Roster(board)
    known = phone.their_rosters.get((board, peer.since))
    if known is None:
        entries = peer_logs.entries(phone.store, board, peer.since)
        known = phone.their_rosters[board, peer.since] = Roster.of(board, map(Statement.from_bytes, entries))
    return known


def read_their_log(phone: Phone, server: PeerServer) -> Roster:
    """From their own server. Raises LogTampered, OtherKindOfBoard, and what stands in sync.client.errors."""
    return _grown(phone, server.peer, server.rest_of_log)


def read_shown_log(phone: Phone, board: bytes) -> Roster:
    """What this board's own server has been shown of it. Raises as `read_their_log`."""

    def ask(after: int) -> dict[str, Any]:
        return phone.link.call(lambda call: call.get(f"/peers/{board.hex()}/log", after=after))

    return _grown(phone, board, lambda their: known_here(ask, their))


def _grown(phone: Phone, board: bytes, read: Callable[[Roster], list[bytes]]) -> Roster:
    """A copy grows: a log that does not verify must leave what is known as it was."""
    peer, known = phone.roster.peers[board], their_roster(phone, board)
    their = copy.deepcopy(known)
    fresh = read(their)
    if their.board is not None and their.founded.exercise != phone.exercise:
        raise OtherKindOfBoard
    if fresh:
        _keep(phone, peer, known.head.seq, fresh)
        phone.their_rosters[board, peer.since] = their
    return their


def _keep(phone: Phone, peer: Peer, after: int, fresh: list[bytes]) -> None:
    with phone.store.one_write() as write:
        peer_logs.append(write, peer.board, peer.since, after, fresh)
