"""What is known of a lost phone, and what nobody can know."""

import flet as ft

from fieldapp.actions.views import BreachView
from fieldapp.ui import components as c
from fieldapp.ui.words import _, moment, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons


def known(found: BreachView) -> list[ft.Control]:
    title = ", ".join(filter(None, (found.label, found.name)))
    facts = [c.fact(mark, words) for mark, words in _facts(found)]
    return [c.card(c.header(title, "title_large"), *facts, spacing=12)]


def _facts(found: BreachView) -> list[tuple[ft.IconData, str]]:
    discovered = _("Noticed {when}. {reason}").format(when=moment(found.discovered_at), reason=found.reason)
    return [
        (I.SCHEDULE, discovered.strip()),
        (I.SMARTPHONE, _counted(found)),
        *([(I.GROUPS_OUTLINED, _people(found.people))] if found.people else []),
        (I.LOCK_OUTLINE, _("Everything on it is encrypted, and opens only with the passphrase.")),
        (I.PHONELINK_LOCK, _state(found)),
    ]


def _counted(found: BreachView) -> str:
    """Since its last heartbeat it may have written more, so all of it is *at least*."""
    if found.issued is None or found.heard_at is None:
        return _("The phone was never heard. Nobody knows what is on it.")
    heard = _("Heard last {when}: issued {issued}, received {received}.")
    numbers = heard.format(when=moment(found.heard_at), issued=found.issued, received=found.received)
    return f"{numbers} {_missing(found)}"


def _missing(found: BreachView) -> str:
    if not found.missing_now:
        return _("What is known of has arrived.") if found.missing else _("It may have written more since.")
    words = ngettext(
        "At least {n} record about somebody is nowhere else.",
        "At least {n} records about somebody are nowhere else.",
        found.missing_now,
    )
    return words.format(n=found.missing_now)


def _people(count: int) -> str:
    words = ngettext("At least {n} person is on it.", "At least {n} people are on it.", count)
    return words.format(n=count)


def _state(found: BreachView) -> str:
    if found.wiped:
        return _("The phone emptied itself {time}").format(time=moment(found.wiped.at))
    if found.is_revoked:
        return _("It is revoked, and empties itself when it next reaches the district.")
    return _("It is not revoked yet.")
