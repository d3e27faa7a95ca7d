"""Decisions on single envelopes, in process: too many to send each of them over HTTP."""

import secrets
from datetime import UTC, datetime

import pytest

from sync.protocol.circle import Circle
from sync.protocol.members import DeviceState
from sync.protocol.roster import Roster
from sync.protocol.statement import Kind
from sync.protocol.tokens import Door
from sync.server import admission
from sync.server.admission import Examined
from sync.server.district import Caller
from tests.server.people import Founding, Phone, flipped

NOWHERE = "http://nowhere.invalid"


@pytest.fixture
def founding() -> Founding:
    return Founding(NOWHERE)


@pytest.fixture
def roster(founding: Founding) -> Roster:
    roster = Roster.of(founding.supervisor.board, founding.statements)
    opened = founding.supervisor.says(Kind.SESSION_OPENED, roster.head, session=SESSION.hex())
    roster.add(opened)
    return roster


SESSION = bytes(range(16))


def _caller(roster: Roster, phone: Phone, door: Door = Door.SIGNING) -> Caller:
    return Caller(roster.board_id, roster.devices[phone.device], door)


def examined(roster: Roster, caller: Caller, raw: bytes) -> Examined:
    return admission.examined(roster, caller, raw, at=datetime.now(UTC))


def test_an_envelope_changed_at_any_byte_never_enters(founding, roster):
    supervisor = founding.supervisor
    caller = _caller(roster, supervisor)
    envelope = supervisor.envelope(Circle.own(SESSION, supervisor.device), secrets.token_bytes(64))
    entered = [
        at
        for at in range(len(envelope))
        for bit in (1, 128)
        if examined(roster, caller, flipped(envelope, at, bit)).may_enter
    ]

    assert examined(roster, caller, envelope).may_enter
    assert entered == []


def test_an_envelope_cut_or_extended_anywhere_is_malformed(founding, roster):
    caller = _caller(roster, founding.supervisor)
    envelope = founding.supervisor.envelope(Circle.of_board(), secrets.token_bytes(64))
    cut = {examined(roster, caller, envelope[:length]).refused_because for length in range(len(envelope))}

    assert cut == {"malformed"}
    assert examined(roster, caller, envelope + b"\0").refused_because == "malformed"


def test_a_cut_envelope_still_tells_whose_it_was(founding, roster):
    envelope = founding.supervisor.envelope(Circle.of_board())
    cut = examined(roster, _caller(roster, founding.supervisor), envelope[:-1])

    assert cut.header
    assert cut.header.author == founding.supervisor.device


def test_revocation_comes_before_every_other_reason_to_set_aside(founding, roster):
    supervisor = founding.supervisor
    roster.devices[supervisor.device].state = DeviceState.REVOKED
    caller = _caller(roster, supervisor, Door.DELIVERY)

    assert examined(roster, caller, supervisor.envelope(Circle.of_board())).aside_because == "device_revoked"
