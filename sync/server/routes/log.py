"""The membership log."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from sync.protocol.limits import LOG_ITEMS
from sync.protocol.statement import Head
from sync.server import membership
from sync.server.refusals import BatchTooLarge, NotRecognised
from sync.server.routes.callers import MEMBER_REFUSALS, READER_REFUSALS, Carrier, Reader, TheDistrict
from sync.server.routes.shapes import (
    AnswerShape,
    Base64,
    Base64Text,
    HeadShape,
    Hex16,
    Number,
    Place,
    Shape,
    batch,
    refusals,
)

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
def read_log(
    caller: Reader,
    district: TheDistrict,
    after: Annotated[Number, Query()] = 0,
    limit: Annotated[int, Query(ge=1, le=LOG_ITEMS)] = LOG_ITEMS,
) -> LogAnswer:
    """At most `limit` statements after number `after`; `head` is the whole log's."""
    return LogAnswer.of(*membership.read(district, caller.board, after, limit))


@router.post("/v1/boards/{board}/log", responses=refusals(*MEMBER_REFUSALS, BatchTooLarge))
def push_statements(request: StatementsRequest, caller: Carrier, district: TheDistrict) -> StatementsAnswer:
    """Appends in order. One that needs agreement and is not next is refused as `not_next`: sign it again."""
    answers, head = membership.push(district, caller.board, batch(request.statements))
    return StatementsAnswer(answers=[AnswerShape.of(answer) for answer in answers], head=(head.seq, head.hash))


@router.post("/v1/boards/{board}/log/bring", responses=refusals(NotRecognised, BatchTooLarge))
def bring_back(board: Hex16, request: StatementsRequest, district: TheDistrict) -> HeadShape:
    """For a server that was restored or began empty: statements that follow the head it has, in order, from whoever
    holds them. No token is needed or could be had: each proves itself back to the root that the board's id pins."""
    return HeadShape.of(membership.bring(district, board, batch(request.statements)))
