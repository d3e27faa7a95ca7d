"""What can be wrong with a store as a whole."""

from sync.errors import AskForHelp, FixAndRetry


class StoreDamaged(AskForHelp):
    """The storage on this phone is damaged. Nothing is deleted.

    Your visits are fetched from the district. Call your supervisor.
    """


class StoreFromNewerApp(FixAndRetry):
    """What is saved here was written by a newer version of the app. Update the app. Nothing is deleted."""


class StoreClosed(FixAndRetry, ValueError):
    """The app is locked. Unlock it and try again."""
