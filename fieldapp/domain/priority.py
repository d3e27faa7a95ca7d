"""How urgent a follow-up is, as a person judged it; nothing computes it."""

from enum import StrEnum


class Priority(StrEnum):
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 comes first in a list."""
        return list(Priority).index(self)
