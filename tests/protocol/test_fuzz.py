"""Every parser of bytes against bytes nobody meant: our own errors, or what was parsed is what was written.

STODKEDJAN_FUZZ_EXAMPLES says how many of each are tried.
"""

import json
import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.errors import StodkedjanError
from sync.protocol.circle import Circle, Role
from sync.protocol.codes import ConnectCode, Purpose, parse_link
from sync.protocol.envelope import Envelope, Header
from sync.protocol.framing import pack_pull, pack_push, unpack_pull, unpack_push
from sync.protocol.grants import Grant, GrantContext, Recipient
from sync.protocol.heartbeat import LABEL as HEARTBEAT
from sync.protocol.heartbeat import Heartbeat
from sync.protocol.roster import Roster
from sync.protocol.signing import SignedDocument, labelled
from sync.protocol.statement import LABEL as STATEMENT
from sync.protocol.statement import Head, Kind, Statement
from sync.protocol.watch import WatchLine
from tests.protocol.people import BoardInTest, public

EXAMPLES = int(os.environ.get("STODKEDJAN_FUZZ_EXAMPLES", "60"))
fuzzed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
ID, NOON = bytes(range(16)), datetime(2026, 11, 22, 12, tzinfo=UTC)

_ENVELOPE = Envelope.make(Header(ID, Circle.own(ID, ID), 1, PUBLIC, ID, 1, 1), bytes(12), b"sealed" * 8, KEY.sign)
_GRANT = Grant.make(GrantContext(ID, Circle.of_board(), 1, PUBLIC, Recipient.recovery(), ID), b"sealed", KEY.sign)
_WATCH = WatchLine(ID, ID, 1, date(2026, 11, 29), True, ID).signed(KEY.sign)
_BEAT = Heartbeat(ID, ID, 1, NOON, {Circle.of_board(): 3}, {}, 1, 0, NOON, Head(), "1")
_STATEMENT = Statement.make(
    Kind.SESSION_OPENED, board=ID, head=Head(), at=NOON, signer=PUBLIC, sign=KEY.sign, session=ID.hex()
)


def read_or_refused(parse: Callable[[Any], Any], raw: Any) -> Any:
    """None when it was refused with one of our own errors; anything else that is raised is a fault."""
    try:
        return parse(raw)
    except StodkedjanError:
        return None


PARSERS: dict[str, tuple[bytes, Callable[[bytes], bytes]]] = {
    "envelope": (_ENVELOPE.to_bytes(), lambda raw: Envelope.from_bytes(raw).to_bytes()),
    "grant": (_GRANT.to_bytes(), lambda raw: Grant.from_bytes(raw).to_bytes()),
    "watch line": (_WATCH.to_bytes(), lambda raw: WatchLine.from_bytes(raw).to_bytes()),
    "statement": (_STATEMENT.to_bytes(), lambda raw: Statement.from_bytes(raw).to_bytes()),
    "push": (pack_push([(b"one", b"w"), (b"two", None)]), lambda raw: pack_push(unpack_push(raw))),
    "pull": (pack_pull([(1, bytes(32), b"one")]), lambda raw: pack_pull(unpack_pull(raw))),
}


@st.composite
def mutated(draw: st.DrawFn, whole: bytes) -> bytes:
    """A few bytes changed, cut out, doubled or put in: near enough to get far into the parser."""
    raw = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(raw)))
        match draw(st.sampled_from(["change", "cut", "put", "double"])):
            case "change":
                raw[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case "cut":
                del raw[at : at + draw(st.integers(1, 40))]
            case "put":
                raw[at:at] = draw(st.binary(max_size=20) | st.sampled_from([b"\xff" * 8, bytes(8)]))
            case "double":
                raw[at:at] = raw[at : at + draw(st.integers(1, 40))]
    return bytes(raw)


@pytest.mark.parametrize("name", PARSERS)
@fuzzed
@given(data=st.data())
def test_a_mutation_is_refused_or_written_back_as_it_was(name: str, data: st.DataObject) -> None:
    whole, parse = PARSERS[name]
    raw = data.draw(mutated(whole) | st.binary(max_size=400))

    assert read_or_refused(parse, raw) in (raw, None)


EXTREMES = st.sampled_from(
    [float("inf"), float("nan"), -1, 2**70, "9" * 5000, "\ud800", "0001-01-01T00:00:00+14:00", ""]
)
_JSON = st.recursive(
    EXTREMES | st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(ID.hex()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def contents(draw: st.DrawFn, whole: bytes) -> bytes:
    """A signed document's JSON with some of its values replaced: well signed, and nonsense."""
    content = json.loads(whole)
    for name in draw(st.lists(st.sampled_from(sorted(content)), min_size=1, max_size=3)):
        content[name] = draw(_JSON)
    if draw(st.booleans()):
        del content[draw(st.sampled_from(sorted(content)))]
    return json.dumps(content).encode()


def _signed(label: str, body: bytes, key: Ed25519PrivateKey = KEY) -> bytes:
    signer = public(key)
    return SignedDocument(label, signer, body, key.sign(labelled(label, signer + body))).to_bytes()


_BEAT_BODY = SignedDocument.from_bytes(HEARTBEAT, _BEAT.signed(signer=PUBLIC, sign=KEY.sign)).body


@fuzzed
@given(contents(_BEAT_BODY) | mutated(_BEAT_BODY))
def test_a_heartbeat_of_nonsense_is_refused_or_read(body: bytes) -> None:
    beat = read_or_refused(lambda raw: Heartbeat.verified(raw, PUBLIC), _signed(HEARTBEAT, body))

    assert beat is None or isinstance(beat, Heartbeat)


BOARD = BoardInTest()
_SUPERVISOR = BOARD.supervisor.signing
_FIELDS: dict[str, Any] = {
    "session": ID.hex(),
    "device": BOARD.supervisor.id.hex(),
    "key": PUBLIC.hex(),
    "person": ID.hex(),
    "role": Role.SUPPORTER,
    "expires": NOON.isoformat(),
    "reason": "lost",
    "nonce": ID.hex(),
    "epoch": 2,
    "public": PUBLIC.hex(),
}


@fuzzed
@given(
    kind=st.sampled_from(Kind),
    changed=st.dictionaries(st.sampled_from([*sorted(_FIELDS), "head", "at"]), _JSON, max_size=3),
)
def test_a_member_s_statement_of_nonsense_is_refused_or_changes_only_the_roster(kind: Kind, changed: dict) -> None:
    roster = Roster.of(BOARD.id, BOARD.log)
    said = {"kind": kind, "board": BOARD.id.hex(), "at": NOON.isoformat(), "head": roster.head.to_json()}
    raw = _signed(STATEMENT, json.dumps(said | _FIELDS | changed).encode(), _SUPERVISOR)
    try:
        roster.add(Statement.from_bytes(raw))
    except StodkedjanError:
        assert roster == Roster.of(BOARD.id, BOARD.log)
    else:
        assert roster.head.seq == len(BOARD.log) + 1


@fuzzed
@given(st.text(max_size=40) | st.from_regex(r"[CJ][0-9A-HJ-NP-TV-Z -]{20,40}", fullmatch=True))
def test_a_typed_code_is_refused_or_a_code(typed: str) -> None:
    code = read_or_refused(ConnectCode.parse, typed)

    assert code is None or ConnectCode.parse(str(code)) == code
    assert read_or_refused(parse_link, typed) is None


@fuzzed
@given(st.text(max_size=60))
def test_a_link_of_nonsense_is_refused_or_parts_into_server_and_code(rest: str) -> None:
    link = ConnectCode(Purpose.CLAIM, ID).link("https://a") + rest
    parts = read_or_refused(parse_link, link)

    assert parts is None or parts[0].startswith("https://a")


def test_the_fuzzer_gets_past_the_first_check(tmp_path: Path) -> None:
    """What it starts from is whole."""
    assert all(parse(whole) == whole for whole, parse in PARSERS.values())
    assert Heartbeat.verified(_signed(HEARTBEAT, _BEAT_BODY), PUBLIC) == _BEAT
    assert Statement.from_bytes(_signed(STATEMENT, _STATEMENT.document.body)).kind is Kind.SESSION_OPENED
