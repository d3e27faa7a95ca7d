"""The alarm chain on a session's page: when, and how many minutes lay between."""

from typing import Final

import flet as ft

from fieldapp.actions import activation
from fieldapp.actions.activation import ActivationForm
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.domain.alarm_chain import AlarmChain, ChainStep, ChainTime
from fieldapp.ui import components as c
from fieldapp.ui.words import _, label, moment, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons
MARKS: Final = {
    ChainStep.ALARM: I.NOTIFICATIONS_OUTLINED,
    ChainStep.ACTIVATED: I.CAMPAIGN_OUTLINED,
    ChainStep.OPENED: I.SCHEDULE,
    ChainStep.FIRST_VISIT: I.PERSON_OUTLINE,
}


def chain_card(phone: Phone, session: str) -> list[ft.Control]:
    """Nothing while only the session's code is known here."""
    found = as_it_stands(phone, session)
    if found is None:
        return []
    chain = activation.chain(phone, session)
    lines = [c.event(MARKS[one.step], chain_words(one), moment(one.at)) for one in chain.times]
    decided = label(found.decided_by) if found.decided_by else _("not noted yet")
    return [
        c.card(
            c.header(_("From alarm to first visit"), "title_medium"),
            *lines,
            *_in_all(chain),
            c.fact(I.GAVEL, _("Decided by: {function}").format(function=decided)),
            c.fact(I.STAIRS_OUTLINED, label(found.level)),
            *_why(found),
            spacing=12,
        )
    ]


def _why(found: ActivationForm) -> list[ft.Control]:
    """Of what happened: the list is the same everywhere, the words name nobody."""
    reasons = ", ".join(map(label, found.reasons)) or _("not noted yet")
    lines = [c.fact(I.CHECKLIST, _("Why it was activated: {reasons}").format(reasons=reasons))]
    if found.why:
        lines.append(c.fact(I.NOTES, found.why))
    if found.impact:
        lines.append(c.fact(I.GROUPS_OUTLINED, _("What it did to people: {words}").format(words=found.impact)))
    return lines


def as_it_stands(phone: Phone, session: str) -> ActivationForm | None:
    try:
        return activation.activation(phone, session)
    except GoneMeanwhile:
        return None


def chain_words(one: ChainTime) -> str:
    """ "Öppnad, 3 min senare" """
    if one.minutes is None:
        return label(one.step)
    return ngettext("{step}, {n} min later", "{step}, {n} min later", one.minutes).format(
        step=label(one.step), n=one.minutes
    )


def _in_all(chain: AlarmChain) -> list[ft.Control]:
    minutes = chain.minutes_to_first_visit
    in_all = [c.text(_("{n} min from alarm to first visit").format(n=minutes), "title_small")] if minutes else []
    if chain.began_in_time is False:
        late = c.Status(I.HOURGLASS_BOTTOM, _("Opened more than 5 minutes after the activation"), c.Tone.AMBER)
        return [*in_all, c.status_line(late)]
    return [*in_all]
