"""The membership log."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from sync.protocol.statement import Head
from sync.server import membership
from sync.server.refusals import BatchTooLarge
from sync.server.routes.callers import (
    MEMBER_REFUSALS,
    READER_REFUSALS,
    REVOKED_REFUSALS,
    Carrier,
    Reader,
    Revoked,
    TheDistrict,
)
from sync.server.routes.shapes import AnswerShape, Base64, Base64Text, Number, Place, Shape, batch, refusals

router = APIRouter(tags=["log"])


class LogAnswer(Shape):
    entries: list[Base64]
    head: Place

    @classmethod
    def of(cls, entries: list[bytes], head: Head) -> "LogAnswer":
        return cls(entries=entries, head=(head.seq, head.hash))


class StatementsRequest(Shape):
    statements: list[Base64Text]


class StatementsAnswer(Shape):
    head: Place
    answers: Annotated[list[AnswerShape], Field(description="one per statement, in the same order")]


@router.get("/v1/boards/{board}/log", responses=refusals(*READER_REFUSALS))
def read_log(caller: Reader, district: TheDistrict, after: Annotated[Number, Query()] = 0) -> LogAnswer:
    """Every statement after number `after`, up to and with `head`."""
    return LogAnswer.of(*membership.read(district, caller.board, after))


@router.get("/v1/boards/{board}/revocation", responses=refusals(*REVOKED_REFUSALS))
def read_revocation(caller: Revoked, district: TheDistrict, after: Annotated[Number, Query()] = 0) -> LogAnswer:
    """With the delivery key, on a device that was revoked: the log after number `after` up to that statement."""
    return LogAnswer.of(*membership.read_until_revoked(district, caller.board, caller.device.id, after))


@router.post("/v1/boards/{board}/log", responses=refusals(*MEMBER_REFUSALS, BatchTooLarge))
def push_statements(request: StatementsRequest, caller: Carrier, district: TheDistrict) -> StatementsAnswer:
    """Appends in order. One that needs agreement and is not next is refused as `not_next`: sign it again."""
    answers, head = membership.push(district, caller.board, batch(request.statements))
    return StatementsAnswer(answers=[AnswerShape.of(answer) for answer in answers], head=(head.seq, head.hash))
