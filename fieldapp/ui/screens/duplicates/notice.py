"""On the queue: two codes may be one person, or several persons one family."""

import flet as ft

from fieldapp.actions import duplicates
from fieldapp.actions.phone import Phone
from fieldapp.ui import components as c
from fieldapp.ui.going import going
from fieldapp.ui.screens.casework import places
from fieldapp.ui.words import _, ngettext


def duplicate_notice(phone: Phone) -> list[ft.Control]:
    """Nothing while there is nothing to decide."""
    pairs, families = len(duplicates.proposals(phone)), len(duplicates.sharing_a_number(phone))
    if not pairs + families:
        return []
    told = [
        ngettext("{n} may be registered twice.", "{n} may be registered twice.", pairs).format(n=pairs),
        ngettext("{n} family with one number.", "{n} families with one number.", families).format(n=families),
    ]
    words = " ".join(line for line, count in zip(told, (pairs, families), strict=True) if count)
    status = c.Status(ft.Icons.PEOPLE_ALT_OUTLINED, words, c.Tone.AMBER)
    return [c.notice(status, _("Compare them. Nothing is joined by itself."), do=going(places.DUPLICATES))]
