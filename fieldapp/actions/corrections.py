"""What the person says is wrong, and what is right instead: added beside the entry, which stays as it was."""

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import allowed, check_allowed
from fieldapp.actions.births import fresh
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import CorrectionRow
from fieldapp.domain.correction import Correction, CorrectionKind, check_words
from fieldapp.domain.merge import shown
from fieldapp.domain.permissions import Action as Deed
from fieldapp.store import records

WORDS_CHARACTERS = 500


def add_correction(phone: Phone, visit_id: str, kind: CorrectionKind, words: str) -> None:
    """Raises WordsMissing, NotAllowed, GoneMeanwhile."""
    check_words(words)
    check_allowed(phone, Deed.MERGE_OR_CORRECT)
    home, record = records.circle_of(phone.store, "visit", visit_id), records.record(phone.store, "visit", visit_id)
    if home is None or record is None:
        raise GoneMeanwhile
    with one_action(phone) as action:
        action.create(
            home,
            "correction",
            fresh(),
            contact_id=shown(record, "contact_id"),
            about_type="visit",
            about_id=visit_id,
            kind=kind,
            words=words.strip()[:WORDS_CHARACTERS],
            at=phone.now(),
            by=phone.me.person.hex(),
        )
        if kind is CorrectionKind.DISPUTED:
            action.set(home, "visit", visit_id, disputed=True)


def may_correct(phone: Phone) -> bool:
    return allowed(phone, Deed.MERGE_OR_CORRECT)


def corrections_of(phone: Phone, contact_id: str) -> tuple[CorrectionRow, ...]:
    """The oldest first, as they were added."""
    found = (Correction.from_record(record) for record in records.records(phone.store, "correction"))
    mine = [one for one in found if one.contact_id == contact_id]
    in_order = sorted(mine, key=lambda one: (one.at.isoformat() if one.at else "", one.id))
    return tuple(CorrectionRow(one, phone.label_of(one.by)) for one in in_order)
