"""Claiming a board."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from sync.protocol.grants import Grant
from sync.protocol.limits import BATCH_ITEMS
from sync.protocol.statement import Statement
from sync.server import claims
from sync.server.refusals import BoardExists, ClaimUsed, UnknownClaim
from sync.server.routes.callers import TheDistrict
from sync.server.routes.shapes import Base64, Hex16, Place, Shape, refusals

router = APIRouter(tags=["claim"])


class ClaimRequest(Shape):
    code: Annotated[str, Field(max_length=64)]
    statements: Annotated[list[Base64], Field(max_length=BATCH_ITEMS)]
    grants: Annotated[list[Base64], Field(max_length=BATCH_ITEMS)] = []


class ClaimAnswer(Shape):
    board: Hex16
    head: Place
    server_epoch: str


@router.post("/v1/claim", status_code=201, responses=refusals(UnknownClaim, ClaimUsed, BoardExists))
def claim_board(request: ClaimRequest, district: TheDistrict) -> ClaimAnswer:
    """Founds a board with its first statements; a claim code works once."""
    statements = [Statement.from_bytes(raw) for raw in request.statements]
    first_grants = [Grant.from_bytes(raw) for raw in request.grants]
    board, head, epoch = claims.claim(district, request.code, statements, first_grants)
    return ClaimAnswer(board=board, head=(head.seq, head.hash), server_epoch=epoch)
