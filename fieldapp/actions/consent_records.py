"""What a person said yes or no to, and on what else something is told of her: written in one place."""

from fieldapp.actions.action import Action
from fieldapp.actions.births import fresh
from fieldapp.domain.consent import ConsentContent, ConsentPurpose
from fieldapp.domain.contact import Contact
from sync.protocol.circle import Circle


def keep_consent(action: Action, home: Circle, contact: Contact, purpose: ConsentPurpose, /, **said: object) -> None:
    """Beside the contact, with the time and who wrote it. What was said before stays as it is."""
    phone = action.phone
    action.create(
        home,
        "consent",
        fresh(),
        contact_id=contact.id,
        session_id=contact.session_id,
        purpose=purpose,
        at=phone.now(),
        recorded_by=phone.me.person.hex(),
        **said,
    )


def shareable(contact: Contact, content: tuple[ConsentContent, ...]) -> tuple[ConsentContent, ...]:
    """A protected person's name and number are not even asked for."""
    hidden = (ConsentContent.NAME, ConsentContent.PHONE) if contact.is_protected else ()
    return tuple(one for one in content if one not in hidden)
