"""What must not happen."""

from dataclasses import dataclass
from enum import StrEnum


class Harm(StrEnum):
    LOST = "lost"
    DIVERGED = "diverged"
    LEAKED = "leaked"


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` names what was looked at; a seed shrinks while the same check still finds something."""

    harm: Harm
    check: str
    words: str

    def __str__(self) -> str:
        return f"{self.harm.value}: {self.check}: {self.words}"


class Found(Exception):
    """Ends the world where it was noticed."""

    def __init__(self, harm: Harm, check: str, words: str) -> None:
        self.finding = Finding(harm, check, words)
        super().__init__(str(self.finding))
