"""An exercise on its way to its end, as screens show it."""

from dataclasses import dataclass

from fieldapp.actions.views.session import SessionView


@dataclass(frozen=True, slots=True, repr=False)
class ExerciseView:
    """`kept`: an evaluation was saved as a file, or there is none to save. `phones`: how many others are emptied."""

    not_evaluated: tuple[SessionView, ...]
    kept: bool
    phones: int

    @property
    def is_ready(self) -> bool:
        return self.kept and not self.not_evaluated
