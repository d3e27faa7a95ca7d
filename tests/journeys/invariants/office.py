"""A small board with real stores and the real server, in this process, that begins anew in a moment."""

import atexit
import logging
import shutil
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fieldapp.actions import promises, recipients, rota, sessions, visits, week
from fieldapp.domain.contact_choices import AgeBand, ContactWay, IdentityLevel, ProtectedGrade
from fieldapp.domain.recipient import RecipientForm, RecipientType
from sync.client import exchange
from sync.protocol.circle import Role
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER
from tests.simulation.chance import Chance
from tests.simulation.network import Network
from tests.simulation.server import Server, scratch
from tests.simulation.swaps import swapped
from tests.simulation.turn import threading_of_one

ADDRESS = "http://district.example"
BEGINNING = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
CLINIC = RecipientForm(name="Vårdcentralen", type=RecipientType.HEALTH_CENTRE, phone="08-1", bound_by_secrecy=True)
CHURCH = RecipientForm(name="Kyrkan", type=RecipientType.FAITH_COMMUNITY, phone="08-2", bound_by_secrecy=False)
SUPERVISOR, COORDINATORS, SUPPORTERS = "karin", ("siv", "stina"), ("anna", "berit")
CASEWORKERS = (SUPERVISOR, *COORDINATORS)
EVERYBODY = (*CASEWORKERS, *SUPPORTERS)
CHILD = replace(MOTHER, name="Leyla", age_band=AgeBand.AGE_13_15, child_alone=False)
SHELTERED = replace(
    MOTHER,
    identity_level=IdentityLevel.PROTECTED,
    protected_grade=ProtectedGrade.CONFIDENTIALITY_MARKING,
    contact_way=ContactWay.PERSON_CONTACTS_US,
)
BEFORE = (("anna", MOTHER), ("anna", CHILD), ("berit", MOTHER), ("berit", SHELTERED))
"""Whom the supporters have met, and promised a call, when the days begin."""


@dataclass(frozen=True, slots=True)
class Founded:
    """`database`: what lay on the server's disk, by the ending of the file's name."""

    phones: Path
    database: dict[str, bytes]
    sessions: tuple[str, ...]
    recipients: tuple[str, ...]
    persons: dict[str, str]


class Office:
    """Who is there, what time it is, and the way to the server. `end` gives everything back."""

    def __init__(self) -> None:
        self.time = BEGINNING
        self.heard = _Listening()
        self._stack = ExitStack()
        self._stack.callback(self.heard.stop)
        chance = Chance()
        self._stack.enter_context(swapped(*chance.swaps(), *threading_of_one(exchange)))
        self.server = Server(self.now)
        self._stack.callback(self.server.stop)
        network = Network(self.server, {}, lambda words: None, lambda: None)
        self._stack.enter_context(swapped(*self.server.swaps(), *network.swaps()))
        self.folder = scratch("invariants-")
        self._stack.callback(shutil.rmtree, self.folder)
        chance.begin("founding")
        self.founded = _founded(self.server)
        shutil.copytree(self.founded.phones, self.folder, dirs_exist_ok=True)
        self.server.begin_as(self.founded.database)
        chance.begin("days")
        self.hands = {name: Hands(self.folder / name, self) for name in EVERYBODY}
        self.touched = set(EVERYBODY)
        self._stack.callback(self.lock_all)
        for hands in self.hands.values():
            hands.unlock()

    def now(self) -> datetime:
        return self.time

    def pass_time(self, **amount: float) -> None:
        self.time += timedelta(**amount)

    def looked_at(self) -> list[Hands]:
        """Whose phone may have changed since all was looked at."""
        return [self.hands[name] for name in EVERYBODY if name in self.touched]

    def lock_all(self) -> None:
        for hands in self.hands.values():
            if hands.is_unlocked:
                hands.lock()

    def end(self) -> None:
        self._stack.close()


_FOUNDED: list[Founded] = []


def _founded(server: Server) -> Founded:
    """Lived through once in a process; afterwards only copied."""
    if not _FOUNDED:
        _FOUNDED.append(_lived(server))
    return _FOUNDED[0]


def _lived(server: Server) -> Founded:
    folder = scratch("invariants-founded-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    story = Story(folder, ADDRESS, server.claim_code(), time=BEGINNING)
    hands = {SUPERVISOR: story.supervisor}
    hands |= {name: story.with_role(name, Role.COORDINATOR) for name in COORDINATORS}
    hands |= {name: story.with_role(name, Role.SUPPORTER) for name in SUPPORTERS}
    opened = [sessions.open_session(hands[name].phone, ALARM) for name in SUPPORTERS]
    for one in hands.values():
        for session in opened:
            sessions.join_session(one.phone, session.code)
    chief = story.supervisor.phone
    known = tuple(recipients.save_recipient(chief, form) for form in (CLINIC, CHURCH))
    persons = {name: one.phone.me.person.hex() for name, one in hands.items()}
    rota.plan(chief, [persons[name] for name in COORDINATORS], chief.today())
    story.sync_all(*hands.values(), *hands.values())
    for name, form in BEFORE:
        saved = visits.register_visit(hands[name].phone, opened[0].id, visits.new_code(hands[name].phone), form)
        promises.agree(hands[name].phone, saved.contact_id, CALL_HER)
    week.take_over(hands[COORDINATORS[0]].phone)
    story.sync_all(*hands.values(), *hands.values())
    story.end()
    story.supervisor.folder.rename(folder / SUPERVISOR)
    return Founded(folder, server.image(), tuple(one.id for one in opened), known, persons)


class _Listening(logging.Handler):
    """Everything any logger says while the days pass."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []
        root = logging.getLogger()
        self._before = root.level
        root.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.getMessage()} {record.__dict__.get('fields', '')} {record.exc_info}")

    def stop(self) -> None:
        logging.getLogger().removeHandler(self)
