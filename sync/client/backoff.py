"""How long to wait before trying again: longer each time, never for ever, never giving up."""

import random
from dataclasses import dataclass

FIRST_SECONDS = 2.0
LONGEST_SECONDS = 60.0


@dataclass(slots=True)
class Backoff:
    """Jittered so that twenty phones do not come back in the same second (full jitter, upper half)."""

    failures: int = 0

    def failed(self) -> float:
        """Seconds to wait after one more failure."""
        ceiling: float = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0**self.failures)
        self.failures = min(self.failures + 1, 10)
        return ceiling / 2 + random.uniform(0, ceiling / 2)  # noqa: S311  jitter, not a secret

    def succeeded(self) -> None:
        self.failures = 0
