"""What is said when something that needs the district server could not be done."""

from fieldapp.actions.syncing import ServerUnreachable
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError


def refused(error: StodkedjanError) -> str:
    """Saved work goes by itself later, but what a supervisor orders does not: it has to be done again."""
    if isinstance(error, ServerUnreachable):
        return _("Could not reach the district server. Nothing was changed. Try again when there is coverage.")
    return sentence(error)
