"""What goes over the wire as JSON: bytes as hex (ids, keys, hashes) or base64 (signed and sealed things)."""

import base64
import binascii
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from sync.protocol.errors import Malformed
from sync.protocol.limits import BATCH_ITEMS, BODY_BYTES
from sync.protocol.statement import Head
from sync.protocol.wire import identifier
from sync.server.membership import Answer
from sync.server.refusals import BatchTooLarge, Refused


def _hex(length: int) -> tuple[Any, ...]:
    def read(value: object) -> bytes:
        if isinstance(value, bytes):
            return value
        try:
            return identifier(value, length)
        except Malformed as error:
            raise ValueError(f"{2 * length} hexadecimal digits") from error

    schema = {"type": "string", "pattern": f"^[0-9a-f]{{{2 * length}}}$"}
    return BeforeValidator(read), PlainSerializer(bytes.hex, str), WithJsonSchema(schema)


def _read_base64(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return base64.b64decode(value if isinstance(value, str) else "?", validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error


def batch(texts: list[str]) -> list[bytes]:
    """The items of a batch, each answered for itself: what is not base64 becomes nothing, which nothing parses."""
    if len(texts) > BATCH_ITEMS:
        raise BatchTooLarge
    return [_read_or_nothing(text) for text in texts]


def _read_or_nothing(text: str) -> bytes:
    try:
        return _read_base64(text)
    except ValueError:
        return b""


def as_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


_BASE64_SCHEMA: Final = {"type": "string", "contentEncoding": "base64", "maxLength": BODY_BYTES}

Hex16 = Annotated[bytes, *_hex(16)]
Hex17 = Annotated[bytes, *_hex(17)]
Hex32 = Annotated[bytes, *_hex(32)]
Hex33 = Annotated[bytes, *_hex(33)]
Base64 = Annotated[
    bytes, BeforeValidator(_read_base64), PlainSerializer(as_base64, str), WithJsonSchema(_BASE64_SCHEMA)
]
Base64Text = Annotated[str, WithJsonSchema(_BASE64_SCHEMA)]
Number = Annotated[int, Field(ge=0, le=2**63 - 1)]
Place = tuple[Number, Hex32]


class Shape(BaseModel):
    """Unknown fields are let through unread, so that a newer client can talk to an older server."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class RefusalShape(Shape):
    code: str = Field(description="for programs; never changes")
    sentence: str = Field(description="for people, in English; says what to do")


class AnswerShape(Shape):
    status: str = Field(
        pattern="^(stored|duplicate|set_aside|refused)$", description="set_aside: kept, with the reason"
    )
    code: str | None = None
    sentence: str | None = None

    @classmethod
    def of(cls, answer: Answer) -> "AnswerShape":
        return cls(status=answer.status, code=answer.code, sentence=answer.sentence)


class HeadShape(Shape):
    head: Place

    @classmethod
    def of(cls, head: Head) -> "HeadShape":
        return cls(head=(head.seq, head.hash))


def refusals(*errors: type[Refused]) -> dict[int | str, dict[str, Any]]:
    """For OpenAPI: what a route may say no with, by status."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        entry = by_status.setdefault(error.status, {"model": RefusalShape, "description": ""})
        entry["description"] = f"{entry['description']}\n`{error.code}`: {error().sentence()}".strip()
    return by_status
