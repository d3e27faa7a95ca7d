"""What waits, as a file that another device carries."""

import os

import pytest

from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.parcel import MAGIC, ItemKind, Parcel, ParcelItem, file_name
from tests.protocol.people import NOON

BOARD, DEVICE = os.urandom(16), os.urandom(16)
ITEMS = [
    ParcelItem(ItemKind.RECEIPT, b"receipt"),
    ParcelItem(ItemKind.ENVELOPE, os.urandom(300), b"watch line"),
    ParcelItem(ItemKind.STATEMENT, b"statement"),
    ParcelItem(ItemKind.ENVELOPE, os.urandom(20)),
    ParcelItem(ItemKind.GRANT, b""),
]


def test_what_goes_in_comes_out_byte_for_byte_statements_first_and_the_receipt_last():
    parcel = Parcel.from_bytes(Parcel.of(BOARD, DEVICE, ITEMS).to_bytes())

    assert (parcel.board, parcel.device) == (BOARD, DEVICE)
    assert [item.kind for item in parcel.items] == [0, 1, 2, 2, 3]
    assert parcel.of_kind(ItemKind.ENVELOPE) == [ITEMS[1], ITEMS[3]]


def test_a_change_or_a_loss_anywhere_is_told():
    whole = Parcel.of(BOARD, DEVICE, ITEMS[2:]).to_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises((Malformed, MadeByNewerVersion)):
            Parcel.from_bytes(bytes(changed))
        with pytest.raises(Malformed):
            Parcel.from_bytes(whole[:place])


def test_one_of_a_newer_app_is_refused_as_such():
    whole = bytearray(Parcel.of(BOARD, DEVICE, []).to_bytes())
    whole[len(MAGIC)] = 2

    with pytest.raises(MadeByNewerVersion):
        Parcel.from_bytes(bytes(whole))


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("K3", "stodkedjan-K3-20261122.stodpaket"),
        ("../../etc", "stodkedjan-etc-20261122.stodpaket"),
        ("", "stodkedjan-telefon-20261122.stodpaket"),
    ],
)
def test_the_file_s_name_tells_the_device_and_the_day_and_no_more(label, name):
    assert file_name(label, NOON) == name
