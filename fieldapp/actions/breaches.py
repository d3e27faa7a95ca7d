"""A device that is lost: the data breach opens, the device is revoked, and what is done about it is kept.

Everything lies in the audit circle of the supervisor who does it: supervisors and auditors read it, and nothing is
ever changed, only added.
"""

from fieldapp.actions import removing
from fieldapp.actions.action import Action as Write
from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import allowed, check_allowed
from fieldapp.actions.births import born_id, fresh
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.people import name_of
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import BreachStepRow, BreachView
from fieldapp.domain import data_breach as rules
from fieldapp.domain.data_breach import TEXT_CHARACTERS, Breach, BreachStep, BreachStepKind, check_step
from fieldapp.domain.permissions import Action
from fieldapp.store import heard, records
from fieldapp.store.heard import Heard
from sync.protocol.circle import Circle, CircleKind
from sync.protocol.members import Device, DeviceState

_ABOUT_PEOPLE = (CircleKind.OWN, CircleKind.PROTECTED)


def report_lost(phone: Phone, device: str, reason: str) -> None:
    """Opens the breach, on this device and at once, and then revokes the lost one.

    The clock runs from now, also when the district cannot be reached and the revocation has to be tried again.
    Raises NotAllowed, ReasonForRemovalMissing, GoneMeanwhile, and what stands in sync.client.errors.
    """
    check_allowed(phone, Action.ANSWER_FOR_BREACH)
    lost, reason = removing.checked(phone, device, reason)
    with one_action(phone) as action:
        _open(action, lost, reason)
    if lost.state is not DeviceState.REVOKED:
        removing.revoke_device(phone, device, reason)


def _open(action: Write, lost: Device, reason: str) -> None:
    """Once: a second try to revoke it starts no second clock."""
    phone, mine, device = action.phone, Circle.audit(action.phone.id), lost.id.hex()
    if records.in_write(action.write, "breach", born_id(mine, "breach", device)):
        return
    last = heard.of_device(phone.store, lost.id, lost.signing)
    action.create(
        mine,
        "breach",
        device,
        device=device,
        discovered_at=phone.now(),
        reason=reason,
        heard_at=last.at,
        issued=_issued(last),
        received=_received(last),
        people=_people_on(phone, lost.id),
    )


def _issued(last: Heard) -> int | None:
    if last.heartbeat is None:
        return None
    return sum(number for circle, number in last.heartbeat.issued.items() if circle.kind in _ABOUT_PEOPLE)


def _received(last: Heard) -> int:
    return sum(number for circle, number in last.received.items() if circle.kind in _ABOUT_PEOPLE)


def _people_on(phone: Phone, device: bytes) -> int:
    """Those it wrote of who are still on it: in sessions that are not over, as far as this device may read."""
    homes = [
        records.circle_of(phone.store, "contact", record["id"]) for record in records.records(phone.store, "contact")
    ]
    return sum(
        home is not None and home.kind is CircleKind.OWN and home.device == device and not phone.roster.is_over(home)
        for home in homes
    )


def breaches(phone: Phone) -> tuple[BreachView, ...]:
    """The open ones first, the newest first; nothing for whoever does not answer for them."""
    if not allowed(phone, Action.ANSWER_FOR_BREACH):
        return ()
    return tuple(sorted((_view(phone, one) for one in _all(phone)), key=lambda view: not view.is_open))


def breach(phone: Phone, device: str) -> BreachView:
    """Raises NotAllowed, GoneMeanwhile."""
    check_allowed(phone, Action.ANSWER_FOR_BREACH)
    return _view(phone, _of_device(phone, device))


def add_step(phone: Phone, device: str, kind: BreachStepKind, text: str = "") -> None:
    """What was done, or that it is closed and why. Raises NotAllowed, GoneMeanwhile and as `check_step`."""
    check_allowed(phone, Action.ANSWER_FOR_BREACH)
    check_step(_of_device(phone, device), kind, text)
    with one_action(phone) as action:
        action.create(
            Circle.audit(phone.id),
            "breach_step",
            fresh(),
            device=device,
            kind=kind,
            at=phone.now(),
            by=phone.me.person.hex(),
            text=text.strip()[:TEXT_CHARACTERS],
        )


def _all(phone: Phone) -> tuple[Breach, ...]:
    return rules.breaches(records.records(phone.store, "breach"), records.records(phone.store, "breach_step"))


def _of_device(phone: Phone, device: str) -> Breach:
    found = next((one for one in _all(phone) if one.device == device), None)
    if found is None:
        raise GoneMeanwhile
    return found


def _view(phone: Phone, found: Breach) -> BreachView:
    lost = phone.roster.devices.get(bytes.fromhex(found.device))
    now = heard.of_device(phone.store, lost.id, lost.signing) if lost else Heard()
    return BreachView(
        device=found.device,
        label=lost.label if lost else "",
        name=name_of(phone, lost.person) if lost else "",
        reason=found.reason,
        discovered_at=found.discovered_at,
        deadline=found.deadline,
        left=found.left(phone.now()),
        heard_at=found.heard_at,
        issued=found.issued,
        received=found.received,
        missing=found.missing,
        missing_now=max(0, (found.issued or 0) - max(found.received, _received(now))),
        people=found.people,
        is_revoked=lost is not None and lost.state is DeviceState.REVOKED,
        wiped=lost.wiped if lost else None,
        decision=found.decision.kind if found.decision else None,
        is_open=found.is_open,
        steps=tuple(_step_row(phone, step) for step in reversed(found.steps)),
    )


def _step_row(phone: Phone, step: BreachStep) -> BreachStepRow:
    name = name_of(phone, bytes.fromhex(step.by)) if step.by else ""
    return BreachStepRow(step.kind, step.at or phone.now(), name or phone.label_of(step.by), step.text)
