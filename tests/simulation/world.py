"""One board, its phones, its server and its weather, lived through from its plan."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fieldapp.actions.door as doors
from fieldapp.actions import wiping
from fieldapp.actions.errors import NotAllowed
from fieldapp.actions.rescue import StillWaiting
from fieldapp.actions.views import Situation, WipeReason
from fieldapp.store import outbox
from sync.client import exchange
from sync.client.errors import NotRecognised, Refused
from sync.errors import AskForHelp, StodkedjanError
from sync.protocol.roster import Roster
from sync.server.refusals import NotRecognised as ServerKnowsNobody
from tests.simulation import checks, founding, joining
from tests.simulation.chance import Chance
from tests.simulation.disk import Disk, PhoneDied
from tests.simulation.doings import MEANWHILE, OF_PEOPLE, OF_THE_WORLD
from tests.simulation.findings import Finding, Found, Harm
from tests.simulation.network import CALM, Network, Weather
from tests.simulation.people import PASSPHRASE, Person
from tests.simulation.plan import NOBODY, Plan, Step, kind_for
from tests.simulation.reckoning import at_the_end
from tests.simulation.server import Server
from tests.simulation.swaps import swapped
from tests.simulation.truth import STATES, Truth, held_ids
from tests.simulation.turn import WaitsForItsTurn, threading_of_one

BEGINNING = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
DEEPEST = 2
MOST_ROUNDS = 14
DEATHS = 0.06
EXPECTED_WORRIES = (NotRecognised, Refused, NotAllowed)
"""What may be said in an honest world although it asks for help: removed, came too late, has no role yet."""


UNFORESEEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(slots=True)
class Outcome:
    """What came of a world; `story` is what happened, line by line."""

    plan: Plan
    findings: list[Finding]
    faults: Counter[str]
    done: Counter[str]
    actions: int
    story: list[str]


@dataclass(slots=True)
class World:
    plan: Plan
    folder: Path
    plant: str | None = None
    time: datetime = BEGINNING
    people: list[Person] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    truth: Truth = field(default_factory=Truth)
    spoken_codes: list[str] = field(default_factory=list)
    keys_held: dict[bytes, set[bytes]] = field(default_factory=dict)
    logs_before: list[list[bytes]] = field(default_factory=list)
    actions: int = 0
    depth: int = 0
    board: bytes = b""
    chance: Chance = field(default_factory=Chance)
    disk: Disk = field(init=False)
    server: Server = field(init=False)
    network: Network = field(init=False)
    dice: random.Random = field(default_factory=lambda: random.Random(0))

    def live(self, *plants: object) -> Outcome:
        """`plants`: swaps that break the product on purpose."""
        self.phones.mkdir(parents=True)
        self.disk = Disk(self.phones)
        findings: list[Finding] = []
        with ExitStack() as stack:
            stack.enter_context(swapped(*self.chance.swaps(), *self.disk.swaps(), *threading_of_one(exchange)))
            self.chance.begin(f"{self.plan.seed} server")
            self.server = Server(lambda: self.time)
            stack.callback(self._end)
            self.network = Network(self.server, self.faults, self._tell_on_the_way, self._meanwhile)
            stack.enter_context(swapped(*self.server.swaps(), *self.network.swaps(), *plants))
            try:
                founding.begin(self)
                self._live_through()
                findings.extend(self._settle_down())
            except Found as found:
                findings.append(found.finding)
        return Outcome(self.plan, findings, self.faults, self.done, self.actions, self.story)

    def _end(self) -> None:
        for person in self.people:
            if person.phone is not None:
                self._drop(person)
        self.server.stop()
        self.disk.sweep()

    @property
    def phones(self) -> Path:
        return self.folder / "phones"

    def tell(self, words: str) -> None:
        day = (self.time.date() - BEGINNING.date()).days + 1
        self.story.append(f"day {day} {self.time:%H:%M} {'   ' * self.depth}{words}")

    def _tell_on_the_way(self, words: str) -> None:
        self.tell(f"      … {words}")

    # The days.

    def _live_through(self) -> None:
        weather = Weather.drawn(random.Random(f"weather {self.plan.seed}"))
        for step in self.plan.steps:
            self.dice = random.Random(f"{self.plan.seed} step {step.number}")
            self.chance.begin(f"{self.plan.seed} bytes {step.number}")
            self.network.weather = CALM if step.calm else weather
            self.network.dice = self.dice
            self.time += timedelta(minutes=self.dice.randrange(12))
            self._take_step(step)

    def _take_step(self, step: Step) -> None:
        self.actions += 1
        if step.who == NOBODY:
            OF_THE_WORLD[step.kind](self, self.dice)
            return
        person = self.people[step.who]
        doomed = not step.calm and self.dice.random() < DEATHS
        if doomed:
            self.disk.doom(person.folder, self.dice.randrange(25), self.dice.random)
        self.act(person, step.kind)
        if doomed:
            self.disk.spare(person.folder)

    def act(self, person: Person, kind: str) -> None:
        """Whatever comes of it is told and looked at; a dead phone is buried."""
        before, self.network.has_lied = person.busy, False
        person.busy = True
        try:
            words = self._tried(person, kind)
        except PhoneDied as death:
            person.busy = before
            if death.folder != person.folder or before:
                raise
            self._bury(person, kind)
            words = kind
        finally:
            person.busy = before
        self.notice(person, words)

    def _tried(self, person: Person, kind: str) -> str:
        mark = len(self.story)
        try:
            self.ready(person)
            words = OF_PEOPLE[kind](self, person, self.dice)
            self.done[kind] += 1
        except WaitsForItsTurn:
            self.faults["second sync made to wait"] += 1
            words = f"wants to {kind}; that waits until the exchange under way is over"
        except StodkedjanError as error:
            self._judge(person, kind, error)
            words = f"tries to {kind}: {type(error).__name__}"
        except UNFORESEEN as error:
            raise Found(Harm.LOST, "the app fell over", f"{kind} by {person.name}: {error!r}") from error
        line = f"{person.name} {words}"
        self.tell(line)
        self.story.insert(mark, self.story.pop())
        return words

    def _judge(self, person: Person, kind: str, error: StodkedjanError) -> None:
        """In a world without malice nobody is to be told that somebody tampers, or that a phone is damaged."""
        if not isinstance(error, AskForHelp) or isinstance(error, EXPECTED_WORRIES) or self.network.has_lied:
            return
        if self.server.faults:
            raise Found(Harm.LOST, "the server fell over", f"{kind} by {person.name}: {self.server.faults[0]}")
        raise Found(Harm.DIVERGED, "a false alarm", f"{kind} by {person.name}: {type(error).__name__} {error}")

    def notice(self, person: Person, words: str) -> None:
        if person.phone is not None:
            self.truth.note(person.open, words)
            checks.after_a_step(self, person)
        if self.server.faults:
            raise Found(Harm.LOST, "the server fell over", f"{words} by {person.name}: {self.server.faults[0]}")

    def _meanwhile(self) -> None:
        """While a request is on its way others go on, and so does she who is waiting for it."""
        if self.depth >= DEEPEST:
            return
        waiting = [person for person in self.people if person.busy]
        others = [person for person in self.people if person.is_member and not person.busy]
        self.depth += 1
        try:
            if others and self.dice.random() < 0.5:
                other = self.dice.choice(others)
                self.faults["others meanwhile"] += 1
                self.act(other, kind_for(other.role, self.dice, self.plan.faults))
            elif waiting and waiting[-1].phone is not None:
                self._herself_meanwhile(waiting[-1])
        finally:
            self.depth -= 1

    def _herself_meanwhile(self, person: Person) -> None:
        kinds = MEANWHILE[person.role]
        self.faults["herself meanwhile"] += 1
        self.act(person, self.dice.choice(kinds))

    # Phones.

    def ready(self, person: Person) -> None:
        """A member, with an open phone. Raises what joining and unlocking raise."""
        if person.phone is not None:
            return
        if not person.is_member:
            joining.join(self, person)
        else:
            self._open_again(person)

    def _open_again(self, person: Person) -> None:
        """Whatever a lock, a death or a wipe has left of the phone."""
        situation = doors.look(person.folder, clock=person.now).situation
        if situation is Situation.LOCKED:
            self.unlock(person)
            return
        if situation is Situation.WIPED and not wiping.go_on(person.folder):
            raise StillWaiting
        self.emptied(person)
        joining.invite_again(self, person)

    def unlock(self, person: Person) -> None:
        if wait := doors.look(person.folder, clock=person.now).wait_seconds:
            self.time += timedelta(seconds=wait)
        person.holds(doors.unlock(person.folder, PASSPHRASE, clock=person.now))

    def lock(self, person: Person) -> None:
        doors.lock(person.open)
        person.phone = None

    def wipe(self, person: Person) -> None:
        """The phone has been told that it was revoked."""
        doors.close_and_wipe(person.folder, WipeReason.REVOKED, clock=person.now)
        person.phone = None

    def emptied(self, person: Person) -> None:
        """What it had was delivered; nothing of it is on the phone any more."""
        for saved in self.truth.by(person.device):
            known = self.truth.is_gone(saved.id) or self.server.had(saved.id)
            self.truth.let_go.add(saved.id)
            if not known:
                words = f"what {person.name} saved ({saved.words}, {saved.id.hex()[:8]}) is nowhere"
                raise Found(Harm.LOST, "wiped too early", words)
        self.truth.caseworkers_hold.pop(person.device, None)

    def roster(self) -> Roster:
        """As the server has it; nobody is in it while an empty server waits for its log."""
        try:
            return self.server.roster(self.board)
        except ServerKnowsNobody:
            return Roster(self.board)

    def may_go(self, other: Person, chief: Person) -> bool:
        """Not herself, not the only one of a role that others need."""
        same = [person for person in self.people if person.role is other.role and person.is_member]
        return other is not chief and other.is_member and not other.busy and (len(same) > 1)

    def label(self, writer: str) -> str:
        device = bytes.fromhex(writer.partition(".")[0])
        names = [person.name for person in self.people if device in (person.device, *person.earlier)]
        return names[0] if names else writer[:8]

    # Deaths and older states.

    def _bury(self, person: Person, kind: str) -> None:
        self.faults["phone died while saving"] += 1
        self.tell(f"      … {person.name}'s phone dies while it is to {kind}")
        self._drop(person)

    def _drop(self, person: Person) -> None:
        """The process is gone: nothing of it is closed in good order."""
        self.disk.bury(person.folder)
        phone, person.phone = person.phone, None
        with suppress(PhoneDied, StodkedjanError, OSError, ValueError):
            if phone is not None:
                phone.close()
        vars(doors)["_opened"].pop(person.folder.resolve(), None)
        self.disk.raise_from_the_dead(person.folder)

    def set_back(self, person: Person) -> None:
        """An older copy of the folder takes its place; what only the newer one held is beyond any system."""
        self._drop(person)
        person.put_copy_back()
        self.disk.is_replaced(person.folder)
        self.truth.set_back.add(person.device)
        self.unlock(person)
        kept = held_ids(person.open.store, *STATES)
        for saved in self.truth.by(person.device):
            if saved.id not in kept:
                (self.truth.let_go if self.server.has(saved.id) else self.truth.gone).add(saved.id)
        self.truth.caseworkers_hold.pop(person.device, None)

    def server_comes_back(self, how: Callable[[], None]) -> None:
        """From something older than it was."""
        self.logs_before.append(self.server.log(self.board))
        how()

    # The end.

    def heard(self) -> list[Person]:
        """Those whose phones are open and still belong."""
        roster = self.roster()
        return [person for person in self.people if person.phone is not None and roster.active(person.device)]

    def _settle_down(self) -> list[Finding]:
        self.tell("Then everybody finds coverage, unlocks and synchronises until nothing moves.")
        self.depth, self.network.weather = 0, CALM
        self.chance.begin(f"{self.plan.seed} end")
        while self.network.held_back:
            self.network.deliver_one_late()
        self.time += timedelta(hours=2)
        for person in self.people:
            person.busy = False
            if person.is_member:
                self.act(person, "sync")
        self._until_nothing_moves()
        for person in joining.left_out(self):
            self.faults["phone that the restored log does not know"] += 1
            joining.rejoin(self, person)
        if joining.waiting_for_role(self):
            self.act(joining.free_chief(self), "grant roles")
        self._until_nothing_moves()
        self.act(joining.free_chief(self), "look at what came late")
        self._until_nothing_moves()
        return list(at_the_end(self))

    def _until_nothing_moves(self) -> None:
        for _ in range(MOST_ROUNDS):
            before = self._footprint()
            for person in self.heard():
                self.act(person, "sync")
            if self._footprint() == before:
                return
        raise Found(Harm.DIVERGED, "never quiet", f"after {MOST_ROUNDS} rounds things still move")

    def _footprint(self) -> object:
        waits = [outbox.count_waiting(person.open.store, kind) for person in self.heard() for kind in outbox.Kind]
        return self.server.footprint(), waits, [outbox.summary(person.open.store) for person in self.heard()]
