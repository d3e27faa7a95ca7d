"""One loop: say how it stands and hand over what waits, read what moved, fold it, say how it stands now."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sync.client import answers, healing, pull, push
from sync.client.answers import Told
from sync.client.errors import AnswerLost, NotRecognised, TooMuchAtOnce
from sync.client.ledger import Ledger, Waiting
from sync.client.token import Caller, TokenKeeper
from sync.client.transport import Transport
from sync.protocol.framing import Contact
from sync.protocol.limits import BATCH_ITEMS, WAIT_SECONDS

Asked = TypeVar("Asked")
Progress = Callable[[str, int, int], None]
"""Step ("sending", "carrying", "fetching"), how many are done, of how many."""


class Exchange:
    """Owns the only lock: two runs never overlap."""

    def __init__(self, ledger: Ledger, transport: Transport) -> None:
        self._ledger = ledger
        self._transport = transport
        self._token = TokenKeeper(ledger, transport)
        self._lock = threading.Lock()
        self._most = BATCH_ITEMS

    def run(self, progress: Progress = lambda step, done, total: None) -> tuple[int, int]:
        """(receipts won, envelopes fetched). Raises the errors of `sync.client.errors`; what was done stays done."""
        try:
            return self.call(lambda call: self._run(call, progress))
        except NotRecognised:
            # A server that lost its log knows nobody: give it back, then ask again.
            with self._lock:
                if not healing.bring_log(self._ledger, self._transport):
                    raise
            return self.call(lambda call: self._run(call, progress))

    def call(self, ask: Callable[[Caller], Asked]) -> Asked:
        """Anything else this device asks of the server, under the same lock and with the same token."""
        with self._lock:
            try:
                return ask(self._token.caller())
            except NotRecognised:
                # The token ran out, or the server forgot it; if the device itself is out, this fails again.
                self._token.forget()
                return ask(self._token.caller())

    def wait_for_news(self, transport: Transport, seconds: int = WAIT_SECONDS) -> bool:
        """Whether the server has anything new for this device, said as soon as it has. On a connection of its own:
        nothing else waits meanwhile."""
        call, state = self.call(lambda call: call.through(transport)), self._ledger.last_state() or ""
        answer = call.get("/news", patience_seconds=seconds, state=state, seconds=seconds)
        return answer.get("moved") is True

    def _run(self, call: Caller, progress: Progress) -> tuple[int, int]:
        ledger = self._ledger
        told, sent = self._contact(call, progress)
        sent += push.everything(ledger, call, progress, max(1, self._most))
        fetched = 0
        if not told.unchanged:
            fetched = self._fetch(call, told, progress)
            sent += push.set_aside(ledger, call, max(1, self._most))
        ledger.grant_to_new_readers()
        push.grants(ledger, call)
        has_settled = ledger.settle()
        ledger.remember_contact(told.state, told.server_epoch)
        if sent or has_settled or not told.unchanged:
            # Others wait for what this device has read and delivered: a gate to close, a phone to let go.
            self._say(call, Said())
        return sent, fetched

    def _contact(self, call: Caller, progress: Progress) -> tuple[Told, int]:
        """How the server stands, with receipts for as much of what waits as one request may hold."""
        said, answer = self._say_what_waits(call, progress)
        told = answers.told(answer, self._ledger.roster().head)
        if self._ledger.server_epoch() not in ("", told.server_epoch):
            return self._heal(call, told, progress)
        if told.healing:
            healing.say_healed(self._ledger, call)
        if told.earlier:
            self._ledger.take_earlier(told.earlier)
        self._follow(call, told)
        sent = self._take(said, answer)
        if not told.unchanged:
            self._ledger.check_claims(told.heads)
            if lost := healing.taken_back(self._ledger, told.heads):
                self._ledger.heal(lost, server_epoch=None)
        return told, sent

    def _say_what_waits(self, call: Caller, progress: Progress) -> tuple["Said", dict[str, Any]]:
        ledger, self._most = self._ledger, BATCH_ITEMS
        while True:
            envelopes = push.fitting(ledger.waiting_envelopes(self._most, ()))
            said = Said(ledger.waiting_statements()[:BATCH_ITEMS], ledger.waiting_grants()[:BATCH_ITEMS], envelopes)
            if envelopes:
                progress("sending", 0, ledger.count_waiting_envelopes())
            try:
                return said, self._say(call, said)
            except (TooMuchAtOnce, AnswerLost):
                if not envelopes:
                    raise
                self._most = len(envelopes) // 2

    def _say(self, call: Caller, said: "Said") -> dict[str, Any]:
        contact = Contact(
            self._ledger.heartbeat(),
            self._ledger.last_state() or "",
            tuple(item.raw for item in said.statements),
            tuple(item.raw for item in said.grants),
            tuple((item.raw, item.watch) for item in said.envelopes),
        )
        return call.post_bytes("/contact", contact.to_bytes())

    def _follow(self, call: Caller, told: Told) -> None:
        if told.entries and told.head != self._ledger.roster().head:
            self._ledger.take_log(told.entries, told.head)
        else:
            pull.log(self._ledger, call, told.head)

    def _take(self, said: "Said", answer: dict[str, Any]) -> int:
        """How many receipts. A server that left out the answers has taken nothing."""
        sent = 0
        for name, items in (("statements", said.statements), ("grants", said.grants), ("envelopes", said.envelopes)):
            if items and answer.get(name):
                read = answers.of_envelopes if name == "envelopes" else answers.of_items
                sent += self._ledger.take_answers(read(items, answer[name]))
        return sent

    def _heal(self, call: Caller, told: Told, progress: Progress) -> tuple[Told, int]:
        """The server is not the one it was: what it lacks is brought back, and then it is asked again."""
        ledger = self._ledger
        healing.log(ledger, call, self._transport, told.head)
        ledger.heal(healing.shared(ledger, call, told.heads), server_epoch=told.server_epoch)
        sent = push.everything(ledger, call, progress, max(1, self._most))
        told = answers.told(self._say(call, Said()), ledger.roster().head)
        self._follow(call, told)
        return told, sent

    def _fetch(self, call: Caller, told: Told, progress: Progress) -> int:
        # The device's own first: in it may be the key that opens what is in its role's.
        for recipient, last in sorted(told.mailboxes.items(), key=lambda told: told[0].to_bytes()):
            pull.mailbox(self._ledger, call, recipient, last)
        pull.letters(self._ledger, call, told.letters)
        return pull.streams(self._ledger, call, told.heads, progress)


@dataclass(frozen=True, slots=True)
class Said:
    """What went with a heartbeat."""

    statements: Sequence[Waiting] = ()
    grants: Sequence[Waiting] = ()
    envelopes: Sequence[Waiting] = ()
