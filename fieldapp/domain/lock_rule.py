"""When an app that nobody touches locks itself."""

from dataclasses import dataclass

SHORTEST_IDLE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class LockRule:
    """Minutes; 0 is at once, as soon as the app is out of sight. `longest` is what the board allows."""

    chosen: float
    longest: int

    @property
    def minutes(self) -> float:
        return min(self.chosen, self.longest)

    @property
    def is_capped(self) -> bool:
        return self.chosen > self.longest

    @property
    def locks_when_hidden(self) -> bool:
        return self.minutes == 0

    @property
    def idle_seconds(self) -> float:
        """At once or not: a page that stays in sight locks after a minute at the earliest, or nothing could be read."""
        return self.minutes * 60 if self.minutes else SHORTEST_IDLE_SECONDS
