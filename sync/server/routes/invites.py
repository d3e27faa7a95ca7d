"""Invites: looking one up, reading the log before joining, joining, and laying one out."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from sync.protocol.limits import INVITE_BYTES
from sync.protocol.statement import Statement
from sync.server import invites
from sync.server.invites import InviteState
from sync.server.refusals import (
    Healing,
    InviteExists,
    InviteExpired,
    InviteUsed,
    InviteWithdrawn,
    NotASupervisor,
    NotNext,
    UnknownInvite,
)
from sync.server.routes.callers import MEMBER_REFUSALS, Supervisor, TheDistrict
from sync.server.routes.log import LogAnswer
from sync.server.routes.shapes import Base64, HeadShape, Hex16, Hex32, Number, Shape, refusals

router = APIRouter(tags=["invites"])
_GONE = (InviteUsed, InviteWithdrawn, InviteExpired)


class InviteAnswer(Shape):
    board: Hex16
    sealed: Base64
    state: InviteState


class EnrolRequest(Shape):
    statement: Base64


class InviteRequest(Shape):
    key: Hex32
    sealed: Annotated[Base64, Field(max_length=INVITE_BYTES)]


@router.get("/v1/invites/{id}", responses=refusals(UnknownInvite))
def show_invite(id: Hex16, district: TheDistrict) -> InviteAnswer:
    """The sealed blob, for whoever knows the id that derives from the code."""
    board, sealed, state = invites.shown(district, id)
    return InviteAnswer(board=board, sealed=sealed, state=state)


@router.get("/v1/invites/{id}/log", responses=refusals(UnknownInvite, *_GONE))
def read_log_before_joining(id: Hex16, district: TheDistrict, after: Annotated[Number, Query()] = 0) -> LogAnswer:
    """The board's log after number `after`, while the invite waits."""
    entries, head = invites.log_for(district, id, after)
    return LogAnswer.of(entries, head)


@router.post("/v1/invites/{id}/enrol", status_code=201, responses=refusals(UnknownInvite, NotNext, Healing, *_GONE))
def enrol(id: Hex16, request: EnrolRequest, district: TheDistrict) -> HeadShape:
    """Adds the device; 409 `not_next` when the log has moved: fetch it and sign again."""
    head = invites.enrol(district, id, Statement.from_bytes(request.statement))
    return HeadShape.of(head)


@router.put(
    "/v1/boards/{board}/invites/{id}",
    status_code=201,
    responses=refusals(*MEMBER_REFUSALS, NotASupervisor, InviteExists),
)
def lay_out_invite(id: Hex16, request: InviteRequest, caller: Supervisor, district: TheDistrict) -> InviteAnswer:
    """Lays out the sealed blob of an invite whose key waits in the log."""
    invites.lay_out(district, caller.board, id, key=request.key, sealed=request.sealed)
    return InviteAnswer(board=caller.board, sealed=request.sealed, state=InviteState.WAITING)
