"""Taking in what another phone saved as a file, and carrying it to the server."""

from collections.abc import Callable

from fieldapp.actions.errors import NotAllowed
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import ParcelView
from sync.client import carrying
from sync.errors import FixAndRetry
from sync.protocol.parcel import SUFFIX as SUFFIX
from sync.protocol.parcel import ItemKind, Parcel
from sync.protocol.roster import CASEWORKERS


class ParcelOfAnotherBoard(FixAndRetry):
    """This file comes from a phone of another board. Hand it to somebody there. Nothing was changed."""


def look_into(phone: Phone, content: bytes) -> ParcelView:
    """Whose it is and how much it holds. Raises Malformed, MadeByNewerVersion, ParcelOfAnotherBoard."""
    parcel = _of_this_board(phone, content)
    device = phone.roster.devices.get(parcel.device)
    return ParcelView(device.label if device else "", len(parcel.of_kind(ItemKind.ENVELOPE)))


def take_in(
    phone: Phone, content: bytes, progress: Callable[[int, int], None] = lambda done, total: None
) -> ParcelView:
    """Carries it to the server, where each author's signature counts. Taking it in again is harmless.

    Raises as look_into does, NotAllowed, and what sync.client does.
    """
    if phone.role not in CASEWORKERS or not phone.me.is_active:
        raise NotAllowed
    parcel, seen = _of_this_board(phone, content), look_into(phone, content)
    became = phone.link.call(lambda call: carrying.carry(call, parcel, progress))
    safe = became["stored"] + became["duplicate"]
    return ParcelView(seen.device_label, seen.records, safe=safe, aside=seen.records - safe)


def _of_this_board(phone: Phone, content: bytes) -> Parcel:
    parcel = Parcel.from_bytes(content)
    if parcel.board != phone.board:
        raise ParcelOfAnotherBoard
    return parcel
