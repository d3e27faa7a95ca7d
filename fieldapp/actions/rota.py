"""The rolling week: planning it, swapping a week, and who is on duty now."""

from collections.abc import Iterator, Sequence
from datetime import date

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.births import born_id
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import Duty, RotaRow
from fieldapp.domain import rota as rules
from fieldapp.domain.member import Member
from fieldapp.domain.permissions import Action
from fieldapp.domain.rota import WEEK, Rota, RotaEmpty, RotaWeek, duty_week, monday_of
from fieldapp.store import records
from sync.protocol.circle import Circle
from sync.protocol.epochs import CASEWORKERS

_BORN = "rota"
SHOWN_WEEKS = 8


def plan(phone: Phone, order: Sequence[str], starts_on: date) -> None:
    """`order`: person ids; whoever stands first takes the week of `starts_on`. Raises NotAllowed, RotaEmpty."""
    check_allowed(phone, Action.KEEP_ROTA)
    if not order:
        raise RotaEmpty
    with one_action(phone) as action:
        action.create(Circle.of_board(), "rota", _BORN, order=tuple(order), starts_on=monday_of(starts_on))


def swap(phone: Phone, monday: date, member: str) -> None:
    """Somebody else takes that week; "" gives it back to the rolling order. Raises NotAllowed."""
    check_allowed(phone, Action.KEEP_ROTA)
    with one_action(phone) as action:
        action.create(Circle.of_board(), "rota_week", monday.isoformat(), monday=monday, member=member)


def rota(phone: Phone) -> Rota:
    record = records.record(phone.store, "rota", born_id(Circle.of_board(), "rota", _BORN))
    return Rota.from_record(record) if record else Rota()


def swapped(phone: Phone) -> list[RotaWeek]:
    return [RotaWeek.from_record(record) for record in records.records(phone.store, "rota_week")]


def weeks(phone: Phone, count: int = SHOWN_WEEKS) -> tuple[RotaRow, ...]:
    """The week on duty now and those that follow."""
    return tuple(_weeks(phone, count))


def _weeks(phone: Phone, count: int) -> Iterator[RotaRow]:
    order, others = rota(phone), swapped(phone)
    now = duty_week(phone.now(), zone=phone.zone)
    for monday in (now + WEEK * number for number in range(count)):
        changed = next((week for week in others if week.monday == monday), RotaWeek())
        yield RotaRow(
            monday=monday,
            duty=duty_of(phone, rules.on_duty(order, others, monday)),
            is_now=monday == now,
            is_swapped=bool(changed.member) and changed.member != order.planned(monday),
            in_conflict=changed.in_conflict,
        )


def on_duty(phone: Phone) -> Duty:
    """The coordinator on duty now; an empty one when nobody is planned."""
    return weeks(phone, 1)[0].duty


def duty_of(phone: Phone, person: str) -> Duty:
    record = records.record(phone.store, "member", person) if person else None
    member = Member.from_record(record) if record else Member(id=person)
    label = phone.label_of(person)
    return Duty(person, member.name or label, label, member.phone, is_me=person == phone.me.person.hex())


def coordinators(phone: Phone) -> tuple[Duty, ...]:
    """Who can be put into the rota: everybody whose phone follows people up."""
    people = dict.fromkeys(
        device.person for device in phone.roster.devices.values() if device.is_active and device.role in CASEWORKERS
    )
    return tuple(sorted((duty_of(phone, person.hex()) for person in people), key=lambda duty: duty.name))
