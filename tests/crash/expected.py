"""What must be in the store, given what the writer told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from tests.crash.calls import Told

Content: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Table → document number, as text → document; no empty tables."""


@dataclass(frozen=True, slots=True)
class State:
    """What the store holds, the 32-byte key that opens it, and the envelopes beside it: id in hex → bytes."""

    content: Content
    key: bytes
    envelopes: Mapping[str, bytes] = field(default_factory=dict)


class Step(Protocol):
    """One transaction, or a closing, a compaction, a new key."""

    def do(self, app: Any) -> None: ...

    def expect(self, state: State) -> State: ...


@dataclass(slots=True)
class Expected:
    """`settled`: every state the store may be in between two steps; several after a step left unconfirmed."""

    steps: Sequence[Step]
    settled: list[State]
    past: list[State] = field(default_factory=list)
    _under_way: int | None = None

    def hear(self, told: Told) -> None:
        if told.word == "begin":
            self._under_way = told.step
            return
        self._under_way = None
        after = self._after(told.step)
        if told.word == "done":
            self._settle(after)
        elif told.word == "unsure":
            self._settle(self.settled + after)

    def hear_all(self, told: Sequence[Told]) -> "Expected":
        for word in told:
            self.hear(word)
        return self

    @property
    def now(self) -> list[State]:
        """What a process that opens the store at this moment may find; the likeliest key comes first."""
        return self.settled if self._under_way is None else self._after(self._under_way) + self.settled

    @property
    def acknowledged(self) -> State:
        return self.settled[0]

    @property
    def ever(self) -> list[State]:
        return self.past + self.now

    def _after(self, step: int) -> list[State]:
        return [self.steps[step].expect(state) for state in self.settled]

    def _settle(self, states: list[State]) -> None:
        self.past += self.settled
        self.settled = _distinct(states)


def _distinct(states: Sequence[State]) -> list[State]:
    found: list[State] = []
    for state in states:
        if state not in found:
            found.append(state)
    return found
