"""Envelopes: pushing any, pulling a stream."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from sync.protocol.circle import Circle
from sync.protocol.framing import pack_pull, unpack_push
from sync.protocol.limits import BATCH_ITEMS
from sync.server import streams
from sync.server.refusals import BatchTooLarge, NotAReader, NotRecognised, WaitingForRole
from sync.server.routes.callers import MEMBER_REFUSALS, Carrier, Member, TheDistrict, TheMetrics
from sync.server.routes.shapes import Hex32, Hex33, Number, Shape, refusals
from sync.server.streams import Receipt, Status

router = APIRouter(tags=["envelopes"])
OCTETS: Final = "application/octet-stream"
_BINARY: Final = {OCTETS: {"schema": {"type": "string", "format": "binary"}}}
_PUSH_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": f"At most {BATCH_ITEMS} times: length (4 bytes), envelope, length (2), watch line or nothing.",
        "content": _BINARY,
    }
}
_PULL_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Any number of times: number (8 bytes), head hash after it (32), length (4), envelope.",
        "content": _BINARY,
    }
}


class ReceiptShape(Shape):
    id: Hex32
    status: Status
    seq: Number | None = None
    hash: Hex32 | None = None
    code: str | None = None

    @classmethod
    def of(cls, receipt: Receipt) -> "ReceiptShape":
        seq, hash_ = receipt.place or (None, None)
        return cls(id=receipt.id, status=receipt.status, seq=seq, hash=hash_, code=receipt.code)


class PushAnswer(Shape):
    answers: Annotated[list[ReceiptShape], Field(description="one per envelope, in the same order")]


async def _body(request: Request) -> bytes:
    return await request.body()


@router.post(
    "/v1/boards/{board}/envelopes",
    openapi_extra=_PUSH_BODY,
    responses=refusals(NotRecognised, WaitingForRole, BatchTooLarge),
)
def push_envelopes(
    body: Annotated[bytes, Depends(_body)], caller: Carrier, district: TheDistrict, metrics: TheMetrics
) -> PushAnswer:
    """Numbers what may enter its stream, keeps aside what may not, and says which. Pushing again is harmless."""
    items = list(unpack_push(body))
    if len(items) > BATCH_ITEMS:
        raise BatchTooLarge
    receipts = streams.push(district, caller, items)
    metrics.note_items("envelope", (receipt.status for receipt in receipts))
    return PushAnswer(answers=[ReceiptShape.of(receipt) for receipt in receipts])


@router.get(
    "/v1/boards/{board}/streams/{circle}",
    response_class=Response,
    responses={**_PULL_ANSWER, **refusals(*MEMBER_REFUSALS, NotAReader)},
)
def pull_stream(
    circle: Hex33, caller: Member, district: TheDistrict, after: Annotated[Number, Query()] = 0
) -> Response:
    """The envelopes after number `after`, a batch at a time; an empty answer means there are no more."""
    items = streams.pull(district, caller, Circle.from_bytes(circle), after)
    return Response(pack_pull(items), media_type=OCTETS)
