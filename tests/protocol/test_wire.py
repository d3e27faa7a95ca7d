"""Everything that crosses the wire: what was written is read back, and nothing else is taken."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import StodkedjanError
from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.codes import ConnectCode, Purpose, parse_link
from sync.protocol.envelope import Envelope, Header, next_hash
from sync.protocol.errors import BadSignature, CodeMistyped, MadeByNewerVersion, Malformed
from sync.protocol.framing import pack_pull, pack_push, unpack_pull, unpack_push
from sync.protocol.grants import Grant, GrantContext, Recipient
from sync.protocol.heartbeat import Heartbeat
from sync.protocol.statement import Head, Kind, Statement
from sync.protocol.watch import WatchLine

KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()
BOARD, DEVICE, SESSION = os.urandom(16), os.urandom(16), os.urandom(16)


def envelope() -> Envelope:
    header = Header(BOARD, Circle.own(SESSION, DEVICE), 1, os.urandom(32), DEVICE, 0, 1)
    return Envelope.make(header, os.urandom(12), os.urandom(60), KEY.sign)


def grant() -> Grant:
    context = GrantContext(BOARD, Circle.of_board(), 1, os.urandom(32), Recipient.of_role(Role.SUPERVISOR, 1), DEVICE)
    return Grant.make(context, os.urandom(80), KEY.sign)


def watch_line() -> WatchLine:
    return WatchLine(BOARD, os.urandom(16), 1, date(2026, 11, 29), True, DEVICE).signed(KEY.sign)


def statement() -> Statement:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    fields = {"session": SESSION.hex()}
    return Statement.make(Kind.SESSION_OPENED, board=BOARD, head=Head(), at=at, signer=PUBLIC, sign=KEY.sign, **fields)


def read_statement(raw: bytes) -> None:
    Statement.from_bytes(raw).document.verify()


THINGS: dict[str, tuple[bytes, Callable[[bytes], None]]] = {
    "envelope": (envelope().to_bytes(), lambda raw: Envelope.from_bytes(raw).verify(PUBLIC)),
    "grant": (grant().to_bytes(), lambda raw: Grant.from_bytes(raw).verify(PUBLIC)),
    "watch line": (watch_line().to_bytes(), lambda raw: WatchLine.from_bytes(raw).verify(PUBLIC)),
    "statement": (statement().to_bytes(), read_statement),
}


@pytest.mark.parametrize("name", THINGS)
def test_what_was_written_is_read_back(name: str) -> None:
    raw, read = THINGS[name]

    read(raw)


@pytest.mark.parametrize("name", THINGS)
def test_no_changed_byte_is_taken(name: str) -> None:
    raw, read = THINGS[name]

    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises((BadSignature, Malformed, MadeByNewerVersion)):
            read(bytes(changed))


@pytest.mark.parametrize("name", THINGS)
def test_nothing_cut_short_or_made_longer_is_taken(name: str) -> None:
    raw, read = THINGS[name]

    for length in range(len(raw)):
        with pytest.raises(Malformed):
            read(raw[:length])
    with pytest.raises(Malformed):
        read(raw + b"\0")


@pytest.mark.parametrize("name", THINGS)
def test_what_a_newer_version_made_says_update(name: str) -> None:
    raw, read = THINGS[name]

    with pytest.raises(MadeByNewerVersion):
        read(b"\x02" + raw[1:])


@given(st.binary(max_size=600))
def test_random_bytes_never_raise_anything_but_our_errors(raw: bytes) -> None:
    for _, read in THINGS.values():
        with pytest.raises(StodkedjanError):
            read(raw)


def test_a_signature_for_one_purpose_does_not_pass_for_another() -> None:
    line = watch_line()
    as_grant = Grant(grant().context, b"", line.signature)

    with pytest.raises(BadSignature):
        as_grant.verify(PUBLIC)


def test_an_envelope_s_id_is_over_all_of_it_and_pushing_twice_gives_one_id() -> None:
    first, second = envelope(), envelope()

    assert Envelope.from_bytes(first.to_bytes()).id == first.id
    assert first.id != second.id
    assert next_hash(bytes(32), 1, first.id) != next_hash(bytes(32), 2, first.id)


@pytest.mark.parametrize("kind", CircleKind)
def test_a_circle_says_the_same_in_bytes_and_hex(kind: CircleKind) -> None:
    circle = Circle(kind, SESSION, DEVICE)

    assert Circle.from_hex(circle.hex()) == circle


@pytest.mark.parametrize("part", [b"", bytes(15), bytes(17)], ids=len)
def test_a_circle_that_nobody_could_name_is_not_made(part: bytes) -> None:
    with pytest.raises(Malformed):
        Circle.own(part, DEVICE)


def test_a_recipient_role_carries_its_epoch() -> None:
    recipient = Recipient.from_bytes(Recipient.of_role(Role.COORDINATOR, 7).to_bytes())

    assert recipient.role_and_epoch == (Role.COORDINATOR, 7)


def test_a_higher_revision_wins_and_in_a_tie_open_beats_closed() -> None:
    line = watch_line()

    assert line.replaces(0, True)
    assert line.replaces(1, False)
    assert not line.replaces(1, True)
    assert not line.replaces(2, False)


def test_a_heartbeat_is_taken_only_with_the_device_s_own_key() -> None:
    circle = Circle.own(SESSION, DEVICE)
    at = datetime(2026, 11, 22, tzinfo=UTC)
    beat = Heartbeat(BOARD, DEVICE, 0, at, {circle: 11}, {circle: 8}, 3, 0, at, Head(), "0.1.0")
    raw = beat.signed(signer=PUBLIC, sign=KEY.sign)

    assert Heartbeat.verified(raw, PUBLIC) == beat
    with pytest.raises(Malformed):
        Heartbeat.verified(raw, bytes(32))


@given(st.binary(min_size=16, max_size=16), st.sampled_from(Purpose))
def test_a_code_survives_being_read_aloud(secret: bytes, purpose: Purpose) -> None:
    code = ConnectCode(purpose, secret)
    spoken = str(code).lower().replace("-", " ").replace("1", "l").replace("0", "o")

    assert ConnectCode.parse(spoken) == code


@given(st.binary(min_size=16, max_size=16), st.integers(0, 27), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_typing_error_is_nearly_always_noticed_and_never_crashes(secret: bytes, place: int, wrong: str) -> None:
    text = str(ConnectCode(Purpose.INVITE, secret)).replace("-", "")
    typed = text[:place] + wrong + text[place + 1 :]

    try:
        assert str(ConnectCode.parse(typed)).replace("-", "") == typed
    except CodeMistyped:
        assert typed != text


@pytest.mark.parametrize("typed", ["", "hej", "7F3K", "J" * 27, "J" * 29, "Å" * 28])
def test_what_is_no_code_says_so(typed: str) -> None:
    with pytest.raises(CodeMistyped):
        ConnectCode.parse(typed)


def test_the_secret_is_not_in_a_code_s_repr() -> None:
    code = ConnectCode(Purpose.INVITE, bytes(range(16)))

    assert str(code) not in repr(code)


def test_a_deep_link_gives_the_server_and_the_code_back() -> None:
    code = ConnectCode(Purpose.INVITE, os.urandom(16))

    assert parse_link(code.link("https://krisstod.example.se:8443")) == ("https://krisstod.example.se:8443", str(code))
    assert parse_link(str(code)) is None


def test_framing_gives_back_what_it_was_given() -> None:
    items = [(envelope().to_bytes(), watch_line().to_bytes()), (envelope().to_bytes(), None)]
    pulled = [(1, os.urandom(32), envelope().to_bytes()), (2, os.urandom(32), envelope().to_bytes())]

    assert list(unpack_push(pack_push(items))) == items
    assert list(unpack_pull(pack_pull(pulled))) == pulled


@given(st.binary(max_size=300))
def test_broken_framing_is_noticed(raw: bytes) -> None:
    try:
        items = list(unpack_push(raw))
    except Malformed:
        return
    assert pack_push(items) == raw
