"""The app's own check of the permission table; keys and the membership log hold beneath it."""

from fieldapp.actions.board_settings import settings
from fieldapp.actions.errors import NotAllowed
from fieldapp.actions.phone import Phone
from fieldapp.domain import permissions
from fieldapp.domain.member import Member, Role
from fieldapp.domain.permissions import Action, Scope
from fieldapp.store import records


def role_of(phone: Phone) -> Role:
    """The column of the table that holds for whoever has this phone."""
    record = records.record(phone.store, "member", phone.me.person.hex())
    rostered = Member.from_record(record).role if record else Role.UNKNOWN
    return permissions.acting(phone.role, rostered)


def scope_of(phone: Phone, action: Action) -> Scope:
    """What the table gives this role, less what the board has taken away from it."""
    kept = settings(phone).allows(phone.role.value, action)
    return permissions.scope(role_of(phone), action) if kept else Scope.NO


def allowed(phone: Phone, action: Action) -> bool:
    return phone.me.is_active and scope_of(phone, action).is_permission


def check_allowed(phone: Phone, action: Action) -> None:
    """Raises NotAllowed."""
    if not allowed(phone, action):
        raise NotAllowed


def check_role(phone: Phone, action: Action) -> None:
    """Also for who waits for a role or has just lost one: what is written down is never turned away for that.

    Raises NotAllowed.
    """
    if not scope_of(phone, action).is_permission:
        raise NotAllowed
