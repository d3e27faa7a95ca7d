"""The app's own check of the permission table; keys and the membership log hold beneath it."""

from fieldapp.actions.board_settings import settings
from fieldapp.actions.errors import NotAllowed
from fieldapp.actions.phone import Phone
from fieldapp.domain.permissions import Action, Scope, scope


def scope_of(phone: Phone, action: Action) -> Scope:
    """What the table gives this role, less what the board has taken away from it."""
    role = phone.role.value
    return scope(role, action) if settings(phone).allows(role, action) else Scope.NO


def allowed(phone: Phone, action: Action) -> bool:
    return phone.me.is_active and scope_of(phone, action).is_permission


def check_allowed(phone: Phone, action: Action) -> None:
    """Raises NotAllowed."""
    if not allowed(phone, action):
        raise NotAllowed
