"""Who may call what: dependencies that turn a token into a device, or refuse."""

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from sync.protocol.circle import Role
from sync.protocol.members import DeviceState
from sync.protocol.roster import CASEWORKERS
from sync.protocol.tokens import Door
from sync.server import membership, tokens
from sync.server.district import Caller, District
from sync.server.metrics import Metrics
from sync.server.refusals import (
    NotACaseworker,
    NotAGuest,
    NotASupervisor,
    NotRecognised,
    NotRevoked,
    WaitingForRole,
    WrongDoor,
)
from sync.server.routes.shapes import Hex16

_bearer = HTTPBearer(auto_error=False, description="the token of POST /v1/boards/{board}/token")


def the_district(request: Request) -> District:
    return cast(District, request.app.state.district)


TheDistrict = Annotated[District, Depends(the_district)]
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def _recognised(board: Hex16, request: Request, district: TheDistrict, credentials: Credentials) -> Caller:
    if credentials is None:
        raise NotRecognised
    caller = tokens.caller_with(district, board, credentials.credentials)
    request.app.state.device_rate.check(caller.device.id)
    return caller


def the_metrics(request: Request) -> Metrics:
    return cast(Metrics, request.app.state.metrics)


TheMetrics = Annotated[Metrics, Depends(the_metrics)]


Recognised = Annotated[Caller, Depends(_recognised)]


def _carrier(caller: Recognised) -> Caller:
    """May push envelopes: a member, or any device that delivers its own."""
    return caller if caller.door is Door.DELIVERY else _member(_reader(caller))


def _reader(caller: Recognised) -> Caller:
    """May read the log and its mailbox, even before it has been given its role."""
    if caller.door is not Door.SIGNING:
        raise WrongDoor
    return caller


def _revoked(caller: Recognised, district: TheDistrict) -> Caller:
    """Comes to the delivery door, and is told why no other is open, or that the exercise is over."""
    is_over = caller.device.state is DeviceState.REVOKED or membership.exercise_has_ended(district, caller.board)
    if not is_over:
        raise NotRevoked
    return caller


def _leaving_guest(caller: Recognised) -> Caller:
    """Has destroyed its keys, and asks before it lets go of the sealed copies."""
    if caller.door is not Door.DELIVERY or caller.device.guest is None:
        raise NotAGuest
    return caller


def _member(caller: Annotated[Caller, Depends(_reader)]) -> Caller:
    if caller.device.state is DeviceState.WAITING_FOR_ROLE:
        raise WaitingForRole
    return caller


def _caseworker(caller: Annotated[Caller, Depends(_member)]) -> Caller:
    if caller.device.role not in CASEWORKERS:
        raise NotACaseworker
    return caller


def _supervisor(caller: Annotated[Caller, Depends(_member)]) -> Caller:
    if caller.device.role is not Role.SUPERVISOR:
        raise NotASupervisor
    return caller


Carrier = Annotated[Caller, Depends(_carrier)]
Reader = Annotated[Caller, Depends(_reader)]
Member = Annotated[Caller, Depends(_member)]
Caseworker = Annotated[Caller, Depends(_caseworker)]
Supervisor = Annotated[Caller, Depends(_supervisor)]
Revoked = Annotated[Caller, Depends(_revoked)]
LeavingGuest = Annotated[Caller, Depends(_leaving_guest)]

READER_REFUSALS = (NotRecognised, WrongDoor)
MEMBER_REFUSALS = (*READER_REFUSALS, WaitingForRole)
REVOKED_REFUSALS = (NotRecognised, NotRevoked)
GUEST_REFUSALS = (NotRecognised, NotAGuest)
