"""One session: what it is, and for a supervisor the way to its end."""

from functools import partial

import flet as ft

from fieldapp.actions import closing, people
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import view
from fieldapp.actions.views import ClosingView, Role, SessionState, SessionView
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.closing.closed import closed
from fieldapp.ui.screens.closing.ending import BEGIN, CLOSE, Ending, use_ending
from fieldapp.ui.screens.closing.facts import session_facts, session_name
from fieldapp.ui.screens.closing.gate import gate
from fieldapp.ui.screens.closing.own_work import for_the_night, own_work
from fieldapp.ui.screens.closing.tasks import EVALUATION, PEOPLE, PHONES, left
from fieldapp.ui.screens.evaluation.board_link import linked_boards
from fieldapp.ui.screens.evaluation.linking import linked_sessions
from fieldapp.ui.screens.staffing.session_errands import session_errands
from fieldapp.ui.screens.walkthrough import walkthrough_card
from fieldapp.ui.state import use_phone, use_shell
from fieldapp.ui.words import _, ngettext


@screen
def SessionPage() -> ft.View:
    lock, phone, shell = use_lock(), use_phone(), use_shell()
    session_id = ft.use_route_params()["id"]
    ending = use_ending(phone, session_id)
    here = addresses.session(session_id)
    page = partial(page_view, lock, phone, here, _("The session"), back=going(places.SESSIONS), body=ending.body)
    guide = walkthrough_card(shell, folded=True)
    if phone.role is not Role.SUPERVISOR:
        known = view(phone, session_id)
        return page(*guide, session_facts(known), *_work(phone, known), *session_errands(phone, session_id))
    found = closing.gate(phone, session_id)
    is_open = found.session.state is SessionState.OPEN
    head = session_facts(found.session) if is_open else session_name(found.session)
    shown = [*_work(phone, found.session), *_shown(found, ending, phone)]
    shown += [*linked_sessions(phone, session_id), *linked_boards(phone, session_id)]
    shown += session_errands(phone, session_id)
    return page(*guide, head, *_told(ending), *shown, *_asking(ending), bottom=_bar(found, ending))


def _work(phone: Phone, session: SessionView) -> list[ft.Control]:
    return [*own_work(phone, session), *for_the_night(phone, session)]


def _shown(found: ClosingView, ending: Ending, phone: Phone) -> list[ft.Control]:
    match found.session.state:
        case SessionState.OPEN:
            return [_how_it_ends()]
        case SessionState.CLOSED:
            return closed(found, _supporters(phone))
        case _:
            return gate(found, show=ending.show, unfolded=ending.unfolded)


def _supporters(phone: Phone) -> frozenset[str]:
    """Only their phones remove what a closed session left; the others follow up."""
    return frozenset(row.device for row in people.devices(phone) if row.role is Role.SUPPORTER)


def _told(ending: Ending) -> list[ft.Control]:
    if ending.errand.problem:
        return [c.trouble(_("It did not work"), ending.errand.problem)]
    return [c.trouble(_("This may have changed since"), ending.asking.problem)] if ending.asking.problem else []


def _asking(ending: Ending) -> list[ft.Control]:
    """Below what is tapped: a line that comes and goes must not move it."""
    return [c.working(_("Asking the district…"))] if ending.asking.going_on else []


def _how_it_ends() -> ft.Control:
    steps = (
        _("Every phone delivers what it has, or is written off with a reason."),
        _("Everybody who was promised a call has somebody responsible and a date."),
        _("When the session is closed, supporters' phones remove its visits. The follow-ups stay in the queue."),
    )
    marks = (ft.Icons.LOOKS_ONE_OUTLINED, ft.Icons.LOOKS_TWO_OUTLINED, ft.Icons.LOOKS_3_OUTLINED)
    facts = [c.fact(mark, words) for mark, words in zip(marks, steps, strict=True)]
    return c.card(c.header(_("How a session ends"), "title_medium"), *facts, spacing=12)


def _bar(found: ClosingView, ending: Ending) -> ft.Control:
    doing, missing = ending.errand.going_on, left(found)
    fetching = _("Fetching…") if ending.asking.going_on else ""
    match found.session.state:
        case SessionState.OPEN:
            words = _("Beginning…") if doing == BEGIN else ""
            return c.bottom_bar(c.primary(_("Begin closing"), ending.ask, ft.Icons.HOURGLASS_BOTTOM, busy=words))
        case SessionState.CLOSED:
            return c.bottom_bar(c.secondary(_("Fetch again"), ending.fetch, ft.Icons.REFRESH, busy=fetching))
    told = [_missing_words(missing)] if ending.tried and missing else []
    again = c.secondary(_("Fetch again"), ending.fetch, busy=fetching)
    close = c.primary(_("Close the session"), ending.close, busy=_("Closing…") if doing == CLOSE else "")
    return c.bottom_bar(*told, c.pair(again, close, shares=(2, 3)))


def _missing_words(missing: tuple[str, ...]) -> ft.Control:
    names = {PHONES: _("Phones"), PEOPLE: _("Open contacts"), EVALUATION: _("Evaluation")}
    what = ", ".join(names[one] for one in missing)
    words = ngettext("{n} thing left: {what}", "{n} things left: {what}", len(missing))
    said = c.error_row(words.format(n=len(missing), what=what))
    return ft.Semantics(live_region=True, container=True, content=said)
