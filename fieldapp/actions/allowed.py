"""The app's own check of the permission table; keys and the membership log hold beneath it."""

from fieldapp.actions.errors import NotAllowed
from fieldapp.actions.phone import Phone
from fieldapp.domain.permissions import Action, may


def allowed(phone: Phone, action: Action) -> bool:
    return phone.me.is_active and may(phone.role.value, action)


def check_allowed(phone: Phone, action: Action) -> None:
    """Raises NotAllowed."""
    if not allowed(phone, action):
        raise NotAllowed
