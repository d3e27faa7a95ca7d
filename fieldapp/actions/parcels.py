"""What waits on one phone, as a file that another carries to the server."""

from collections.abc import Callable
from dataclasses import replace

from fieldapp.actions import wiping
from fieldapp.actions.errors import NotAllowed
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import ParcelView
from fieldapp.actions.wiping import ParcelFile
from fieldapp.store import taken_in
from sync.client import carrying
from sync.errors import FixAndRetry, TryAgainLater
from sync.protocol.parcel import SUFFIX as SUFFIX
from sync.protocol.parcel import ItemKind, Parcel
from sync.protocol.roster import CASEWORKERS


class ParcelOfAnotherBoard(FixAndRetry):
    """This file comes from a phone of another board. Hand it to somebody there. Nothing was changed."""


def hand_over(phone: Phone) -> ParcelFile:
    """Everything that waits here, sealed as it would be sent. It goes on waiting here until the server has answered."""
    return wiping.parcel(phone.folder, clock=phone.now)


def look_into(phone: Phone, content: bytes) -> ParcelView:
    """Whose it is and how much it holds. Raises Malformed, MadeByNewerVersion, ParcelOfAnotherBoard."""
    parcel = _of_this_board(phone, content)
    device = phone.roster.devices.get(parcel.device)
    return ParcelView(device.label if device else "", len(parcel.of_kind(ItemKind.ENVELOPE)))


def take_in(
    phone: Phone, content: bytes, progress: Callable[[int, int], None] = lambda done, total: None
) -> ParcelView:
    """Keeps it, and carries it to the server, where each author's signature counts. Taking it in again is harmless.

    Without a server it is carried after the next exchange. Raises as look_into does, NotAllowed, and what sync.client
    does besides TryAgainLater.
    """
    if phone.role not in CASEWORKERS or not phone.me.is_active:
        raise NotAllowed
    seen = look_into(phone, content)
    with phone.store.one_write() as write:
        key = taken_in.keep(write, content, at=phone.now())
    try:
        return _carry(phone, key, content, progress)
    except TryAgainLater:
        return replace(seen, kept=True)


def carry_kept(phone: Phone) -> None:
    """Brings the server what it could not be brought when it was taken in. Raises what sync.client does."""
    for key, content in taken_in.parcels(phone.store).items():
        _carry(phone, key, content)


def kept(phone: Phone) -> tuple[ParcelView, ...]:
    """What this device carries and the server has not answered for."""
    return tuple(replace(look_into(phone, one), kept=True) for one in taken_in.parcels(phone.store).values())


def _carry(
    phone: Phone, key: str, content: bytes, progress: Callable[[int, int], None] = lambda done, total: None
) -> ParcelView:
    parcel, seen = _of_this_board(phone, content), look_into(phone, content)
    became = phone.link.call(lambda call: carrying.carry(call, parcel, progress))
    with phone.store.one_write() as write:
        taken_in.forget(write, key)
    safe = became["stored"] + became["duplicate"]
    return replace(seen, safe=safe, aside=seen.records - safe)


def _of_this_board(phone: Phone, content: bytes) -> Parcel:
    parcel = Parcel.from_bytes(content)
    if parcel.board != phone.board:
        raise ParcelOfAnotherBoard
    return parcel
