import dataclasses

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.crypto.circle_keys import (
    CannotOpen,
    ChangeTooLong,
    CircleKey,
    open_envelope,
    padded,
    seal_change,
    unpadded,
)
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope
from sync.protocol.errors import BadSignature, MadeByNewerVersion, Malformed
from sync.protocol.limits import ENVELOPE_BYTES

BOARD, DEVICE, SESSION = b"b" * 16, b"d" * 16, b"s" * 16
AUTHOR = Ed25519PrivateKey.generate()
PUBLIC = AUTHOR.public_key().public_bytes_raw()
PAYLOAD = '{"note": "Ringde i kväll"}'.encode()
KEY = CircleKey.generate(Circle.own(SESSION, DEVICE))


def header(key=KEY, **changes):
    return key.header(**{"board": BOARD, "author": DEVICE, "incarnation": 0, "device_seq": 1, **changes})


@pytest.fixture(scope="module")
def envelope() -> Envelope:
    return seal_change(PAYLOAD, header(), KEY, AUTHOR.sign)


def test_what_was_sealed_opens_after_the_wire(envelope):
    arrived = Envelope.from_bytes(envelope.to_bytes())
    arrived.verify(PUBLIC)

    assert open_envelope(arrived, KEY) == PAYLOAD
    assert PAYLOAD not in envelope.to_bytes()


def test_the_same_change_sealed_twice_looks_different(envelope):
    again = seal_change(PAYLOAD, header(), KEY, AUTHOR.sign)

    assert again.nonce != envelope.nonce
    assert again.ciphertext != envelope.ciphertext


def test_another_key_of_the_same_circle_and_epoch_does_not_open(envelope):
    with pytest.raises(CannotOpen):
        open_envelope(envelope, CircleKey.generate(KEY.circle))


@pytest.mark.parametrize(
    "other",
    [
        CircleKey(KEY.circle, 2, KEY.key),
        CircleKey(Circle.own(SESSION, b"e" * 16), 1, KEY.key),
        CircleKey(Circle.own(b"t" * 16, DEVICE), 1, KEY.key),
        CircleKey(Circle.audit(DEVICE), 1, KEY.key),
    ],
)
def test_the_right_key_bytes_for_another_circle_or_epoch_do_not_open(envelope, other):
    with pytest.raises(CannotOpen):
        open_envelope(envelope, other)


@pytest.mark.parametrize(
    "moved",
    [
        {"board": b"c" * 16},
        {"author": b"e" * 16},
        {"epoch": 2},
        {"circle": Circle.shared(SESSION)},
        {"incarnation": 1},
        {"device_seq": 2},
        {"previous": b"p" * 32},
        {"seen_seq": 9},
        {"seen_hash": b"h" * 32},
    ],
)
def test_an_envelope_moved_under_another_header_does_not_open(envelope, moved):
    elsewhere = dataclasses.replace(envelope.header, **moved)
    replayed = Envelope.make(elsewhere, envelope.nonce, envelope.ciphertext, Ed25519PrivateKey.generate().sign)
    key = CircleKey(elsewhere.circle, elsewhere.epoch, KEY.key)

    with pytest.raises(CannotOpen):
        open_envelope(replayed, key)
    with pytest.raises(BadSignature):
        replayed.verify(PUBLIC)


def test_a_changed_byte_anywhere_is_refused_by_signature_and_by_seal(envelope):
    raw = envelope.to_bytes()
    sealed_until = len(raw) - 64
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 0x01
        try:
            arrived = Envelope.from_bytes(bytes(changed))
        except (Malformed, MadeByNewerVersion):
            continue
        with pytest.raises(BadSignature):
            arrived.verify(PUBLIC)
        if place < sealed_until:
            with pytest.raises(CannotOpen):
                open_envelope(arrived, KEY)


def test_an_unsigned_envelope_is_refused(envelope):
    with pytest.raises(BadSignature):
        dataclasses.replace(envelope, signature=bytes(64)).verify(PUBLIC)
    with pytest.raises(BadSignature):
        envelope.verify(Ed25519PrivateKey.generate().public_key().public_bytes_raw())


def test_a_header_that_names_another_key_is_not_sealed():
    other = CircleKey.generate(KEY.circle)

    with pytest.raises(CannotOpen):
        seal_change(PAYLOAD, header(other), KEY, AUTHOR.sign)


def test_the_key_id_commits_to_the_key_and_is_not_it():
    assert len(KEY.key_id) == 32
    assert KEY.key_id == CircleKey(KEY.circle, 1, KEY.key).key_id
    assert KEY.key_id != CircleKey.generate(KEY.circle).key_id
    assert KEY.key_id != KEY.key


def test_a_key_does_not_show_in_print():
    shown = f"{KEY!r} {KEY} {[KEY]}"

    assert KEY.key.hex() not in shown
    assert repr(KEY.key)[2:-1] not in shown


@pytest.mark.parametrize(
    ("length", "bucket"),
    [
        (0, 256),
        (252, 256),
        (253, 512),
        (508, 512),
        (509, 1024),
        (1020, 1024),
        (1021, 1536),
        (1532, 1536),
        (1533, 2048),
        (2045, 4096),
        (4093, 8192),
        (61436, 61440),
    ],
)
def test_payloads_are_padded_to_buckets(length, bucket):
    assert len(padded(b"x" * length)) == bucket


@settings(max_examples=60)
@given(st.binary(max_size=10_000))
def test_padding_comes_off_again(payload):
    assert unpadded(padded(payload)) == payload


@pytest.mark.parametrize("bucket", [256, 512, 1024, 1536, 2048, 4096, 8192])
def test_an_app_that_pads_to_other_buckets_is_understood(bucket):
    """What was sealed before there was a bucket of 1.5 k, and by an app that has more of them."""
    assert unpadded((5).to_bytes(4, "big") + b"visit".ljust(bucket - 4, b"\0")) == b"visit"


@pytest.mark.parametrize("plain", [b"", b"\0\0\0", b"\0\0\0\x05abc", b"\0\0\0\x01a\0\0x", b"\xff\xff\xff\xff"])
def test_padding_that_is_not_ours_is_refused(plain):
    with pytest.raises(CannotOpen):
        unpadded(plain)


def test_the_longest_change_fits_the_wire_and_one_byte_more_is_told():
    longest = seal_change(b"x" * 61_436, header(), KEY, AUTHOR.sign)

    assert len(longest.ciphertext) <= ENVELOPE_BYTES
    assert open_envelope(Envelope.from_bytes(longest.to_bytes()), KEY) == b"x" * 61_436
    with pytest.raises(ChangeTooLong):
        seal_change(b"x" * 61_437, header(), KEY, AUTHOR.sign)
