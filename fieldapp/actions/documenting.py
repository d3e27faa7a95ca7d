"""Whether names and numbers are written down at all, as the board has decided."""

from fieldapp.actions.board_settings import settings
from fieldapp.actions.phone import Phone
from fieldapp.domain.session import DocumentationMode, Session
from fieldapp.store import records
from sync.errors import FixAndRetry


class NameNotWritten(FixAndRetry):
    """Your board has decided that names are not written down at a visit. Choose Anonymous, then save again."""


class NumberNeedsConsent(FixAndRetry):
    """Names and numbers are only written here when the person agrees to be contacted. Ask first, then save again."""


def writes_identity(phone: Phone, session_id: str) -> bool:
    """The stricter of what holds for the board now and what the session was opened with."""
    record = records.record(phone.store, "session", session_id)
    modes = {settings(phone).mode, *([Session.from_record(record).documentation_mode] if record else [])}
    return DocumentationMode.NO_IDENTITY not in modes


def check_name(phone: Phone, session_id: str, *, named: bool) -> None:
    """Raises NameNotWritten."""
    if named and not writes_identity(phone, session_id):
        raise NameNotWritten


def check_number(phone: Phone, session_id: str, *, written: bool, agreed: bool) -> None:
    """Raises NumberNeedsConsent."""
    if written and not agreed and not writes_identity(phone, session_id):
        raise NumberNeedsConsent
