"""The root of the error tree: every error a person can meet, grouped by what to do about it."""


class StodkedjanError(Exception):
    """Something went wrong. Nothing that was saved is lost."""

    def sentence(self) -> str:
        """What the user reads: the class's docstring, and a catalogue key."""
        return " ".join((type(self).__doc__ or "").split())


class TryAgainLater(StodkedjanError):
    """It did not work just now. Try again in a while. Nothing that was saved is lost."""


class FixAndRetry(StodkedjanError):
    """Something has to be changed before this can be done."""


class AskForHelp(StodkedjanError):
    """This phone cannot solve it alone. Ask your supervisor. Nothing that was saved is lost."""
