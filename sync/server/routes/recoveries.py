"""Recovering a board."""

from fastapi import APIRouter

from sync.protocol.statement import Statement
from sync.server import recoveries
from sync.server.refusals import NotRecognised
from sync.server.routes.callers import TheDistrict
from sync.server.routes.shapes import Base64, HeadShape, Hex16, Shape, refusals

router = APIRouter(tags=["recover"])


class RecoverRequest(Shape):
    statement: Base64


@router.post("/v1/boards/{board}/recover", status_code=201, responses=refusals(NotRecognised))
def recover_board(board: Hex16, request: RecoverRequest, district: TheDistrict) -> HeadShape:
    """Adds the supervisor that the board's root signs in, once every other device is lost."""
    return HeadShape.of(recoveries.recover(district, board, Statement.from_bytes(request.statement)))
