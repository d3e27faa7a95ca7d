"""Grants and the mailboxes they lie in."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from sync.protocol.grants import Recipient
from sync.server import grants
from sync.server.refusals import BatchTooLarge, NotAReader
from sync.server.routes.callers import MEMBER_REFUSALS, READER_REFUSALS, Carrier, Reader, TheDistrict, TheMetrics
from sync.server.routes.shapes import AnswerShape, Base64, Base64Text, Hex17, Number, Shape, batch, refusals

router = APIRouter(tags=["grants"])


class GrantsRequest(Shape):
    grants: list[Base64Text]


class GrantsAnswer(Shape):
    answers: Annotated[list[AnswerShape], Field(description="one per grant, in the same order")]


class MailboxAnswer(Shape):
    grants: list[Base64]
    last: Annotated[Number, Field(description="the number of the last grant given here: ask for more after it")]


@router.post("/v1/boards/{board}/grants", responses=refusals(*MEMBER_REFUSALS, BatchTooLarge))
def push_grants(request: GrantsRequest, caller: Carrier, district: TheDistrict, metrics: TheMetrics) -> GrantsAnswer:
    """Lays each grant in its reader's mailbox; one key to one reader lies there once."""
    answers = grants.push(district, caller.board, batch(request.grants))
    metrics.note_items("grant", (answer.status for answer in answers))
    return GrantsAnswer(answers=[AnswerShape.of(answer) for answer in answers])


@router.get("/v1/boards/{board}/mailboxes/{recipient}", responses=refusals(*READER_REFUSALS, NotAReader))
def fetch_grants(
    recipient: Hex17, caller: Reader, district: TheDistrict, after: Annotated[Number, Query()] = 0
) -> MailboxAnswer:
    """The grants after number `after`; they are numbered densely from 1."""
    found, last = grants.mailbox(district, caller, Recipient.from_bytes(recipient), after)
    return MailboxAnswer(grants=found, last=last)
