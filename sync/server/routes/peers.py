"""Boards that have pinned each other: their logs, and letters between them."""

from typing import Annotated, Any, Final, cast

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from sync.protocol.limits import BATCH_ITEMS, LETTER_BYTES, LOG_ITEMS
from sync.protocol.signing import SIGNATURE_BYTES
from sync.protocol.statement import Head
from sync.protocol.tokens import CHALLENGE_BYTES
from sync.server import letters, peers
from sync.server.rates import Rate
from sync.server.refusals import (
    BodyTooLarge,
    HandoverAnswered,
    Healing,
    KnownLetter,
    NotACaseworker,
    NotAPeer,
    NotNext,
    NotRecognised,
    NotTheirCaseworker,
    PeerLogForked,
    RoleKeyRotated,
    TooManyRequests,
)
from sync.server.routes.callers import MEMBER_REFUSALS, Caseworker, TheDistrict
from sync.server.routes.envelopes import OCTETS
from sync.server.routes.log import LogAnswer
from sync.server.routes.shapes import AnswerShape, Base64, Hex16, Number, Place, Shape, refusals

router = APIRouter(tags=["peers"])
_LETTER_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": f"One letter of at most {LETTER_BYTES} bytes, as in sync/README.md.",
        "content": {OCTETS: {"schema": {"type": "string", "format": "binary"}}},
    }
}


class PeerLogRequest(Shape):
    after: Annotated[Number, Field(description="the number of the statement before the first")]
    statements: Annotated[list[Base64], Field(max_length=BATCH_ITEMS)]


class PeerLogAnswer(Shape):
    head: Annotated[Place, Field(description="how far this server knows the log that was brought")]
    server_epoch: str


class ReadingRequest(Shape):
    device: Hex16
    after: Number
    challenge: Annotated[Base64, Field(min_length=CHALLENGE_BYTES, max_length=CHALLENGE_BYTES)]
    signature: Annotated[Base64, Field(min_length=SIGNATURE_BYTES, max_length=SIGNATURE_BYTES)]


class LetterAnswer(AnswerShape):
    seq: Number
    server_epoch: str


class LettersAnswer(Shape):
    letters: list[Base64]
    last: Annotated[Number, Field(description="the number of the last letter given here: ask for more after it")]


async def _body(request: Request) -> bytes:
    return await request.body()


def the_letter_rate(request: Request) -> Rate:
    return cast(Rate, request.app.state.letter_rate)


@router.post(
    "/v1/boards/{board}/peers/{peer}/log",
    responses=refusals(NotRecognised, NotAPeer, NotNext, PeerLogForked),
)
def bring_peer_log(board: Hex16, peer: Hex16, request: PeerLogRequest, district: TheDistrict) -> PeerLogAnswer:
    """Another board's log, whoever brings it: each statement proves itself back to the root that this board has pinned.
    Without statements it tells how far that log is known here."""
    if request.statements:
        peers.bring(district, board, peer, request.after, request.statements)
    head, epoch = peers.standing(district, board, peer)
    return PeerLogAnswer(head=(head.seq, head.hash), server_epoch=epoch)


@router.post(
    "/v1/boards/{board}/peers/{peer}/reading",
    responses=refusals(NotRecognised, NotAPeer, NotTheirCaseworker, TooManyRequests),
)
def read_log_as_peer(
    board: Hex16, peer: Hex16, request: ReadingRequest, district: TheDistrict, http: Request
) -> LogAnswer:
    """This board's log, for a caseworker's device of a board that it has pinned: a challenge of this board, signed
    together with both boards, the device and the number after which to read."""
    http.app.state.device_rate.check(request.device)
    proof = {"challenge": request.challenge, "signature": request.signature}
    return LogAnswer.of(*peers.read(district, board, peer, request.device, request.after, **proof))


@router.post(
    "/v1/boards/{board}/letters",
    openapi_extra=_LETTER_BODY,
    responses=refusals(
        NotRecognised,
        NotAPeer,
        NotTheirCaseworker,
        Healing,
        RoleKeyRotated,
        KnownLetter,
        HandoverAnswered,
        BodyTooLarge,
        TooManyRequests,
    ),
)
def lay_letter(
    board: Hex16,
    body: Annotated[bytes, Depends(_body)],
    district: TheDistrict,
    rate: Annotated[Rate, Depends(the_letter_rate)],
) -> LetterAnswer:
    """A letter from another board. Its signature is its proof; the same letter again is a `duplicate`."""
    laid = letters.lay(district, board, body, lambda peer: rate.check((board, peer)))
    return LetterAnswer(status=laid.answer.status, seq=laid.seq, server_epoch=laid.server_epoch)


@router.get("/v1/boards/{board}/letters", responses=refusals(*MEMBER_REFUSALS, NotACaseworker))
def read_letters(caller: Caseworker, district: TheDistrict, after: Annotated[Number, Query()] = 0) -> LettersAnswer:
    """What other boards have written, after number `after`; numbered densely from 1."""
    found, last = letters.read(district, caller.board, after)
    return LettersAnswer(letters=found, last=last)


@router.get("/v1/boards/{board}/peers/{peer}/log", responses=refusals(*MEMBER_REFUSALS, NotACaseworker, NotAPeer))
def read_peer_log(
    peer: Hex16,
    caller: Caseworker,
    district: TheDistrict,
    after: Annotated[Number, Query()] = 0,
    limit: Annotated[int, Query(ge=1, le=LOG_ITEMS)] = LOG_ITEMS,
) -> LogAnswer:
    """A pinned board's log as it is known here: letters can be checked while the other server cannot be reached."""
    entries, head = peers.read_theirs(district, caller.board, peer, after, limit)
    return LogAnswer.of(entries, Head(head.seq, head.hash))
