"""A visit that is being written: its code, its session and the answers so far."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fieldapp.actions import drafts, sessions, visits
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SessionView
from fieldapp.domain import visit_form
from fieldapp.domain.site import SiteKind
from fieldapp.domain.visit_choices import VisitMode
from fieldapp.domain.visit_form import VisitForm

NAME = "visit"
MODES = {
    SiteKind.PHONE: VisitMode.PHONE,
    SiteKind.OUTREACH: VisitMode.OUTREACH,
    SiteKind.SCHOOL: VisitMode.SCHOOL,
    SiteKind.DIGITAL: VisitMode.DIGITAL,
}


@dataclass(frozen=True, slots=True, repr=False)
class VisitDraft:
    """`saved_at` is None until the first answer has been kept."""

    code: str
    session_id: str
    form: VisitForm
    saved_at: datetime | None = None

    def answered(self, at: datetime, **changes: Any) -> "VisitDraft":
        return replace(self, form=replace(self.form, **changes), saved_at=at)

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "session_id": self.session_id,
            "form": visit_form.to_json(self.form),
            "saved_at": self.saved_at.isoformat() if self.saved_at else "",
        }


def kept(phone: Phone) -> VisitDraft | None:
    """The draft on this phone, as it was left."""
    found = drafts.load(phone, NAME)
    if found is None or not found.get("code"):
        return None
    at = datetime.fromisoformat(found["saved_at"]) if found.get("saved_at") else None
    return VisitDraft(found["code"], found["session_id"], visit_form.from_json(found["form"]), at)


def begun(phone: Phone) -> VisitDraft | None:
    """The kept draft, else a new one for the session that is open; None when there is none."""
    session = sessions.current(phone)
    return kept(phone) or (_new(phone, session) if session else None)


def _new(phone: Phone, session: SessionView) -> VisitDraft:
    return _fresh_at(session, visits.new_code(phone), phone.now())


def lost_one(session: SessionView, code: str, at: datetime) -> VisitDraft:
    """One that was lost with a phone: however little time ago it was, it says that it is written down afterwards."""
    draft = _fresh_at(session, code, at)
    return replace(draft, form=replace(draft.form, written_again=True))


def _fresh_at(session: SessionView, code: str, at: datetime) -> VisitDraft:
    """Nothing answered yet but where and when."""
    mode = MODES.get(session.site_kind, VisitMode.VISIT) if session.site_kind else VisitMode.VISIT
    return VisitDraft(code, session.id, VisitForm(started_at=at, site=session.site_name, mode=mode))
