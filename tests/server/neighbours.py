"""Two boards that have pinned each other, as their phones would do it."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import requests

from sync.protocol.circle import Role
from sync.protocol.letter import HANDOVER_PROPOSED, Letter, LetterHead
from sync.protocol.peers import READING_LABEL, reading_bytes
from sync.protocol.signing import labelled
from sync.protocol.statement import Kind, Statement
from tests.server.people import OCTETS, InviteCard, Phone, Town, b64, now, unb64


def pinned(town: Town, root: bytes) -> None:
    said = town.supervisor.says(Kind.PEER_PINNED, root=root.hex(), server="http://127.0.0.1:9", name="Elsewhere")
    assert town.supervisor.state(said)[0]["status"] == "stored"


def guest_in(town: Town, session: bytes, home: bytes) -> Phone:
    """Somebody whom a pinned board lends to one session."""
    card = InviteCard(Phone(town.server.url, town.board, Role.BORROWED, secrets.token_bytes(16)))
    until = (now() + timedelta(hours=8)).isoformat()
    said = card.made_by(town.supervisor, session=session.hex(), until=until, home=home.hex())
    assert town.supervisor.state(said)[0]["status"] == "stored"
    assert card.laid_out_by(town.supervisor).status_code == 201
    assert card.enrol().status_code == 201
    return card.phone


def show_log(theirs: Phone, ours: Phone, after: int, statements: Iterable[Statement]) -> requests.Response:
    """The log of one board to the server of another; needs no token."""
    body = {"after": after, "statements": [b64(statement.to_bytes()) for statement in statements]}
    return requests.post(ours.at(f"/peers/{theirs.board.hex()}/log"), json=body, timeout=30)


def read_as_peer(theirs: Phone, ours: Phone, number: int = 0, **changed: Any) -> requests.Response:
    """The log of `ours`, asked for by a device of another board."""
    asked = requests.post(ours.at("/challenge"), json={"device": theirs.device.hex()}, timeout=30)
    challenge = unb64(asked.json()["challenge"])
    return read_with(theirs, ours, challenge, number, **changed)


def read_with(theirs: Phone, ours: Phone, challenge: bytes, number: int = 0, **changed: Any) -> requests.Response:
    signed = labelled(READING_LABEL, reading_bytes(ours.board, theirs.board, theirs.device, number, challenge))
    proof = {"challenge": b64(challenge), "signature": b64(theirs.signing.key.sign(signed))}
    body = {"device": theirs.device.hex(), "after": number, **proof, **changed}
    return requests.post(ours.at(f"/peers/{theirs.board.hex()}/reading"), json=body, timeout=30)


def letter_from(writer: Phone, to_board: bytes, kind: str = HANDOVER_PROPOSED, **head: Any) -> bytes:
    fields = {"id": secrets.token_bytes(16), "kind": kind, "at": now(), "epoch": 1, **head}
    made = LetterHead(writer.board, to_board, writer.device, **fields)
    return Letter.make(made, secrets.token_bytes(200), writer.signing.key.sign).to_bytes()


def lay(ours: Phone, raw: bytes) -> requests.Response:
    return requests.post(ours.at("/letters"), data=raw, headers=OCTETS, timeout=30)
