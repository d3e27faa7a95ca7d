"""How easy a passphrase is to guess, in words and with an icon, while it is typed."""

import flet as ft

from fieldapp.actions.strength import Strength, strength
from fieldapp.ui import components as c
from fieldapp.ui.words import _

I = ft.Icons  # noqa: E741 - read as a table of icons


def strength_hint(passphrase: str) -> ft.Control:
    """A line that is always there, so that nothing moves while somebody types."""
    line = c.status_line(_status(strength(passphrase)) if passphrase else _nothing_yet())
    return ft.Semantics(live_region=True, container=True, content=line)


def _nothing_yet() -> c.Status:
    return c.Status(I.LIGHTBULB_OUTLINE, _("For example four words that you see before you."))


def _status(found: Strength) -> c.Status:
    match found:
        case Strength.TOO_SHORT:
            return c.Status(I.SHORT_TEXT, _("Too short: at least ten characters."), c.Tone.AMBER)
        case Strength.TOO_SIMPLE:
            return c.Status(I.REMOVE_MODERATOR_OUTLINED, _("Too easy to guess. Take other words."), c.Tone.AMBER)
        case Strength.WEAK:
            return c.Status(I.REMOVE_MODERATOR_OUTLINED, _("Easy to guess. Add a word."), c.Tone.AMBER)
        case Strength.FAIR:
            return c.Status(I.SHIELD_OUTLINED, _("Good. One more word makes it hard to guess."))
    return c.Status(I.VERIFIED_USER_OUTLINED, _("Hard to guess."))
