"""The places of a session: the one it was opened with, and those that came."""

from collections.abc import Iterator

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.births import fresh
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SiteRow
from fieldapp.domain.permissions import Action
from fieldapp.domain.session import Session
from fieldapp.domain.session_site import SessionSite, SiteForm, check_site, site_answers
from fieldapp.store import records
from sync.protocol.circle import Circle


def sites(phone: Phone, session: str) -> tuple[SiteRow, ...]:
    """Open ones first; `id` is "" for the place the session was opened with."""
    return tuple(sorted(_sites(phone, session), key=lambda row: (row.closed, bool(row.id), row.name)))


def _sites(phone: Phone, session: str) -> Iterator[SiteRow]:
    record = records.record(phone.store, "session", session)
    for site in Session.from_record(record).sites if record else ():
        yield SiteRow("", site.name, site.kind, "", closed=False)
    for one in map(SessionSite.from_record, records.records(phone.store, "site")):
        if one.session_id == session:
            yield SiteRow(one.id, one.name, one.kind, one.hours, closed=one.closed)


def open_names(phone: Phone, session: str) -> tuple[str, ...]:
    """What a visit can be said to have been at."""
    return tuple(dict.fromkeys(row.name for row in sites(phone, session) if not row.closed))


def add_site(phone: Phone, session: str, form: SiteForm) -> str:
    """Two added apart are two places. Raises NotAllowed, SiteIncomplete."""
    check_allowed(phone, Action.STAFF_SESSION)
    check_site(form)
    with one_action(phone) as action:
        circle = Circle.shared(bytes.fromhex(session))
        return action.create(circle, "site", fresh(), session_id=session, **site_answers(form))


def close_site(phone: Phone, session: str, site: str, *, closed: bool = True) -> None:
    """Nobody is sent there any more; its visits keep its name. Raises NotAllowed, GoneMeanwhile."""
    check_allowed(phone, Action.STAFF_SESSION)
    if records.record(phone.store, "site", site) is None:
        raise GoneMeanwhile
    with one_action(phone) as action:
        action.set(Circle.shared(bytes.fromhex(session)), "site", site, closed=closed)
