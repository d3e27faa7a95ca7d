"""The status report in words: the same lines on the screen and in the file."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from fieldapp.actions.views import SessionView
from fieldapp.domain.status_report import StatusReport
from fieldapp.ui.screens.evaluation.report import Line, Section, count, reasons
from fieldapp.ui.words import _, label, moment, ngettext

Key = TypeVar("Key")


def sections(found: StatusReport, board: str) -> tuple[Section, ...]:
    """A part for each of the nine functions of a staff, in their order."""
    return (
        Section(_("1 Staff"), tuple(_staff(found))),
        Section(_("2 Security"), tuple(_security(found))),
        Section(_("3 Situation"), tuple(_situation(found))),
        Section(_("4 Logistics"), tuple(_needs(found))),
        Section(_("5 Planning"), tuple(_planning(found))),
        Section(_("6 Connections"), tuple(_connections(found))),
        Section(_("7 Communication"), tuple(_communication(found))),
        Section(_("8 Law and economy"), tuple(_law(found, board))),
        Section(_("9 Cooperation"), tuple(_cooperation(found))),
    )


def head(session: SessionView, found: StatusReport) -> Section:
    kind = label(session.incident_type) if session.incident_type else _("Session")
    lines = (
        Line(_("Incident"), kind),
        Line(_("Responsible board"), session.board_name),
        Line(_("As it stood"), moment(found.at)),
    )
    return Section(_("Session {code}").format(code=session.code), lines)


def _staff(found: StatusReport) -> Iterator[Line]:
    yield Line(_("Work now"), str(found.on_now))
    yield Line(_("Hours worked"), str(found.hours))
    yield from reasons(found.reasons)


def _security(found: StatusReport) -> Iterator[Line]:
    yield from _cells({label(one): cell for one, cell in found.security.items()}, _("No acute danger was noted"))
    yield Line(_("With protected identity"), count(found.protected))
    yield Line(_("Phones written off"), str(found.lost_phones))
    yield Line(_("Open data breaches"), str(found.open_breaches))


def _situation(found: StatusReport) -> Iterator[Line]:
    yield Line(_("Persons met"), count(found.people))
    visits = _("Visits {first:02}:00–{last:02}:00")
    hours = {visits.format(first=hour, last=(hour + 1) % 24): cell for hour, cell in found.per_hour.items()}
    yield from _cells(hours, _("No visits yet"))
    yield from _cells(found.per_site, "")
    yield from _cells({_counted(label(group)): cell for group, cell in found.heads.items()}, "")


def _counted(group: str) -> str:
    return _("Only counted: {group}").format(group=group.lower())


def _needs(found: StatusReport) -> Iterator[Line]:
    return _cells({label(need): cell for need, cell in found.needs.items()}, _("No needs yet"))


def _planning(found: StatusReport) -> Iterator[Line]:
    weeks = {
        _("Follow-ups due in week {week}").format(week=monday.isocalendar().week): cell
        for monday, cell in found.due_weeks.items()
    }
    return _cells(weeks, _("No follow-ups are open"))


def _connections(found: StatusReport) -> Iterator[Line]:
    yield Line(_("Phones in the session"), str(found.phones))
    yield Line(_("Not heard for 24 hours"), str(found.silent))
    longest = moment(found.heard_longest_ago) if found.heard_longest_ago else _("none")
    yield Line(_("The one not heard for longest"), longest)


def _communication(found: StatusReport) -> Iterator[Line]:
    yield from (
        Line(_("Open, {place}").format(place=name), hours or _("not noted")) for name, hours in found.opening_hours
    )
    yield from _cells({_("Language: {name}").format(name=one): cell for one, cell in found.languages.items()}, "")


def _law(found: StatusReport, board: str) -> Iterator[Line]:
    for lender, hours in found.hours_per_board.items():
        name = lender or board
        words = ngettext("{n} hour", "{n} hours", hours).format(n=hours)
        yield Line(_("Hours, {board}").format(board=name), words)
    yield Line(_("Every opening of a person is logged"), _("yes"))
    yield Line(_("Proposed for disposal"), count(found.disposal_proposed))


def _cooperation(found: StatusReport) -> Iterator[Line]:
    return _cells({label(one): cell for one, cell in found.referrals.items()}, _("Nothing has been sent"))


def _cells(cells: Mapping[str, int | None], nothing: str) -> Iterator[Line]:
    """`nothing`: what to say where there is no cell at all."""
    yield from (Line(title, count(cell)) for title, cell in cells.items())
    if not cells and nothing:
        yield Line(nothing, "")
