"""Writing a visit again that was lost with a phone: from memory, and from the slip when it comes back."""

from fieldapp.actions.phone import Phone
from fieldapp.actions.visits import contacts, new_code
from fieldapp.domain.codes import parse_contact_code
from sync.errors import FixAndRetry


class WrittenAlready(FixAndRetry):
    """A visit with this code is here already. Open it under My visits instead of writing it again."""


def code_to_write(phone: Phone, slip: str) -> str:
    """The slip's own code, so that the slip goes on working; a new one when there is no slip.

    Raises CodeMistyped, WrittenAlready.
    """
    if not slip.strip():
        return new_code(phone)
    code = parse_contact_code(slip, prefix=phone.prefix)
    if any(contact.answers_to(code) for contact in contacts(phone)):
        raise WrittenAlready
    return code
