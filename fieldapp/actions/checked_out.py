"""A guest's phone after check-out: its keys are gone, and it lets go of the sealed copies when they are held."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from fieldapp.actions import rescue
from fieldapp.actions.holding import covers, word_of
from fieldapp.store.authors import Author
from fieldapp.store.door import Door
from fieldapp.store.label import Label
from fieldapp.store.outbox import Kind
from fieldapp.store.spool import Spool
from sync.protocol.circle import Circle, CircleKind
from sync.protocol.envelope import Envelope, Header
from sync.protocol.roster import Roster
from sync.protocol.statement import Head, Statement
from sync.protocol.statement import Kind as StatementKind

_HELD: Final = (CircleKind.OWN, CircleKind.SHARED)
_GONE_ALREADY: Final = ("already_left", "not_in_session", "exercise_ended")


def may_go(folder: Path, left_at: datetime) -> bool:
    """Says in the log that she has left, once everything is delivered; then whether a coordinator's device holds it.

    Raises what sync.client does, DeliveryKeyUnusable and KeystoreEmpty.
    """
    label, made = rescue.address(folder), _made(folder)
    delivery = rescue.delivery_of(folder)
    delivery.hand_in(_left(folder, label, left_at), as_good=_GONE_ALREADY)
    roster = Roster(bytes.fromhex(label.board))
    if not made or not delivery.revocation(roster):
        # Who never checked in has made nothing; the receipt ends her.
        return not made
    told = delivery.kept()
    if told.count < len(_envelopes(folder)):
        rescue.deliver_again(folder)
    words = [word_of(roster, raw, device) for device, raw in told.heartbeats]
    return any(word and all(covers(word, each) for each in made.values()) for word in words)


def _left(folder: Path, label: Label, at: datetime) -> Statement:
    """Signed with the delivery key, and without a head: all else that could sign or know went with the vault."""
    key = Door(folder).delivery()
    return Statement.make(
        StatementKind.SESSION_LEFT,
        board=bytes.fromhex(label.board),
        head=Head(),
        at=at,
        signer=key.public_key().public_bytes_raw(),
        sign=key.sign,
        session=label.session,
        device=label.device,
    )


def _envelopes(folder: Path) -> list[Envelope]:
    return [Envelope.from_bytes(item.raw) for item in Spool(folder).all(Kind.ENVELOPE)]


def _made(folder: Path) -> Mapping[Circle, Author]:
    """What this device made for coordinators to read, stream by stream."""
    found: dict[Circle, Author] = {}
    for header, id_ in _headers(folder):
        before = found.get(header.circle, Author(header.circle, header.author))
        found[header.circle] = before.with_one(header.device_seq, id_)
    return found


def _headers(folder: Path) -> Iterator[tuple[Header, bytes]]:
    for envelope in _envelopes(folder):
        if envelope.header.circle.kind in _HELD:
            yield envelope.header, envelope.id
