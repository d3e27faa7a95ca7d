"""The board's roster: who can be called in, what she speaks, whether she is trained."""

from collections.abc import Iterator

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import RosterRow
from fieldapp.domain.member import Member, Role
from fieldapp.domain.permissions import Action, acting
from fieldapp.domain.roster import RosterForm, check_roster, form_of, roster_answers
from fieldapp.store import records
from sync.protocol.circle import Circle

PERSON_BYTES = 16


def roster(phone: Phone) -> tuple[RosterRow, ...]:
    """Those who can be called first, by name; who has left the list last."""
    return tuple(sorted(_rows(phone), key=lambda row: (not row.active, row.name.casefold(), row.person)))


def _rows(phone: Phone) -> Iterator[RosterRow]:
    devices = [device for device in phone.roster.devices.values() if device.is_active]
    for member in members(phone):
        hers = [device for device in devices if device.person.hex() == member.id]
        yield RosterRow(
            person=member.id,
            name=member.name,
            role=acting(hers[-1].role, member.role) if hers else member.role,
            phone=member.phone,
            trained=member.trained_on is not None,
            languages=member.languages,
            active=member.active,
            label=hers[-1].label if hers else "",
            in_conflict=member.in_conflict,
        )


def members(phone: Phone) -> list[Member]:
    return [Member.from_record(record) for record in records.records(phone.store, "member")]


def colleague(phone: Phone, person: str) -> RosterForm:
    """As she stands in the list. Raises GoneMeanwhile."""
    return form_of(member(phone, person))


def member(phone: Phone, person: str) -> Member:
    """Raises GoneMeanwhile."""
    record = records.record(phone.store, "member", person)
    if record is None:
        raise GoneMeanwhile
    return Member.from_record(record)


def save(phone: Phone, form: RosterForm, person: str = "") -> str:
    """Adds a colleague, or changes one; gives her id.

    Raises NotAllowed, ColleagueNameMissing, PersonalNumberWritten, GoneMeanwhile.

    Only what differs from what stood there is written, so that two who edit apart touch only what they mean.
    """
    check_allowed(phone, Action.KEEP_ROSTER)
    check_roster(form)
    before = member(phone, person) if person else None
    answers = roster_answers(form, before, today=phone.today())
    known = roster_answers(form_of(before), before, today=phone.today()) if before else {}
    changed = {name: answer for name, answer in answers.items() if name not in known or known[name] != answer}
    born = {} if before else {"role": Role.SUPPORTER}
    person = person or phone.random(PERSON_BYTES).hex()
    if changed:
        with one_action(phone) as action:
            action.set(Circle.of_board(), "member", person, **changed, **born)
    return person
