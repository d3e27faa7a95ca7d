"""The membership log."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from sync.protocol.limits import LOG_ITEMS
from sync.protocol.statement import Head
from sync.server import membership
from sync.server.refusals import BatchTooLarge, NotNext
from sync.server.routes.callers import (
    MEMBER_REFUSALS,
    READER_REFUSALS,
    REVOKED_REFUSALS,
    Carrier,
    Reader,
    Revoked,
    TheDistrict,
    TheMetrics,
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
    code: Annotated[str | None, Field(description="`not_next` with 409: nothing of it was in time")] = None
    sentence: str | None = None


@router.get("/v1/boards/{board}/log", responses=refusals(*READER_REFUSALS))
def read_log(
    caller: Reader,
    district: TheDistrict,
    after: Annotated[Number, Query()] = 0,
    limit: Annotated[int, Query(ge=1, le=LOG_ITEMS)] = LOG_ITEMS,
) -> LogAnswer:
    """At most `limit` statements after number `after`; `head` is the whole log's."""
    return LogAnswer.of(*membership.read(district, caller.board, after, limit))


@router.get("/v1/boards/{board}/revocation", responses=refusals(*REVOKED_REFUSALS))
def read_revocation(caller: Revoked, district: TheDistrict, after: Annotated[Number, Query()] = 0) -> LogAnswer:
    """With the delivery key, on a device that was revoked: the log after number `after` up to that statement."""
    return LogAnswer.of(*membership.read_until_revoked(district, caller.board, caller.device.id, after))


@router.post("/v1/boards/{board}/log", responses=refusals(*MEMBER_REFUSALS, BatchTooLarge, NotNext))
def push_statements(
    request: StatementsRequest, caller: Carrier, district: TheDistrict, metrics: TheMetrics, response: Response
) -> StatementsAnswer:
    """Appends in order. One that needs agreement and is not next is refused as `not_next`: sign it again.

    409 when that is so of all of them.
    """
    answers, head = membership.push(district, caller.board, batch(request.statements))
    metrics.note_items("statement", (answer.status for answer in answers))
    late = bool(answers) and all(answer.code == NotNext.code for answer in answers)
    if late:
        response.status_code = NotNext.status
    return StatementsAnswer(
        answers=[AnswerShape.of(answer) for answer in answers],
        head=(head.seq, head.hash),
        code=NotNext.code if late else None,
        sentence=NotNext().sentence() if late else None,
    )
