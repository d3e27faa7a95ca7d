"""Who may call what: dependencies that turn a token into a device, or refuse."""

from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from sync.protocol.circle import Role
from sync.protocol.members import DeviceState
from sync.protocol.roster import CASEWORKERS
from sync.protocol.tokens import Door
from sync.server import tokens
from sync.server.district import Caller, District
from sync.server.refusals import NotACaseworker, NotASupervisor, NotRecognised, NotRevoked, WaitingForRole, WrongDoor
from sync.server.routes.shapes import Hex16

_bearer = HTTPBearer(auto_error=False, description="the token of POST /v1/boards/{board}/token")


def the_district(request: Request) -> District:
    return cast(District, request.app.state.district)


TheDistrict = Annotated[District, Depends(the_district)]
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def _recognised(board: Hex16, district: TheDistrict, credentials: Credentials) -> Caller:
    if credentials is None:
        raise NotRecognised
    return tokens.caller_with(district, board, credentials.credentials)


Recognised = Annotated[Caller, Depends(_recognised)]


def _carrier(caller: Recognised) -> Caller:
    """May push envelopes: a member, or any device that delivers its own."""
    return caller if caller.door is Door.DELIVERY else _member(_reader(caller))


def _reader(caller: Recognised) -> Caller:
    """May read the log and its mailbox, even before it has been given its role."""
    if caller.door is not Door.SIGNING:
        raise WrongDoor
    return caller


def _revoked(caller: Recognised) -> Caller:
    """Comes to the delivery door, and is told why no other is open."""
    if caller.device.state is not DeviceState.REVOKED:
        raise NotRevoked
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

READER_REFUSALS = (NotRecognised, WrongDoor)
MEMBER_REFUSALS = (*READER_REFUSALS, WaitingForRole)
REVOKED_REFUSALS = (NotRecognised, NotRevoked)
