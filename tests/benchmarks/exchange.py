"""What goes between a phone and the server: seconds, bytes and requests."""

from collections.abc import Iterator
from dataclasses import dataclass

from fieldapp.actions.phone import Phone
from fieldapp.crypto.circle_keys import open_envelope, padded
from fieldapp.store import keyring, outbox
from fieldapp.store.outbox import Kind
from sync.client.transport import Transport
from sync.protocol.envelope import Envelope
from tests.benchmarks.rows import Row, timed
from tests.journeys.people import Hands


@dataclass(frozen=True, slots=True)
class Payload:
    """What n visits are before and after sealing."""

    envelopes: int
    plain_bytes: int
    sealed_bytes: int


def waiting_payload(phone: Phone) -> Payload:
    raws = [item.raw for item in outbox.waiting(phone.store, Kind.ENVELOPE)]
    plain = sum(_plain_bytes(phone, Envelope.from_bytes(raw)) for raw in raws)
    return Payload(len(raws), plain, sum(map(len, raws)))


def plain_sizes(phone: Phone) -> list[int]:
    """Of each envelope that waits, before it was padded."""
    waiting = outbox.waiting(phone.store, Kind.ENVELOPE)
    return [_plain_bytes(phone, Envelope.from_bytes(item.raw)) for item in waiting]


def bucket_of(plain_bytes: int) -> int:
    return len(padded(bytes(plain_bytes)))


def _plain_bytes(phone: Phone, envelope: Envelope) -> int:
    key = keyring.circle_key(phone.store, envelope.header.key_id)
    assert key is not None
    return len(open_envelope(envelope, key))


def up(hands: Hands, visits: int) -> Iterator[Row]:
    payload, transport = waiting_payload(hands.phone), hands.phone.link.transport
    requests, sent = transport.requests, transport.bytes_sent
    seconds, outcome = timed(hands.sync)
    assert outcome.sent == payload.envelopes
    yield Row("sync", "up", visits, seconds, "s")
    yield Row("sync", "up, envelopes", visits, payload.envelopes, "envelopes")
    yield Row("sync", "up, requests", visits, transport.requests - requests, "requests")
    yield Row("wire", "plain payload per visit", visits, payload.plain_bytes / visits, "bytes")
    yield Row("wire", "sealed envelopes per visit", visits, payload.sealed_bytes / visits, "bytes")
    yield Row("wire", "up per visit (bodies)", visits, (transport.bytes_sent - sent) / visits, "bytes")


def down(hands: Hands, visits: int) -> Iterator[Row]:
    transport = hands.phone.link.transport
    requests, received = transport.requests, transport.bytes_received
    seconds, outcome = timed(hands.sync)
    yield Row("sync", "down", visits, seconds, "s")
    yield Row("sync", "down, envelopes", visits, outcome.fetched, "envelopes")
    yield Row("sync", "down, requests", visits, transport.requests - requests, "requests")
    yield Row("wire", "down per visit (bodies)", visits, (transport.bytes_received - received) / visits, "bytes")


def with_nothing_new(who: str, hands: Hands, visits: int) -> Iterator[Row]:
    """Warm: the token still holds. Cold: the app was just unlocked. First the round after one that moved something."""
    hands.sync()
    yield from _quiet(hands, f"{who}: after a change", visits)
    yield from _quiet(hands, f"{who}: warm token", visits)
    hands.restart()
    yield from _quiet(hands, f"{who}: cold token", visits)


def _quiet(hands: Hands, situation: str, visits: int) -> Iterator[Row]:
    transport = hands.phone.link.transport
    before = _moved(transport)
    seconds, _ = timed(hands.sync)
    requests, moved = (after - start for after, start in zip(_moved(transport), before, strict=True))
    yield Row("no_change", f"{situation}, requests", visits, requests, "requests")
    yield Row("no_change", f"{situation}, bytes both ways (bodies)", visits, moved, "bytes")
    yield Row("no_change", situation, visits, seconds * 1000, "ms")


def _moved(transport: Transport) -> tuple[int, int]:
    return transport.requests, transport.bytes_sent + transport.bytes_received
