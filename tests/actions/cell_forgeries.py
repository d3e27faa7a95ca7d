"""What another app on the same device could try: statements and envelopes made by hand, sent with its own token."""

import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from fieldapp.actions.phone import Phone
from fieldapp.domain.member import Role
from fieldapp.domain.permissions import Action
from sync.client.errors import NotRecognised, Refused
from sync.client.token import board_path
from sync.client.transport import b64, unb64
from sync.protocol.circle import Circle
from sync.protocol.circle import Role as LoggedRole
from sync.protocol.envelope import Envelope, Header
from sync.protocol.framing import pack_push, unpack_pull
from sync.protocol.signing import labelled
from sync.protocol.statement import Kind, Statement
from sync.protocol.tokens import TOKEN_LABEL, Door, answer_bytes
from tests.actions.roles_board import RolesBoard
from tests.journeys.people import Hands

STORED = "stored"
NO_KEY = bytes(32)
Forgery = Callable[[RolesBoard, Role], str]
"""Gives what the server said of it: `stored`, or the code of its refusal."""


def _envelope(hands: Hands, circle: Circle) -> str:
    phone = hands.phone
    header = Header(
        board=phone.board,
        circle=circle,
        author=phone.id,
        epoch=1,
        key_id=NO_KEY,
        incarnation=phone.keys.incarnation,
        device_seq=1,
    )
    raw = Envelope.make(header, os.urandom(12), os.urandom(256), phone.keys.signing.sign).to_bytes()
    told = phone.link.call(lambda call: call.post_bytes("/envelopes", pack_push([(raw, None)])))
    return _said(told["answers"][0])


def _statement(hands: Hands, kind: Kind, **fields: Any) -> str:
    """On the newest head, so that nothing but the rules stands in its way."""
    phone = hands.phone
    hands.sync()
    said = Statement.make(
        kind,
        board=phone.board,
        head=phone.roster.head,
        at=phone.now(),
        signer=phone.keys.signing_public,
        sign=phone.keys.signing.sign,
        **fields,
    )
    told = phone.link.call(lambda call: call.post("/log", {"statements": [b64(said.to_bytes())]}))
    return _said(told["answers"][0])


def _said(answer: Mapping[str, Any]) -> str:
    return str(answer["status"] if answer["status"] == STORED else answer["code"])


def _into_the_board(board: RolesBoard, role: Role) -> str:
    return _envelope(board.hands[role], Circle.of_board())


def _into_the_session(board: RolesBoard, role: Role) -> str:
    return _envelope(board.hands[role], Circle.shared(bytes.fromhex(board.session_of(role))))


def _into_her_own_circle(board: RolesBoard, role: Role) -> str:
    hands = board.hands[role]
    return _envelope(hands, Circle.own(bytes.fromhex(board.session_of(role)), hands.phone.id))


def _into_another_s_circle(board: RolesBoard, role: Role) -> str:
    session = bytes.fromhex(board.session_of(role))
    return _envelope(board.hands[role], Circle.own(session, board.other_supporter.phone.id))


def _open_a_session(board: RolesBoard, role: Role) -> str:
    return _statement(board.hands[role], Kind.SESSION_OPENED, session=os.urandom(16).hex())


def _close_a_session(board: RolesBoard, role: Role) -> str:
    return _statement(board.hands[role], Kind.SESSION_CLOSING, session=board.session_of(role))


def _invite(board: RolesBoard, role: Role) -> str:
    expires = board.hands[role].phone.now() + timedelta(hours=1)
    fields = {"person": os.urandom(16).hex(), "role": LoggedRole.SUPERVISOR, "expires": expires.isoformat()}
    return _statement(board.hands[role], Kind.INVITE_MADE, key=os.urandom(32).hex(), **fields)


def _revoke(board: RolesBoard, role: Role) -> str:
    device = board.chief_of(role).phone.id.hex()
    return _statement(board.hands[role], Kind.DEVICE_REVOKED, device=device, reason="bort")


def _dispose(board: RolesBoard, role: Role) -> str:
    circle = Circle.own(bytes.fromhex(board.session_of(role)), board.hands[role].phone.id)
    fields = {"envelopes": {circle.hex(): [os.urandom(32).hex()]}, "watch": [], "reason": "bort"}
    return _statement(board.hands[role], Kind.DISPOSED, **fields)


def _ask_for_what_came_late(board: RolesBoard, role: Role) -> str:
    try:
        board.hands[role].phone.link.call(lambda call: call.get("/set-aside"))
    except Refused as refused:
        return refused.code
    return STORED


def _end_the_exercise(board: RolesBoard, role: Role) -> str:
    return _statement(board.hands[role], Kind.EXERCISE_ENDED)


def _pin(board: RolesBoard, role: Role) -> str:
    other = board.neighbour_of(role).phone.roster.founded
    return _statement(board.hands[role], Kind.PEER_PINNED, root=other.root.hex(), server="http://x", name="Grannen")


def _hand_over(board: RolesBoard, role: Role) -> str:
    peer = board.neighbour_of(role).phone.board.hex()
    fields = {"peer": peer, "letter": os.urandom(32).hex(), "id": os.urandom(16).hex()}
    return _statement(board.hands[role], Kind.HANDED_OVER, **fields)


FORGERIES: Mapping[Action, Forgery] = {
    Action.OPEN_SESSION: _open_a_session,
    Action.CREATE_VISIT: _into_her_own_circle,
    Action.CLOSE_SESSION: _close_a_session,
    Action.LOOK_AFTER_DEVICES: _invite,
    Action.KEEP_RECIPIENTS: _into_the_board,
    Action.DISPOSE: _dispose,
    Action.TAKE_IN_LATE: _ask_for_what_came_late,
    Action.HAND_ON: _into_another_s_circle,
    Action.KEEP_ROTA: _into_the_board,
    Action.KEEP_ROSTER: _into_the_board,
    Action.STAFF_SESSION: _into_the_session,
    Action.ANSWER_FOR_BREACH: _revoke,
    Action.EVALUATE: _into_the_session,
    Action.LINK_SESSIONS: _into_the_board,
    Action.AGREE_LOAN: _invite,
    Action.END_EXERCISE: _end_the_exercise,
    Action.CONNECT_BOARDS: _pin,
    Action.PROPOSE_HANDOVER: _hand_over,
    Action.KEEP_ROUTINES: _into_the_board,
    Action.NOTE_DEVIATION: _into_the_session,
}


def at_another_board(phone: Phone, board: bytes) -> str:
    """What the server says when this device asks to be let in at a board it does not belong to."""
    path, device = board_path(board), phone.id.hex()
    challenge = unb64(phone.link.transport.post(f"{path}/challenge", {"device": device})["challenge"])
    answer = labelled(TOKEN_LABEL, answer_bytes(board, phone.id, Door.SIGNING, challenge))
    proof = {"device": device, "door": Door.SIGNING, "challenge": b64(challenge)}
    try:
        phone.link.transport.post(f"{path}/token", proof | {"signature": b64(phone.keys.signing.sign(answer))})
    except NotRecognised:
        return "not_recognised"
    return STORED


def handed_out(phone: Phone, circle: Circle) -> list[Envelope] | None:
    """What the server gives this device of a stream; None when it gives nothing out."""
    try:
        page = phone.link.call(lambda call: call.get_bytes(f"/streams/{circle.hex()}"))
    except Refused as refused:
        if refused.code == "not_a_reader":
            return None
        raise
    return [Envelope.from_bytes(raw) for _, _, raw in unpack_pull(page)]
