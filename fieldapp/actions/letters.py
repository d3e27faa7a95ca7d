"""Letters to and from boards that are pinned: written in one write with what they belong to, delivered when there is
coverage, sent again until they are answered."""

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fieldapp.actions.errors import OtherBoardHasNoKey, OtherKindOfBoard
from fieldapp.actions.peers import at_their_server, read_shown_log, read_their_log, show_own_log, their_roster
from fieldapp.actions.phone import Phone
from fieldapp.crypto.circle_keys import CannotOpen
from fieldapp.crypto.letters import open_letter, seal_letter
from fieldapp.store import keyring, letters
from fieldapp.store.letters import CameIn, GoingOut
from fieldapp.store.store import Write
from sync.client.errors import AnsweredAlready, KeyRotatedThere, ServerUnreachable
from sync.client.peers import PeerServer
from sync.errors import StodkedjanError
from sync.protocol.circle import Role
from sync.protocol.epochs import CASEWORKERS
from sync.protocol.errors import BadSignature
from sync.protocol.letter import NO_LETTER, Letter, LetterHead
from sync.protocol.roster import Roster
from sync.protocol.statement import Kind

TRIES = 3
KEPT_UP, LOOK_AGAIN = timedelta(days=30), timedelta(minutes=10)


@dataclass(frozen=True, slots=True, repr=False)
class LetterView:
    """A letter that came, from a caseworker's device of a pinned board. `board`, `id`, `answers`, `digest`: hex."""

    board: str
    id: str
    answers: str
    digest: str
    kind: str
    sent_at: datetime
    arrived_at: datetime


def new_letter_id(phone: Phone) -> bytes:
    return phone.random(16)


def write_letter(
    phone: Phone,
    write: Write,
    board: str,
    kind: str,
    content: Mapping[str, Any],
    *,
    id_: bytes,
    answers: bytes = NO_LETTER,
    stated: bool = False,
) -> None:
    """In the same write as what it belongs to; it goes at the next exchange. `stated`: a `handed_over` statement names
    its hash before it goes."""
    going = GoingOut(
        id=id_,
        peer=bytes.fromhex(board),
        kind=kind,
        content=json.dumps(content, ensure_ascii=False, separators=(",", ":")),
        made_at=phone.now(),
        answers=answers,
        stated=stated,
    )
    letters.put(write, going)


def deliver(phone: Phone) -> None:
    """All that waits, and again what another server may have lost. What stands in the way of one board is noted on its
    letters and stops no other."""
    if phone.role not in CASEWORKERS or not phone.me.is_active:
        return
    with phone.delivering:
        open_ones = [going for going in letters.going_out(phone.store) if _is_kept_up(phone, going)]
        for board in dict.fromkeys(going.peer for going in open_ones):
            mine = [going for going in open_ones if going.peer == board]
            if not _is_time(phone, board, mine):
                continue
            try:
                _deliver_to(phone, board, mine)
            except StodkedjanError as trouble:
                _note_trouble(phone, mine, type(trouble).__name__)


def _is_kept_up(phone: Phone, going: GoingOut) -> bool:
    """Whether it waits, or lies there and would be sent again to a server that lost it."""
    return going.waits or (not going.over and going.laid_at is not None and phone.now() < going.laid_at + KEPT_UP)


def _is_time(phone: Phone, board: bytes, going: list[GoingOut]) -> bool:
    """What waits goes at once; whether what lies there still does is asked now and then."""
    looked = phone.looked_at.get(board)
    return any(one.waits for one in going) or looked is None or phone.now() - looked >= LOOK_AGAIN


def _note_trouble(phone: Phone, going: list[GoingOut], trouble: str) -> None:
    with phone.store.one_write() as write:
        for one in going:
            letters.change(write, one.id, trouble=trouble)


def _deliver_to(phone: Phone, board: bytes, going: list[GoingOut]) -> None:
    with at_their_server(phone, board) as server:
        epoch = show_own_log(phone, server)
        phone.looked_at[board] = phone.now()
        owed = [one for one in going if one.lies_in != epoch]
        if not owed:
            return
        for one in owed:
            try:
                _send(phone, server, one)
            except ServerUnreachable:
                raise
            except StodkedjanError as trouble:
                _note_trouble(phone, [one], type(trouble).__name__)


def _send(phone: Phone, server: PeerServer, going: GoingOut) -> None:
    """As it was sealed before, for it may lie there already; sealed again when their key is another by now."""
    letter = going.letter
    for _ in range(TRIES):
        letter = letter or _sealed(phone, read_their_log(phone, server), going)
        if going.stated:
            _state(phone, server, letter)
        try:
            epoch = server.lay(letter)
        except KeyRotatedThere:
            letter = None
            continue
        except AnsweredAlready:
            _end(phone, going, trouble=AnsweredAlready.__name__)
            return
        with phone.store.one_write() as write:
            letters.change(write, going.id, lies_in=epoch, laid_at=going.laid_at or phone.now(), trouble="")
        return
    raise KeyRotatedThere


def _end(phone: Phone, going: GoingOut, *, trouble: str = "") -> None:
    with phone.store.one_write() as write:
        letters.change(write, going.id, over=True, trouble=trouble)


def _sealed(phone: Phone, their: Roster, going: GoingOut) -> Letter:
    """To the newest key of their coordinators; on disk before anything names it."""
    key = their.role_key(Role.COORDINATOR)
    if key is None or their.role_key_is_due(Role.COORDINATOR):
        raise OtherBoardHasNoKey
    epoch, public = key
    head = LetterHead(phone.board, going.peer, phone.id, going.id, going.kind, phone.now(), epoch, going.answers)
    letter = seal_letter(going.content.encode(), head, public, phone.keys.signing.sign)
    with phone.store.one_write() as write:
        letters.change(write, going.id, letter=letter)
    return letter


def _state(phone: Phone, server: PeerServer, letter: Letter) -> None:
    """This board's log names the letter before it is there; the other server is shown that."""
    if not any(said.letter == letter.digest for said in phone.roster.handovers):
        named = {"peer": letter.head.to_board.hex(), "letter": letter.digest.hex(), "id": letter.head.id.hex()}
        phone.link.append(Kind.HANDED_OVER, **named)
    show_own_log(phone, server)


def take_in(phone: Phone) -> None:
    """Looks into the letters that came since: who signed them, by the log that this board's server was shown. One that
    is not sound is not believed, and looked into again: its board may be pinned later."""
    for came in letters.came_in(phone.store):
        if came.sound or came.letter.head.from_board not in phone.roster.peers:
            continue
        with suppress(OtherKindOfBoard):
            _look_into(phone, came)


def _look_into(phone: Phone, came: CameIn) -> None:
    board = came.letter.head.from_board
    if _is_sound(came, their_roster(phone, board)) or _is_sound(came, read_shown_log(phone, board)):
        with phone.store.one_write() as write:
            letters.found_sound(write, came.letter)


def _is_sound(came: CameIn, their: Roster) -> bool:
    head = came.letter.head
    if not their.is_caseworker(head.sender):
        return False
    try:
        came.letter.verify(their.devices[head.sender].signing)
    except BadSignature:
        return False
    return True


def received(phone: Phone) -> tuple[LetterView, ...]:
    """Those that are sound, the oldest first."""
    return tuple(_view(came) for came in letters.came_in(phone.store) if came.sound)


def unsound(phone: Phone) -> int:
    """How many came whose sender could not be verified."""
    return sum(not came.sound for came in letters.came_in(phone.store))


def _view(came: CameIn) -> LetterView:
    head = came.letter.head
    return LetterView(
        board=head.from_board.hex(),
        id=head.id.hex(),
        answers=head.answers.hex(),
        digest=came.letter.digest.hex(),
        kind=head.kind,
        sent_at=head.at,
        arrived_at=came.arrived_at,
    )


def said(phone: Phone, kinds: Collection[str]) -> list[tuple[LetterView, Mapping[str, Any]]]:
    """The sound letters of these kinds that this phone can open, and what they say; the oldest first."""
    ours = (one for one in received(phone) if one.kind in kinds)
    return [(one, words) for one in ours if (words := _opened(phone, one)) is not None]


def _opened(phone: Phone, letter: LetterView) -> Mapping[str, Any] | None:
    try:
        return opened(phone, letter.digest)
    except CannotOpen:
        return None


def waits(phone: Phone, about: str) -> bool:
    """Whether that letter (id, hex), or one of ours that answers it, has not reached the other board yet."""
    ours = (one for one in letters.going_out(phone.store) if about in (one.id.hex(), one.answers.hex()))
    return any(one.waits for one in ours)


def opened(phone: Phone, digest: str) -> dict[str, Any]:
    """What a sound letter says. Raises CannotOpen where this phone has not been given that key."""
    came = next((one for one in letters.came_in(phone.store) if one.letter.digest.hex() == digest), None)
    if came is None or not came.sound:
        raise CannotOpen
    head = came.letter.head
    key = keyring.role_key(phone.store, Role.COORDINATOR, head.epoch)
    sender = their_roster(phone, head.from_board).devices.get(head.sender)
    if key is None or sender is None or head.to_board != phone.board:
        raise CannotOpen
    return _content(open_letter(came.letter, key, sender.signing))


def _content(raw: bytes) -> dict[str, Any]:
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise CannotOpen from error
    if not isinstance(content, dict):
        raise CannotOpen
    return content
