"""Bringing a board back after the server lost something."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from sync.protocol.limits import BATCH_ITEMS
from sync.server import healing
from sync.server.refusals import LogForked, NotASupervisor, NotHealing, NotNext, NotRecognised
from sync.server.routes.callers import MEMBER_REFUSALS, Supervisor, TheDistrict
from sync.server.routes.shapes import Base64, HeadShape, Hex16, Number, Shape, refusals

router = APIRouter(tags=["healing"])


class LogBackRequest(Shape):
    after: Annotated[Number, Field(description="the number of the statement before the first")]
    statements: Annotated[list[Base64], Field(max_length=BATCH_ITEMS)]


class HealedAnswer(Shape):
    healing: bool


@router.post("/v1/boards/{board}/log/back", responses=refusals(NotRecognised, NotHealing, NotNext, LogForked))
def bring_log_back(board: Hex16, request: LogBackRequest, district: TheDistrict) -> HeadShape:
    """Puts back the log's statements, as they were numbered, while the board heals; no token is asked for, because
    every statement is signed. Without statements it tells the head. 409 `not_next`: begin further back."""
    return HeadShape.of(healing.bring_back(district, board, request.after, request.statements))


@router.post("/v1/boards/{board}/healed", responses=refusals(*MEMBER_REFUSALS, NotASupervisor))
def end_healing(caller: Supervisor, district: TheDistrict) -> HealedAnswer:
    """A supervisor's device says that all is there again: the log takes new statements from now on."""
    healing.finish(district, caller.board)
    return HealedAnswer(healing=False)
