"""Heartbeats: what devices say of themselves and what they are told."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from sync.server import devices
from sync.server.devices import DeviceReport, Hello
from sync.server.refusals import NotACaseworker
from sync.server.routes.callers import (
    GUEST_REFUSALS,
    MEMBER_REFUSALS,
    READER_REFUSALS,
    Caseworker,
    LeavingGuest,
    Member,
    Reader,
    TheDistrict,
)
from sync.server.routes.shapes import Base64, Hex16, Number, Place, Shape, refusals

router = APIRouter(tags=["devices"])


class HelloRequest(Shape):
    heartbeat: Base64
    state: Annotated[str | None, Field(description="the `state` of the last answer", max_length=64)] = None


class HelloAnswer(Shape):
    """`head`, `heads` and `mailboxes` are left out when `unchanged`."""

    server_epoch: str
    state: str
    unchanged: bool
    healing: Annotated[
        bool | None, Field(description="true: the server lost something; bring back what it does not have")
    ] = None
    head: Place | None = None
    heads: Annotated[dict[str, Place] | None, Field(description="by circle; those this device may read")] = None
    mailboxes: Annotated[dict[str, Number] | None, Field(description="by recipient; last numbers")] = None
    letters: Annotated[Number | None, Field(description="the last number of letters; nothing where there are none")] = (
        None
    )
    earlier: Annotated[
        Base64 | None,
        Field(description="an earlier heartbeat of this device, which had issued more than this says"),
    ] = None

    @classmethod
    def of(cls, hello: Hello, known_state: str | None) -> "HelloAnswer":
        state = hello.state
        if state == known_state:
            return cls(
                server_epoch=hello.server_epoch,
                state=state,
                unchanged=True,
                healing=hello.healing or None,
                earlier=hello.earlier,
            )
        return cls(
            server_epoch=hello.server_epoch,
            state=state,
            unchanged=False,
            healing=hello.healing or None,
            head=(hello.head.seq, hello.head.hash),
            heads={circle.hex(): place for circle, place in hello.heads.items()},
            mailboxes={recipient.hex(): last for recipient, last in hello.mailboxes.items()},
            letters=hello.letters or None,
            earlier=hello.earlier,
        )


class DeviceShape(Shape):
    device: Hex16
    heard_at: datetime | None
    heartbeat: Base64 | None
    wiped_at: Annotated[datetime | None, Field(description="when its own receipt in the log says it was wiped")] = None
    received: Annotated[dict[str, Number], Field(description="by circle; how many of its envelopes are stored")]

    @classmethod
    def of(cls, report: DeviceReport) -> "DeviceShape":
        received = {circle.hex(): count for circle, count in report.received.items()}
        wiped_at = report.device.wiped.at if report.device.wiped else None
        return cls(
            device=report.device.id,
            heard_at=report.heard_at,
            heartbeat=report.heartbeat,
            wiped_at=wiped_at,
            received=received,
        )


class CaseworkerShape(Shape):
    device: Hex16
    heartbeat: Base64


class CaseworkersAnswer(Shape):
    devices: list[CaseworkerShape]

    @classmethod
    def of(cls, reports: list[DeviceReport]) -> "CaseworkersAnswer":
        heard = [report for report in reports if report.is_active_caseworker]
        words = [
            CaseworkerShape(device=report.device.id, heartbeat=report.heartbeat) for report in heard if report.heartbeat
        ]
        return cls(devices=words)


class KeptAnswer(CaseworkersAnswer):
    """Beside the heartbeats: `kept`, how many envelopes of this device the server has, set aside or not."""

    kept: Number


class DevicesAnswer(Shape):
    devices: list[DeviceShape]


@router.post("/v1/boards/{board}/hello", response_model_exclude_none=True, responses=refusals(*READER_REFUSALS))
def say_hello(request: HelloRequest, caller: Reader, district: TheDistrict) -> HelloAnswer:
    """Every contact starts here: the device's signed heartbeat against what there is to fetch."""
    return HelloAnswer.of(devices.hear(district, caller, request.heartbeat), request.state)


@router.get("/v1/boards/{board}/devices", responses=refusals(*MEMBER_REFUSALS, NotACaseworker))
def list_devices(caller: Caseworker, district: TheDistrict) -> DevicesAnswer:
    """What each device last said of itself, and how much of its work has come."""
    return DevicesAnswer(devices=[DeviceShape.of(report) for report in devices.reported(district, caller.board)])


@router.get("/v1/boards/{board}/caseworkers", responses=refusals(*MEMBER_REFUSALS))
def list_caseworkers(caller: Member, district: TheDistrict) -> CaseworkersAnswer:
    """The signed heartbeats of coordinators and supervisors: a phone reads in them whether its work is held."""
    return CaseworkersAnswer.of(devices.reported(district, caller.board))


@router.get("/v1/boards/{board}/kept", responses=refusals(*GUEST_REFUSALS))
def say_what_is_kept(caller: LeavingGuest, district: TheDistrict) -> KeptAnswer:
    """With the delivery key of a guest: whether the sealed copies on her phone are still needed."""
    told = CaseworkersAnswer.of(devices.reported(district, caller.board))
    return KeptAnswer(devices=told.devices, kept=devices.count_kept(district, caller))
