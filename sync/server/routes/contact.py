"""The exchange in one request, reading several streams in one, and waiting for news."""

from typing import Annotated, Any, Final, cast

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from sync.protocol.circle import Circle
from sync.protocol.framing import Contact, pack_pages, pack_pull
from sync.protocol.limits import BATCH_ITEMS, PULL_BYTES, PULL_CIRCLES, WAIT_SECONDS
from sync.protocol.wire import identifier
from sync.server import contact, streams
from sync.server.contact import Told
from sync.server.news import News
from sync.server.refusals import BatchTooLarge
from sync.server.routes.callers import MEMBER_REFUSALS, READER_REFUSALS, Member, Reader, TheDistrict
from sync.server.routes.devices import HelloAnswer
from sync.server.routes.envelopes import OCTETS, ReceiptShape
from sync.server.routes.shapes import AnswerShape, Base64, Number, Shape, refusals

router = APIRouter(tags=["contact"])
_BINARY: Final = {OCTETS: {"schema": {"type": "string", "format": "binary"}}}
_CONTACT_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "Length (4 bytes), heartbeat; length (1), the `state` of the last answer or nothing; "
        "number (2) of statements, each with its length (4); the same for grants; "
        f"then envelopes as when they are pushed. At most {BATCH_ITEMS} of each.",
        "content": _BINARY,
    }
}
_PAGES_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Any number of times: circle (33 bytes), length (4), its envelopes as when one stream is read.",
        "content": _BINARY,
    }
}


class ContactAnswer(HelloAnswer):
    """As for a hello; beside it what became of what came with it, each in the same order."""

    entries: Annotated[list[Base64] | None, Field(description="the log after the heartbeat's, up to `head`")] = None
    statements: list[AnswerShape] = []
    grants: list[AnswerShape] = []
    envelopes: list[ReceiptShape] = []

    @classmethod
    def told(cls, told: Told, known_state: str) -> "ContactAnswer":
        return cls(
            **HelloAnswer.of(told.hello, known_state).model_dump(),
            entries=None if told.entries is None else list(told.entries),
            statements=[AnswerShape.of(answer) for answer in told.statements],
            grants=[AnswerShape.of(answer) for answer in told.grants],
            envelopes=[ReceiptShape.of(receipt) for receipt in told.receipts],
        )


class PullRequest(Shape):
    after: Annotated[dict[str, Number], Field(description="by circle: the last number that is known")]


class NewsAnswer(Shape):
    moved: bool


async def _body(request: Request) -> bytes:
    return await request.body()


def the_news(request: Request) -> News:
    return cast(News, request.app.state.news)


@router.post(
    "/v1/boards/{board}/contact",
    response_model_exclude_none=True,
    openapi_extra=_CONTACT_BODY,
    responses=refusals(*READER_REFUSALS, BatchTooLarge),
)
def make_contact(body: Annotated[bytes, Depends(_body)], caller: Reader, district: TheDistrict) -> ContactAnswer:
    """A heartbeat and all that waits, in one request. A device that waits for its role gets no answers to its items."""
    said = Contact.from_bytes(body)
    return ContactAnswer.told(contact.hear(district, caller, said), said.state)


@router.post(
    "/v1/boards/{board}/pull",
    response_class=Response,
    responses={**_PAGES_ANSWER, **refusals(*MEMBER_REFUSALS, BatchTooLarge)},
)
def pull_streams(request: PullRequest, caller: Member, district: TheDistrict) -> Response:
    """Several streams at once, until the answer is full; one that may not be read, or has no more, is left out."""
    if len(request.after) > PULL_CIRCLES:
        raise BatchTooLarge
    asked = [(Circle.from_bytes(identifier(circle, 33)), after) for circle, after in request.after.items()]
    pages = streams.pull_several(district, caller, asked, most_bytes=PULL_BYTES)
    packed = ((circle.to_bytes(), pack_pull(page)) for circle, page in pages)
    return Response(pack_pages(packed), media_type=OCTETS)


@router.get("/v1/boards/{board}/news", responses=refusals(*READER_REFUSALS))
async def wait_for_news(
    caller: Reader,
    news: Annotated[News, Depends(the_news)],
    state: Annotated[str, Query(max_length=64, description="the `state` of the last answer")] = "",
    seconds: Annotated[int, Query(ge=0, le=WAIT_SECONDS)] = WAIT_SECONDS,
) -> NewsAnswer:
    """Answers as soon as there is something new for this device, or after so many seconds that there is not."""
    return NewsAnswer(moved=await news.came(caller, state, seconds))
