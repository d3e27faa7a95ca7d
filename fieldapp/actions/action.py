"""One user action: the changes it makes, sealed into envelopes, in one durable write."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from fieldapp.actions.births import born_id
from fieldapp.actions.payload import pack
from fieldapp.actions.phone import Phone
from fieldapp.actions.readers import Reader, readers
from fieldapp.crypto.circle_keys import CircleKey, seal_change
from fieldapp.crypto.grants import Grantable, seal_grant
from fieldapp.domain.merge import Change, new_change
from fieldapp.store import cursors, issued, keyring, log, outbox, records
from fieldapp.store.store import Write
from sync.protocol.circle import Circle
from sync.protocol.statement import Kind, Statement
from sync.protocol.watch import WatchLine


class Action:
    """Collects what one action changes; `one_action` seals and saves it."""

    def __init__(self, phone: Phone, write: Write) -> None:
        self.phone = phone
        self.write = write
        self._changes: dict[Circle, list[Change]] = {}
        self._watch: dict[Circle, list[bytes]] = {}

    def set(self, circle: Circle, record_type: str, record_id: str, /, **fields: Any) -> None:
        """Changes fields of a record of `circle`."""
        before = records.in_write(self.write, record_type, record_id)
        at = self.phone.stamps.tick(self.phone.now())
        change = new_change(before, type=record_type, id=record_id, set=fields, writer=self.phone.writer, at=at)
        records.put_change(self.write, circle, change)
        self._changes.setdefault(circle, []).append(change)

    def create(self, circle: Circle, record_type: str, born: str, /, **fields: Any) -> str:
        """A new record of `circle`, named after `born`; gives its id. Creating it twice changes it."""
        record_id = born_id(circle, record_type, born)
        self.set(circle, record_type, record_id, born=born, **fields)
        return record_id

    def watch(self, circle: Circle, watch_id: str, revision: int, latest: date, *, is_open: bool) -> None:
        """Lets the server count this promise; the line travels beside the envelope of `circle`."""
        phone = self.phone
        line = WatchLine(phone.board, bytes.fromhex(watch_id), revision, latest, is_open, phone.id)
        self._watch.setdefault(circle, []).append(line.signed(phone.keys.signing.sign).to_bytes())

    def say(self, kind: Kind, **fields: Any) -> None:
        """A statement that needs no agreement; it goes before the envelopes."""
        phone, keys = self.phone, self.phone.keys
        statement = Statement.make(
            kind,
            board=phone.board,
            head=phone.roster.head,
            at=phone.now(),
            signer=keys.signing_public,
            sign=keys.signing.sign,
            **fields,
        )
        outbox.add_statement(self.write, statement.digest, statement.to_bytes(), made_at=phone.now())

    def seal(self) -> None:
        for circle, changes in self._changes.items():
            self._seal_one(circle, changes)
        log.remember_stamp(self.write, self.phone.stamps.last)

    def _seal_one(self, circle: Circle, changes: list[Change]) -> None:
        phone, key = self.phone, self._key(circle)
        before = issued.last(self.write, circle)
        seen = cursors.stream(self.write, circle)
        header = key.header(
            board=phone.board,
            author=phone.id,
            incarnation=phone.keys.incarnation,
            device_seq=before.seq + 1,
            previous=before.hash,
            seen_seq=seen.seq,
            seen_hash=seen.hash,
        )
        envelope = seal_change(pack(changes), header, key, phone.keys.signing.sign)
        outbox.add_envelope(
            self.write,
            envelope,
            watch=b"".join(self._watch.get(circle, ())) or None,
            made_at=phone.now(),
            records=[change["id"] for change in changes],
        )
        issued.remember(self.write, envelope)

    def _key(self, circle: Circle) -> CircleKey:
        return keyring.sealing_key(self.write, circle) or self._new_key(circle)

    def _new_key(self, circle: Circle) -> CircleKey:
        key = CircleKey.generate(circle)
        keyring.add_circle_key(self.write, key, made_here=True)
        give(self.phone, self.write, key, readers(self.phone.roster, circle, maker=self.phone.me))
        return key


@contextmanager
def one_action(phone: Phone) -> Iterator[Action]:
    """Everything set inside is sealed, written and flushed together when the block ends, or not at all."""
    with phone.store.one_write() as write:
        action = Action(phone, write)
        yield action
        action.seal()


def give(phone: Phone, write: Write, key: Grantable, whom: Iterable[Reader]) -> None:
    """Puts a grant into the outbox for each who was not given this key from here before."""
    for recipient, public in whom:
        if keyring.note_granted(write, key.key_id, recipient):
            grant = seal_grant(
                key,
                board=phone.board,
                recipient=recipient,
                recipient_public=public,
                granter=phone.id,
                sign=phone.keys.signing.sign,
            )
            outbox.add_grant(write, grant.id, grant.to_bytes(), gives=grant.context.circle, made_at=phone.now())
