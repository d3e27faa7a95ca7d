"""The phone as the exchange with the server sees it."""

import contextlib
import copy
from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fieldapp.actions import healing, older, receipts
from fieldapp.actions.disposed import drop_disposed
from fieldapp.actions.folding import Openers, fold_envelope, fold_what_can_be_opened
from fieldapp.actions.holding import tips
from fieldapp.actions.phone import Phone
from fieldapp.actions.reading import Reading
from fieldapp.actions.rotation import let_in, name_role_keys
from fieldapp.actions.version import APP_VERSION
from fieldapp.crypto.circle_keys import CannotOpen, CircleKey
from fieldapp.crypto.grants import open_grant
from fieldapp.crypto.role_keys import RoleKey
from fieldapp.store import (
    cursors,
    fresh,
    given,
    held,
    issued,
    keyring,
    lease,
    letters,
    log,
    outbox,
    server_contact,
    stale,
)
from fieldapp.store.outbox import Kind
from fieldapp.store.store import Write
from sync.client.healing import HEALING
from sync.client.ledger import Answer, Received, Waiting
from sync.protocol.circle import Circle
from sync.protocol.envelope import Stub
from sync.protocol.errors import BadSignature, MadeByNewerVersion, Malformed
from sync.protocol.grants import Grant, Recipient, RecipientKind
from sync.protocol.heartbeat import Heartbeat
from sync.protocol.letter import Letter
from sync.protocol.roster import CASEWORKERS, Roster
from sync.protocol.signing import labelled
from sync.protocol.statement import MADE_OFFLINE, Head, Statement
from sync.protocol.tokens import TOKEN_LABEL, Door, answer_bytes


class PhoneLedger:
    """Implements `sync.client.ledger.Ledger` on an unlocked phone."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone
        self._store = phone.store
        self.board = phone.board
        self.device = phone.id

    def roster(self) -> Roster:
        return self._phone.roster

    def sign_challenge(self, door: Door, challenge: bytes) -> bytes:
        keys = self._phone.keys
        key = keys.signing if door is Door.SIGNING else keys.delivery
        return key.sign(labelled(TOKEN_LABEL, answer_bytes(self.board, self.device, door, challenge)))

    def heartbeat(self) -> bytes:
        phone, owed = self._phone, outbox.summary(self._store)
        beat = Heartbeat(
            board=self.board,
            device=self.device,
            incarnation=phone.keys.incarnation,
            at=phone.now(),
            issued=issued.all_of(self._store),
            held=cursors.streams(self._store),
            waiting=owed.waiting,
            quarantined=owed.quarantined,
            oldest_waiting=owed.oldest_waiting,
            log=phone.roster.head,
            app_version=APP_VERSION,
            tips=tips(phone),
        )
        return beat.signed(signer=phone.keys.signing_public, sign=phone.keys.signing.sign)

    def last_state(self) -> str | None:
        return server_contact.last(self._store).state

    def server_epoch(self) -> str:
        return server_contact.last(self._store).epoch

    def remember_contact(self, state: str, server_epoch: str) -> None:
        with self._store.one_write() as write:
            fresh.end(write)
            server_contact.remember(write, at=self._phone.now(), state=state, epoch=server_epoch)
            lease.begin(write, self._phone.now())
            stale.settle(write, self._phone.roster.head.seq)

    def waiting_statements(self) -> Sequence[Waiting]:
        return self._waiting(Kind.STATEMENT)

    def waiting_grants(self) -> Sequence[Waiting]:
        return self._waiting(Kind.GRANT)

    def waiting_envelopes(self, most: int, without: Collection[bytes]) -> Sequence[Waiting]:
        return self._waiting(Kind.ENVELOPE, most, without)

    def set_aside_envelopes(self, most: int, without: Collection[bytes]) -> Sequence[Waiting]:
        items = outbox.set_aside(self._store, most, without=without)
        return [Waiting(item.id, item.raw, item.watch) for item in items]

    def _waiting(self, kind: Kind, most: int | None = None, without: Collection[bytes] = ()) -> list[Waiting]:
        items = outbox.waiting(self._store, kind, most, without=without)
        return [Waiting(item.id, item.raw, item.watch) for item in items]

    def count_waiting_envelopes(self) -> int:
        return outbox.count_waiting(self._store, Kind.ENVELOPE)

    def carried_envelopes(self, most: int, without: Collection[bytes]) -> Sequence[Waiting]:
        left = (item for item in held.carried(self._store) if item[0] not in without)
        return [Waiting(*item) for item in islice(left, most)]

    def count_carried_envelopes(self) -> int:
        return held.count_carried(self._store)

    def take_answers(self, answers: Sequence[Answer]) -> int:
        with self._store.one_write() as write:
            believing = receipts.Believing(self._phone, write)
            won = sum(self._take_answer(write, believing, answer) for answer in answers)
            believing.end()
            if won:
                server_contact.remember_receipt(write, self._phone.now())
        return won

    def _take_answer(self, write: Write, believing: receipts.Believing, answer: Answer) -> bool:
        """Whether it is a receipt for an envelope of ours."""
        if held.is_carried(write, answer.id):
            # A log that does not know its author yet may know her later.
            if answer.is_kept:
                held.arrived(write, answer.id)
            return False
        if answer.code == HEALING:
            return False
        if not answer.is_receipt:
            outbox.quarantined(write, answer.id, answer.code or "")
            return False
        circle = outbox.circle_of(write, answer.id)
        if circle and answer.head and not believing.is_believed(circle, answer.id, answer.head):
            return False
        outbox.receipted(write, answer.id, answer.head, self._phone.now())
        return circle is not None

    def take_log(self, entries: Sequence[bytes], head: Head) -> None:
        # A copy first: a log that does not verify must leave the roster as it was.
        roster = copy.deepcopy(self._phone.roster)
        roster.follow(entries, head)
        with self._store.one_write() as write:
            log.append(write, self._phone.roster.head.seq, entries)
            drop_disposed(self._phone, write, roster)
        self._phone.roster = roster
        name_role_keys(self._phone)

    def mailbox_cursor(self, recipient: Recipient) -> int:
        return cursors.mailbox(self._store, recipient)

    def take_grants(self, recipient: Recipient, grants: Sequence[Grant], last: int) -> None:
        with self._store.one_write() as write:
            for grant in grants:
                if self._phone.role in CASEWORKERS:
                    given.keep(write, grant.id, grant.to_bytes())
                self._take_grant(write, recipient, grant)
            fold_what_can_be_opened(self._phone, write)
            cursors.set_mailbox(write, recipient, last)

    def _take_grant(self, write: Write, recipient: Recipient, grant: Grant) -> None:
        granter = self.roster().devices[grant.context.granter]
        for private in self._receiving_keys(write, recipient):
            try:
                key = open_grant(grant, private, board=self.board, recipient=recipient, granter_public=granter.signing)
            except (CannotOpen, BadSignature):
                # Sealed for another, or not what its context says: it opens nothing here.
                continue
            self._keep(write, key)

    def _receiving_keys(self, write: Write, recipient: Recipient) -> list[X25519PrivateKey]:
        if recipient.kind is RecipientKind.DEVICE:
            return [self._phone.keys.receiving]
        named = recipient.role_and_epoch
        key = keyring.role_key(write, *named) if named else None
        return [key.private] if key else []

    def _keep(self, write: Write, key: CircleKey | RoleKey) -> None:
        if isinstance(key, CircleKey):
            keyring.add_circle_key(write, key, made_here=False)
        elif key.public in {made.public for made in self.roster().role_keys.get(key.role, [])}:
            if keyring.role_key(write, key.role, key.epoch) is None:
                # What lies in the role's mailbox may have been read already, when nothing of it could be opened.
                cursors.set_mailbox(write, Recipient.of_role(key.role, key.epoch), 0)
            keyring.add_role_key(write, key)

    def letter_cursor(self) -> int:
        return letters.cursor(self._store)

    def take_letters(self, raw_letters: Sequence[bytes], last: int) -> None:
        with self._store.one_write() as write:
            for raw in raw_letters:
                # What a newer app has written, or nobody, is left alone: it must not stop those after it.
                with contextlib.suppress(Malformed, MadeByNewerVersion):
                    letters.keep(write, Letter.from_bytes(raw), self._phone.now())
            letters.set_cursor(write, last)

    def stream_cursor(self, circle: Circle) -> Head:
        return cursors.stream(self._store, circle)

    def take_envelopes(self, circle: Circle, received: Sequence[Received]) -> None:
        with self._store.one_write() as write:
            reading, epochs, openers = Reading(self._phone, write, circle), self._epochs(write, circle), Openers(write)
            for item in received:
                self._take_envelope(write, reading, epochs, openers, item)
            reading.end()
            epochs.end()
            # What a supervisor lets in late may come before what it builds on.
            fold_what_can_be_opened(self._phone, write)
            cursors.set_stream(write, circle, received[-1].head)
            log.remember_stamp(write, self._phone.stamps.last)

    def _take_envelope(
        self, write: Write, reading: Reading, epochs: stale.Epochs, openers: Openers, item: Received
    ) -> None:
        envelope = item.envelope
        if isinstance(envelope, Stub) or self.roster().is_disposed(envelope.header.circle, envelope.id):
            # Also when somebody brought it back whole.
            reading.note_gone(Stub(envelope.id), item.head)
            return
        epochs.note(envelope, item.head.seq, self._phone.now())
        reading.note(envelope, item.head)
        fold_envelope(self._phone, write, openers, envelope, item.head)

    def _epochs(self, write: Write, circle: Circle) -> stale.Epochs:
        """At the first reading of a stream only the stream itself says what is stale."""
        due = self.roster().epoch_due(circle, upto=stale.settled(write))
        return stale.Epochs(write, circle, due=due if cursors.stream(write, circle).seq else 0)

    def grant_to_new_readers(self) -> None:
        """Whoever holds a key lets in those who became readers after it was made, and changes it after a removal."""
        let_in(self._phone)

    def log_after(self, seq: int) -> Sequence[bytes]:
        return log.entries(self._store)[seq:]

    def take_other_log(self, entries: Sequence[bytes], head: Head, lost: Sequence[Statement]) -> None:
        roster = Roster(self.board)
        roster.follow(entries, head)
        with self._store.one_write() as write:
            log.replace(write, entries)
            drop_disposed(self._phone, write, roster)
            for statement in lost:
                if statement.kind in MADE_OFFLINE:
                    again = self._signed_again(statement, head)
                    outbox.add_statement(write, again.digest, again.to_bytes(), made_at=self._phone.now())
        self._phone.roster = roster

    def signed_again(self, lost: Statement) -> Statement:
        return self._signed_again(lost, self.roster().head)

    def _signed_again(self, lost: Statement, head: Head) -> Statement:
        keys = self._phone.keys
        return Statement.make(
            lost.kind,
            board=self.board,
            head=head,
            at=lost.at,
            signer=keys.signing_public,
            sign=keys.signing.sign,
            **lost.fields,
        )

    def known_streams(self) -> Collection[Circle]:
        return cursors.streams(self._store).keys() | outbox.sent_streams(self._store)

    def hash_at(self, circle: Circle, seq: int) -> bytes | None:
        place = held.at(self._store, circle, seq)
        return place.head.hash if place else None

    def check_claims(self, heads: Mapping[Circle, Head]) -> None:
        receipts.check_claims(self._phone, heads)

    def heal(self, shared: Mapping[Circle, Head], *, server_epoch: str | None) -> None:
        healing.heal(self._phone, shared, server_epoch=server_epoch)

    def take_earlier(self, heartbeat: bytes) -> None:
        older.take_earlier(self._phone, heartbeat)

    def settle(self) -> bool:
        return older.settle(self._phone)
