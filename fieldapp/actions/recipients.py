"""The board's directory of those people are referred to: no personal data, read by every device."""

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import allowed, check_allowed
from fieldapp.actions.births import fresh
from fieldapp.actions.errors import GoneMeanwhile, RecipientIncomplete
from fieldapp.actions.phone import Phone
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.recipient import Recipient, RecipientForm
from fieldapp.store import records
from sync.protocol.circle import Circle


def recipients(phone: Phone, *, all_of_them: bool = False) -> tuple[Recipient, ...]:
    """By name; those no longer in use only when `all_of_them` are asked for."""
    found = map(Recipient.from_record, records.records(phone.store, "recipient"))
    kept = (one for one in found if one.in_use or all_of_them)
    return tuple(sorted(kept, key=lambda one: (not one.in_use, one.name.casefold(), one.id)))


def recipient_of(phone: Phone, recipient_id: str) -> Recipient:
    """Raises GoneMeanwhile."""
    record = records.record(phone.store, "recipient", recipient_id)
    if record is None:
        raise GoneMeanwhile
    return Recipient.from_record(record)


def save_recipient(phone: Phone, form: RecipientForm, recipient_id: str = "") -> str:
    """A new one, or what has changed of one; whoever writes it has looked it up. Gives its id.

    Raises NotAllowed, RecipientIncomplete, GoneMeanwhile.
    """
    _check(phone)
    if form.missing:
        raise RecipientIncomplete
    answers = form.answers | {"verified_on": phone.today()}
    if recipient_id:
        before = RecipientForm.of(recipient_of(phone, recipient_id)).answers
        answers = {name: value for name, value in answers.items() if before.get(name) != value}
    with one_action(phone) as action:
        if not recipient_id:
            return action.create(Circle.of_board(), "recipient", fresh(), **answers)
        action.set(Circle.of_board(), "recipient", recipient_id, **answers)
    return recipient_id


def verify(phone: Phone, recipient_id: str) -> None:
    """Number and opening hours were looked up today and are right. Raises NotAllowed, GoneMeanwhile."""
    _check(phone)
    recipient_of(phone, recipient_id)
    with one_action(phone) as action:
        action.set(Circle.of_board(), "recipient", recipient_id, verified_on=phone.today())


def may_keep(phone: Phone) -> bool:
    return allowed(phone, Deed.KEEP_RECIPIENTS)


def _check(phone: Phone) -> None:
    check_allowed(phone, Deed.KEEP_RECIPIENTS)
