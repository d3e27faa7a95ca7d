"""Proposing that what is written about a person is put away; the archive decides, nothing is deleted here."""

from dataclasses import dataclass
from datetime import date

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import allowed, check_allowed
from fieldapp.actions.board_settings import settings
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import contact_of, follow_ups_of
from fieldapp.actions.queue import follow_ups, referrals
from fieldapp.actions.reads import note_read
from fieldapp.actions.referral_records import referrals_of
from fieldapp.actions.visits import valid_visits
from fieldapp.domain.disposal import StillOpen, check_nothing_open, is_due
from fieldapp.domain.field_values import as_day, as_text
from fieldapp.domain.merge import shown
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.read_entry import ReadAction
from fieldapp.store import records


@dataclass(frozen=True, slots=True, repr=False)
class DisposalRow:
    """`keep`: born on the 5th, 15th or 25th, so kept for the archive; the date itself is written down nowhere."""

    contact_id: str
    code: str
    proposed_on: date
    keep: bool


def propose_disposal(phone: Phone, contact_id: str, *, keep: bool) -> None:
    """Raises NotAllowed, StillOpen (I6), GoneMeanwhile."""
    check_allowed(phone, Deed.PROPOSE_DISPOSAL)
    contact_of(phone, contact_id)
    check_nothing_open(follow_ups_of(phone, contact_id), referrals_of(phone, contact_id))
    home = records.circle_of(phone.store, "contact", contact_id)
    if home is None:
        raise GoneMeanwhile
    with one_action(phone) as action:
        action.set(home, "contact", contact_id, disposal_proposed_on=phone.today(), keep_for_archive=keep)
        note_read(action, "contact", contact_id, ReadAction.WRITE)


def may_propose(phone: Phone) -> bool:
    return allowed(phone, Deed.PROPOSE_DISPOSAL)


def proposed(phone: Phone) -> tuple[DisposalRow, ...]:
    """The list for the archive, the oldest first; somebody who has come back since is not on it."""
    rows = []
    for record in records.records(phone.store, "contact"):
        on = as_day(shown(record, "disposal_proposed_on"))
        if on and not _has_open(phone, record["id"]):
            keep = shown(record, "keep_for_archive") is True
            rows.append(DisposalRow(record["id"], as_text(shown(record, "code")), on, keep))
    return tuple(sorted(rows, key=lambda row: (row.proposed_on, row.code)))


def due(phone: Phone) -> tuple[tuple[str, str], ...]:
    """Contact id and code of those nobody has written about for as long as the board keeps records, nothing open.

    A list to look at: it proposes nothing by itself.
    """
    months, today = settings(phone).retention_months, phone.today()
    last = _last_notes(phone)
    kept = [record for record in records.records(phone.store, "contact") if not shown(record, "disposal_proposed_on")]
    old = [record for record in kept if record["id"] in last and is_due(last[record["id"]], today, months)]
    found = ((record["id"], as_text(shown(record, "code"))) for record in old if not _has_open(phone, record["id"]))
    return tuple(sorted(found, key=lambda one: one[1]))


def _last_notes(phone: Phone) -> dict[str, date]:
    """The day of the last visit or of what was done last about a promise, for each contact."""
    notes = [(one.contact_id, one.started_at) for one in valid_visits(phone)]
    notes += [(one.contact_id, one.closed_at) for one in follow_ups(phone)]
    notes += [(one.contact_id, one.changed_at) for one in referrals(phone)]
    last: dict[str, date] = {}
    for contact, at in notes:
        if at:
            day = at.astimezone(phone.zone).date()
            last[contact] = max(last.get(contact, day), day)
    return last


def _has_open(phone: Phone, contact_id: str) -> bool:
    try:
        check_nothing_open(follow_ups_of(phone, contact_id), referrals_of(phone, contact_id))
    except StillOpen:
        return True
    return False
