"""What the pages about another board's incident have in common: what is told of it, and how the link stands."""

import flet as ft

from fieldapp.actions.views import IncidentLinkView
from fieldapp.domain.incident_link import IncidentFacts, LinkState
from fieldapp.ui import components as c
from fieldapp.ui.words import _, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons


def named(one: IncidentLinkView) -> str:
    if one.state is not LinkState.LINKED:
        return _("Is it the same incident?")
    return _("The same incident as {board}'s session {code}").format(board=one.board_name, code=one.theirs.code)


def standing(one: IncidentLinkView) -> c.Status:
    if one.waits:
        return c.Status(I.SMARTPHONE, _("Waits for coverage"), c.Tone.AMBER)
    words = {
        LinkState.ASKED: c.Status(I.HOURGLASS_BOTTOM, _("Waits for an answer"), c.Tone.AMBER),
        LinkState.LINKED: c.Status(I.LINK, _("Linked"), c.Tone.SPRUCE),
        LinkState.APART: c.Status(I.CANCEL_OUTLINED, _("They have another incident")),
        LinkState.ENDED: c.Status(I.LINK_OFF, _("Taken apart")),
    }
    return words[one.state]


def facts_card(title: str, facts: IncidentFacts) -> ft.Control:
    what = f"{label(facts.type)}, {facts.area}" if facts.area else label(facts.type)
    lines: list[ft.Control] = [c.code(facts.code, "small")] if facts.code else []
    lines += [c.fact(I.HUB_OUTLINED, what), c.fact(I.ACCOUNT_BALANCE_OUTLINED, label(facts.level))]
    if facts.occurred_at:
        happened = _("Happened {when}").format(when=moment(facts.occurred_at))
        lines.append(c.fact(I.SCHEDULE, happened))
    if facts.alarm_received_at:
        alarmed = _("Alarm {when}").format(when=moment(facts.alarm_received_at))
        lines.append(c.fact(I.NOTIFICATIONS_OUTLINED, alarmed))
    return c.card(c.header(title, "title_medium"), *lines, spacing=10)
