"""What was set aside, for supervisors."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from sync.server import adoption, set_aside
from sync.server.refusals import NotAside, NotASupervisor
from sync.server.routes.callers import MEMBER_REFUSALS, Supervisor, TheDistrict
from sync.server.routes.shapes import Base64, Hex16, Hex32, Hex33, Place, Shape, refusals
from sync.server.set_aside import AsideKind

router = APIRouter(tags=["set aside"])


class AsideShape(Shape):
    id: Hex32
    kind: AsideKind
    code: str
    at: datetime
    author: Hex16 | None
    circle: Hex33 | None
    envelope: Annotated[Base64, Field(description="the bytes as they came, also when they are no envelope")]


class SetAsideAnswer(Shape):
    items: list[AsideShape]
    more: Annotated[bool, Field(description="whether there are others after the last of these")]


@router.get("/v1/boards/{board}/set-aside", responses=refusals(*MEMBER_REFUSALS, NotASupervisor))
def list_set_aside(
    caller: Supervisor, district: TheDistrict, after: Annotated[Hex32, Query()] = bytes(32)
) -> SetAsideAnswer:
    """What came but may not enter its place, with the reason: a page of those whose id comes after `after`."""
    with district.database.reading() as connection:
        page = set_aside.listed(connection, caller.board, after)
    items = [AsideShape(**row._mapping, envelope=row.original) for row in page.rows]
    return SetAsideAnswer(items=items, more=page.more)


class AdoptAnswer(Shape):
    place: Annotated[Place, Field(description="number in its stream and head hash after it")]


@router.post("/v1/boards/{board}/set-aside/{id}/adopt", responses=refusals(*MEMBER_REFUSALS, NotASupervisor, NotAside))
def adopt(id: Hex32, caller: Supervisor, district: TheDistrict) -> AdoptAnswer:
    """Lets an envelope into its stream after all; it is not changed, and its author stays its author."""
    return AdoptAnswer(place=adoption.adopt(district, caller.board, id))
