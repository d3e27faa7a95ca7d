"""How much one server process takes from whom."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests a minute, each worker for itself: a whole evening's phones may stand behind one address; and so many new
    letters of one board to another. And for how
    long what does not come is waited for."""

    device_per_minute: int = 3_000
    address_per_minute: int = 6_000
    patience_seconds: float = 15.0
    letters_per_minute: int = 60
