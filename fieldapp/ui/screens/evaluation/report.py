"""The figures in words, once for the screen and both files: what is hidden is hidden in all of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from fieldapp.actions.views import SessionView
from fieldapp.domain.activation_reason import ActivationReason
from fieldapp.domain.deviation import Deviation
from fieldapp.domain.evaluation import Evaluation, EvaluationText, Improvement
from fieldapp.domain.figures import Figures, Reading
from fieldapp.domain.referral_figures import ResponseTime
from fieldapp.domain.small_cells import Bound, Share, is_small
from fieldapp.ui.words import N_, _, label, moment, ngettext, whole_day

HIDDEN = "–"
Key = TypeVar("Key")
TEXTS = {
    EvaluationText.WORKED: N_("What worked"),
    EvaluationText.DID_NOT_WORK: N_("What did not work"),
    EvaluationText.KNEW_OF_SUPPORT: N_("Did those affected know that there was support?"),
}


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[Line, ...]


def sections(found: Figures) -> tuple[Section, ...]:
    """Coverage first: it is what the rest is for."""
    answers = (responses(found),) if found.responses else ()
    return (coverage(found), chain(found), people(found), visits(found), *answers, operation(found))


def coverage(found: Figures) -> Section:
    told = found.coverage
    return Section(
        _("Coverage"),
        (
            Line(_("Of those flagged for follow-up, with somebody responsible and a date"), share(told.owned)),
            Line(_until(N_("Reached by day 7"), told.first), share(told.first.reached)),
            Line(_until(N_("Reached by day 30"), told.second), share(told.second.reached)),
            Line(_("Flagged for follow-up"), count(told.flagged if told.owned.bound is not Bound.HIDDEN else None)),
        ),
    )


def _until(words: str, reading: Reading) -> str:
    return f"{_(words)} ({whole_day(reading.day)})" if reading.day else _(words)


def chain(found: Figures) -> Section:
    told = found.minutes
    return Section(
        _("From the alarm"),
        (
            *reasons(found.reasons),
            Line(_("Alarm to activation"), _minutes(told.to_activation)),
            Line(_("Activation to opening"), _minutes(told.to_opening)),
            Line(_("Opening to the first visit"), _minutes(told.to_first_visit)),
        ),
    )


def reasons(found: Iterable[ActivationReason]) -> tuple[Line, ...]:
    words = ", ".join(map(label, found))
    return (Line(_("Why it was activated"), words),) if words else ()


def _minutes(minutes: int | None) -> str:
    return HIDDEN if minutes is None else ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)


def people(found: Figures) -> Section:
    ages = (Line(label(band), count(cell)) for band, cell in found.ages.items() if cell != 0)
    lines = (
        Line(_("Persons"), count(found.people)),
        Line(_("Were offered follow-up or referral"), share(found.offered)),
        Line(_("Gave a name"), share(found.identified)),
        Line(_("Days to the first contact, median"), count(found.median_days_to_contact)),
        *ages,
    )
    return Section(_("People"), lines)


def visits(found: Figures) -> Section:
    heads = (Line(label(group), str(number)) for group, number in found.heads.items() if number)
    lines = (
        Line(_("Visits"), count(found.visits)),
        *_cells({whole_day(on): cell for on, cell in found.per_day.items()}),
        *_cells({f"{hour:02}–{(hour + 1) % 24:02}": cell for hour, cell in found.per_hour.items()}),
        *_cells({label(mode): cell for mode, cell in found.per_mode.items()}),
        *_cells(found.per_site),
        *heads,
    )
    return Section(_("Visits"), lines)


def _cells(cells: Mapping[str, int | None]) -> Iterator[Line]:
    return (Line(title, count(cell)) for title, cell in cells.items())


def responses(found: Figures) -> Section:
    """From sending to the recipient's first word, for each kind of recipient that five or more were sent to."""
    return Section(
        _("How soon recipients answered"), tuple(Line(label(one.type), _answered(one)) for one in found.responses)
    )


def _answered(one: ResponseTime) -> str:
    if one.sent is None or one.answered is None or is_small(one.answered) or is_small(one.sent - one.answered):
        return HIDDEN
    of_all = _("{answered} of {sent} answered").format(answered=one.answered, sent=one.sent)
    return f"{of_all}, {_time(one.median)}" if one.median else of_all


def _time(median: timedelta) -> str:
    hours = round(median.total_seconds() / 3600)
    if hours < 48:
        return ngettext("half of them within {n} hour", "half of them within {n} hours", hours).format(n=hours)
    days = round(hours / 24)
    return ngettext("half of them within {n} day", "half of them within {n} days", days).format(n=days)


def operation(found: Figures) -> Section:
    lines = (
        Line(_("Visits that arrived late"), str(found.late)),
        Line(_("Phones written off"), str(found.written_off)),
        Line(_("Visits written down afterwards"), count(found.written_late)),
    )
    return Section(_("Phones and the district"), lines)


def count(cell: int | None) -> str:
    return HIDDEN if cell is None else str(cell)


def share(found: Share) -> str:
    match found.bound:
        case Bound.EXACT:
            return f"{found.percent} %"
        case Bound.AT_LEAST:
            return _("at least {n} %").format(n=found.percent)
        case Bound.AT_MOST:
            return _("at most {n} %").format(n=found.percent)
        case Bound.NOBODY:
            return _("nobody")
    return HIDDEN


def head(session: SessionView, linked: int) -> Section:
    kind = label(session.incident_type) if session.incident_type else _("Session")
    opened = [Line(_("Opened"), moment(session.opened_at))] if session.opened_at else []
    together = ngettext("{n} other session", "{n} other sessions", linked).format(n=linked)
    joint = [Line(_("Counted together with"), together)] if linked else []
    lines = (Line(_("Incident"), kind), Line(_("Responsible board"), session.board_name), *opened, *joint)
    return Section(_("Session {code}").format(code=session.code), lines)


def deviations(found: Figures, noted: Iterable[Deviation]) -> Section:
    """How many, and each in the words of whoever noted it: by time and never by name."""
    counted = Line(_("Deviations noted"), str(found.deviations))
    return Section(_("What went against the routines"), (counted, *(Line(_deviation(one), one.done) for one in noted)))


def _deviation(one: Deviation) -> str:
    return f"{moment(one.happened_at)}: {one.what}" if one.happened_at else one.what


def written(evaluation: Evaluation, improvements: tuple[Improvement, ...]) -> tuple[Section, ...]:
    texts = tuple(Line(_(title), evaluation.text(which) or HIDDEN) for which, title in TEXTS.items())
    better = tuple(Line(one.text, improvement_words(one)) for one in improvements)
    return (Section(_("In words"), texts), *([Section(_("To become better"), better)] if better else []))


def improvement_words(one: Improvement) -> str:
    due = _("by {day}").format(day=whole_day(one.due)) if one.due else ""
    return ", ".join(filter(None, (one.owner, due, label(one.state).lower())))


def few_note() -> str:
    return _("{mark} stands for fewer than five, or is hidden so that nobody can be counted out.").format(mark=HIDDEN)
