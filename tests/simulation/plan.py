"""What is going to happen in a world, before it happens; small enough to take pieces out of."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sync.protocol.circle import Role

SIZES = (2, 3, 4, 5, 5, 6, 6, 7, 8, 9, 10, 12)

OF_ANYBODY: Mapping[str, int] = {
    "sync": 22,
    "restart": 3,
    "keep a copy of the phone": 1,
    "clock moves": 1,
    "settle": 3,
    "take": 2,
    "attempt": 3,
    "result": 1,
    "edit": 3,
}
OF_A_SUPPORTER: Mapping[str, int] = {
    **OF_ANYBODY,
    "open a session": 3,
    "join": 5,
    "leave": 1,
    "visit": 13,
    "meet again": 4,
    "agree": 9,
    "decline": 2,
    "count": 4,
    "draft": 3,
    "undo": 2,
    "forget the passphrase": 1,
}
OF_A_COORDINATOR: Mapping[str, int] = {
    **OF_ANYBODY,
    "read": 3,
    "take": 4,
    "attempt": 9,
    "undo an attempt": 2,
    "result": 6,
    "edit": 5,
    "open a session": 1,
}
OF_A_SUPERVISOR: Mapping[str, int] = {
    **OF_ANYBODY,
    "close a session": 5,
    "look at what came late": 4,
    "grant roles": 3,
    "invite and withdraw": 1,
    "read": 1,
    "result": 2,
    "revoke": 1,
}
OF_AN_AUDITOR: Mapping[str, int] = {"sync": 5, "restart": 1}
OF_THE_WORLD: Mapping[str, int] = {"an hour passes": 10, "days pass": 4, "server restarts": 1, "server backed up": 3}
NOBODY = -1
WORLD_SHARE = 0.07

_KINDS = {
    Role.SUPPORTER: OF_A_SUPPORTER,
    Role.COORDINATOR: OF_A_COORDINATOR,
    Role.SUPERVISOR: OF_A_SUPERVISOR,
    Role.AUDITOR: OF_AN_AUDITOR,
}


@dataclass(frozen=True, slots=True)
class Step:
    """`number` is also what its dice are seeded with; `calm`: nothing goes wrong on the network or the disk."""

    number: int
    kind: str
    who: int
    calm: bool = False


@dataclass(frozen=True, slots=True)
class Faults:
    """What is tried besides the everyday ones."""

    phone_restores: bool = True
    server_restores: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """`roles`: one a device; the first founds the board."""

    seed: int
    roles: tuple[Role, ...]
    steps: tuple[Step, ...]
    faults: Faults

    @classmethod
    def drawn(cls, seed: int, actions: int, faults: Faults) -> "Plan":
        dice = random.Random(f"plan {seed}")
        roles = _roles(dice.choice(SIZES), dice)
        there = range(len(roles))
        active = [there[: 1 + number * 4 * len(roles) // actions] for number in range(actions)]
        steps = (_step(number, roles, dice, faults, active[number]) for number in range(actions))
        return cls(seed, roles, tuple(steps), faults)

    def without_device(self, who: int) -> "Plan":
        return replace(self, steps=tuple(step for step in self.steps if step.who != who))

    @property
    def devices(self) -> list[int]:
        return sorted({step.who for step in self.steps} - {NOBODY})


def kind_for(role: Role, dice: random.Random, faults: Faults) -> str:
    weights = dict(_KINDS[role])
    if faults.phone_restores and role is not Role.AUDITOR:
        weights["phone restored"] = 1
    return dice.choices(list(weights), list(weights.values()))[0]


def _step(number: int, roles: tuple[Role, ...], dice: random.Random, faults: Faults, there: range) -> Step:
    if dice.random() < WORLD_SHARE:
        weights = dict(OF_THE_WORLD) | ({"server restored": 1} if faults.server_restores else {})
        return Step(number, dice.choices(list(weights), list(weights.values()))[0], NOBODY)
    who = dice.choice(there)
    return Step(number, kind_for(roles[who], dice, faults), who)


def _roles(size: int, dice: random.Random) -> tuple[Role, ...]:
    """Everybody who is needed first, then mostly supporters."""
    needed = [Role.SUPERVISOR, Role.SUPPORTER, Role.COORDINATOR][:size]
    more = (Role.SUPPORTER,) * 6 + (Role.COORDINATOR,) * 2 + (Role.SUPERVISOR, Role.AUDITOR)
    return (*needed, *(dice.choice(more) for _ in range(size - len(needed))))
