"""The phone as the exchange with the server sees it."""

import copy
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fieldapp.actions.action import give
from fieldapp.actions.folding import fold_envelope, fold_what_can_be_opened
from fieldapp.actions.phone import Phone
from fieldapp.actions.readers import newcomers, readers, role_holders
from fieldapp.actions.version import APP_VERSION
from fieldapp.crypto.circle_keys import CannotOpen, CircleKey
from fieldapp.crypto.grants import open_grant
from fieldapp.crypto.role_keys import RoleKey
from fieldapp.store import cursors, issued, keyring, log, outbox, server_contact
from fieldapp.store.outbox import Kind
from fieldapp.store.store import Write
from sync.client.ledger import Answer, Received, Waiting
from sync.protocol.circle import Circle, Role
from sync.protocol.envelope import next_hash
from sync.protocol.errors import BadSignature
from sync.protocol.grants import Grant, Recipient, RecipientKind
from sync.protocol.heartbeat import Heartbeat
from sync.protocol.roster import Roster
from sync.protocol.signing import labelled
from sync.protocol.statement import Head
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
        )
        return beat.signed(signer=phone.keys.signing_public, sign=phone.keys.signing.sign)

    def last_state(self) -> str | None:
        return server_contact.last(self._store).state

    def remember_contact(self, state: str, server_epoch: str) -> None:
        with self._store.one_write() as write:
            server_contact.remember(write, at=self._phone.now(), state=state, epoch=server_epoch)

    def waiting_statements(self) -> Sequence[Waiting]:
        return self._waiting(Kind.STATEMENT)

    def waiting_grants(self) -> Sequence[Waiting]:
        return self._waiting(Kind.GRANT)

    def waiting_envelopes(self, most: int) -> Sequence[Waiting]:
        return self._waiting(Kind.ENVELOPE, most)

    def _waiting(self, kind: Kind, most: int | None = None) -> list[Waiting]:
        return [Waiting(item.id, item.raw, item.watch) for item in outbox.waiting(self._store, kind, most)]

    def count_waiting_envelopes(self) -> int:
        return outbox.count_waiting(self._store, Kind.ENVELOPE)

    def take_answers(self, answers: Sequence[Answer]) -> None:
        now = self._phone.now()
        with self._store.one_write() as write:
            for answer in answers:
                if not answer.is_receipt:
                    outbox.quarantined(write, answer.id, answer.code or "")
                    continue
                _advance_over_own(write, answer)
                outbox.receipted(write, answer.id, answer.head, now)
            if any(answer.is_receipt and answer.head for answer in answers):
                server_contact.remember_receipt(write, now)

    def take_log(self, entries: Sequence[bytes], head: Head) -> None:
        # A copy first: a log that does not verify must leave the roster as it was.
        roster = copy.deepcopy(self._phone.roster)
        roster.follow(entries, head)
        with self._store.one_write() as write:
            log.append(write, self._phone.roster.head.seq, entries)
        self._phone.roster = roster

    def mailbox_cursor(self, recipient: Recipient) -> int:
        return cursors.mailbox(self._store, recipient)

    def take_grants(self, recipient: Recipient, grants: Sequence[Grant], last: int) -> None:
        with self._store.one_write() as write:
            for grant in grants:
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
        elif key.public in self.roster().role_keys.get(key.role, []):
            keyring.add_role_key(write, key)

    def stream_cursor(self, circle: Circle) -> Head:
        return cursors.stream(self._store, circle)

    def take_envelopes(self, circle: Circle, received: Sequence[Received]) -> None:
        with self._store.one_write() as write:
            for item in received:
                fold_envelope(self._phone, write, item.envelope)
            # What a supervisor lets in late may come before what it builds on.
            fold_what_can_be_opened(self._phone, write)
            cursors.set_stream(write, circle, received[-1].head)
            log.remember_stamp(write, self._phone.stamps.last)

    def grant_to_new_readers(self) -> None:
        """Whoever holds a key lets in those who became readers after it was made."""
        phone, roster = self._phone, self._phone.roster
        if not phone.me.is_active:
            return
        caseworker = roster.is_caseworker(phone.id)
        with self._store.one_write() as write:
            for key, made_here in keyring.circle_keys(write):
                if made_here:
                    give(phone, write, key, readers(roster, key.circle, maker=phone.me))
                elif caseworker:
                    give(phone, write, key, newcomers(roster, key.circle))
            # Whoever granted a role may have died, or lost the answer, before the keys were on their way.
            for role_key in keyring.role_keys(write) if phone.role is Role.SUPERVISOR else ():
                give(phone, write, role_key, role_holders(roster, role_key.role))


def _advance_over_own(write: Write, answer: Answer) -> None:
    """What came right after what this phone had read need not be fetched back."""
    item = outbox.circle_of(write, answer.id)
    if item is None or answer.head is None:
        return
    at = cursors.stream(write, item)
    if answer.head.seq == at.seq + 1 and answer.head.hash == next_hash(at.hash, answer.head.seq, answer.id):
        cursors.set_stream(write, item, answer.head)
