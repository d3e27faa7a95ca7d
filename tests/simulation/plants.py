"""Bugs planted on purpose: what each of these systems once did, put into the running product."""

from collections.abc import Callable, Mapping
from typing import Any

from fieldapp.actions import ledger, persons, purge, readers
from fieldapp.actions.action import Action
from fieldapp.actions.ledger import PhoneLedger
from fieldapp.crypto.circle_keys import open_envelope, seal_change
from fieldapp.domain import merge
from fieldapp.domain.follow_up import FollowUp, FollowUpState
from fieldapp.store import cursors, journal, keyring, outbox, records
from sync.client.errors import NotRecognised
from sync.client.exchange import Exchange
from sync.client.ledger import Answer, Waiting
from sync.protocol.circle import CircleKind, Role
from sync.protocol.envelope import Envelope
from tests.simulation.people import SECRET_NAME
from tests.simulation.swaps import Swap

Plant = Callable[[], list[Swap]]


def _cursor_before_fold() -> list[Swap]:
    fold = PhoneLedger.take_envelopes

    def take_envelopes(self, circle, received):
        with self._store.one_write() as write:
            cursors.set_stream(write, circle, received[-1].head)
        fold(self, circle, received)

    return [Swap(PhoneLedger, "take_envelopes", take_envelopes)]


def _retry_makes_a_new_id() -> list[Swap]:
    once = PhoneLedger.waiting_envelopes

    def waiting_envelopes(self, most, without):
        tried = self.__dict__.setdefault("tried", set())
        again = [_resealed(self, item) if item.id in tried else item for item in once(self, most, without)]
        tried.update(item.id for item in again)
        return again

    return [Swap(PhoneLedger, "waiting_envelopes", waiting_envelopes)]


def _resealed(phone_ledger: Any, item: Waiting) -> Waiting:
    phone, store = phone_ledger._phone, phone_ledger._store
    before = Envelope.from_bytes(item.raw)
    key = keyring.circle_key(store, before.header.key_id)
    assert key is not None
    anew = seal_change(open_envelope(before, key), before.header, key, phone.keys.signing.sign)
    with store.one_write() as write:
        row = write.get(outbox.WAITING, before.id.hex())
        write.delete(outbox.WAITING, before.id.hex())
        outbox.add_envelope(write, anew, watch=item.watch, made_at=phone.now(), records=row["records"])
    return Waiting(anew.id, anew.to_bytes(), item.watch)


def _refusal_drops() -> list[Swap]:
    return [Swap(outbox, "quarantined", lambda write, id_, code: write.delete(outbox.WAITING, id_.hex()))]


def _receipt_before_the_answer() -> list[Swap]:
    say = Exchange._say

    def _say(self, call, said):
        self._ledger.take_answers([Answer(item.id, "stored") for item in said.envelopes])
        return say(self, call, said)

    return [Swap(Exchange, "_say", _say)]


def _last_write_wins() -> list[Swap]:
    kept = merge._maximal
    return [Swap(merge, "_maximal", lambda candidates: kept(candidates)[:1])]


def _runs_overlap() -> list[Swap]:
    def call(self, ask):
        try:
            return ask(self._token.caller())
        except NotRecognised:
            self._token.forget()
            return ask(self._token.caller())

    return [Swap(Exchange, "call", call)]


def _lets_go_too_early() -> list[Swap]:
    return [Swap(purge, "_is_held", lambda *_: True)]


def _forgets_what_was_set_aside() -> list[Swap]:
    said = PhoneLedger.remember_contact

    def remember_contact(self, state, server_epoch):
        said(self, state, server_epoch)
        with self._store.one_write() as write:
            for row in write.all(outbox.ASIDE):
                write.delete(outbox.ASIDE, row["key"])

    return [Swap(PhoneLedger, "remember_contact", remember_contact)]


def _watch_closed_by_a_call() -> list[Swap]:
    keep = Action.set

    def set_(self, circle, record_type, record_id, /, **fields):
        keep(self, circle, record_type, record_id, **fields)
        if fields.get("state") is FollowUpState.IN_PROGRESS:
            record = records.in_write(self.write, record_type, record_id)
            persons._close_watch(self, circle, FollowUp.from_record(record))

    return [Swap(Action, "set", set_)]


def _acknowledges_what_is_not_flushed() -> list[Swap]:
    return [Swap(journal, "flush_file", lambda descriptor: None)]


def _coordinators_get_no_key() -> list[Swap]:
    without = {**readers._ROLES, CircleKind.OWN: (Role.SUPERVISOR,)}
    return [Swap(readers, "_ROLES", without)]


def _a_name_in_the_heartbeat() -> list[Swap]:
    return [Swap(ledger, "APP_VERSION", f"0.1.0 {SECRET_NAME}")]


PLANTS: Mapping[str, Plant] = {
    "cursor-before-fold": _cursor_before_fold,
    "retry-makes-a-new-id": _retry_makes_a_new_id,
    "refusal-drops": _refusal_drops,
    "receipt-before-the-answer": _receipt_before_the_answer,
    "last-write-wins": _last_write_wins,
    "runs-overlap": _runs_overlap,
    "lets-go-too-early": _lets_go_too_early,
    "forgets-what-was-set-aside": _forgets_what_was_set_aside,
    "watch-closed-by-a-call": _watch_closed_by_a_call,
    "acknowledges-what-is-not-flushed": _acknowledges_what_is_not_flushed,
    "coordinators-get-no-key": _coordinators_get_no_key,
    "a-name-in-the-heartbeat": _a_name_in_the_heartbeat,
}
