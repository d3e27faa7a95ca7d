"""What is said about attempts: how they went, and when "not reached" can be chosen."""

from collections.abc import Iterable
from datetime import tzinfo

import flet as ft

from fieldapp.actions.views import AttemptRow
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.contact_choices import ContactWay
from fieldapp.domain.follow_up import ATTEMPTS_BEFORE_UNREACHABLE, DAYS_BEFORE_UNREACHABLE
from fieldapp.ui.look import narrow
from fieldapp.ui.words import _, label, moment

ICONS = {
    AttemptResult.REACHED: ft.Icons.PHONE_IN_TALK_OUTLINED,
    AttemptResult.NO_ANSWER: ft.Icons.PHONE_MISSED,
    AttemptResult.MESSAGE_LEFT: ft.Icons.VOICEMAIL,
    AttemptResult.WRONG_NUMBER: ft.Icons.PHONE_DISABLED_OUTLINED,
}


def icon_of(attempt: AttemptRow) -> ft.IconData:
    return ICONS.get(attempt.result, ft.Icons.PHONE_OUTLINED)


def title_of(attempt: AttemptRow) -> str:
    return _("{way}: {result}").format(way=way_words(attempt.way), result=small(label(attempt.result)))


def detail_of(attempt: AttemptRow) -> str:
    return f"{moment(attempt.at)}, {attempt.by}" if attempt.by else moment(attempt.at)


def way_words(way: ContactWay | None) -> str:
    """The choice says "call"; what was done is "phone"."""
    if way is ContactWay.PHONE:
        return _("Phone")
    return label(way) if way else _("Attempt")


def small(words: str) -> str:
    """The same words in the middle of a sentence."""
    return words[:1].lower() + words[1:]


def not_reached_words(attempts: Iterable[AttemptRow], zone: tzinfo) -> str:
    """When the rule allows "not reached"; the rule itself is the domain's."""
    failed = [attempt for attempt in attempts if attempt.result is not AttemptResult.REACHED]
    days = len({attempt.at.astimezone(zone).date() for attempt in failed})
    left = max(ATTEMPTS_BEFORE_UNREACHABLE - len(failed), 0)
    if left == 0 and days >= DAYS_BEFORE_UNREACHABLE:
        return _("“Not reached” can be chosen now.")
    return _still_left(max(left, 1), days)


def _still_left(left: int, days: int) -> str:
    if days >= DAYS_BEFORE_UNREACHABLE:
        one = _("“Not reached” can be chosen after one more attempt.")
        many = _("“Not reached” can be chosen after {n} more attempts.")
    elif days == 0:
        one = many = _("“Not reached” can be chosen after {n} more attempts, on at least two days.")
    else:
        one = _("“Not reached” can be chosen after one more attempt, on another day.")
        many = _("“Not reached” can be chosen after {n} more attempts, at least one of them on another day.")
    return (one if left == 1 else many).format(n=left)


def with_own_line(words: str, value: str) -> str:
    """A code or a number is not broken in two where there is little room."""
    return words.replace(f" {value}", f"\n{value}") if narrow() else words


def saved_words(number: int, rest: str) -> str:
    saved = _("Attempt {n} saved.").format(n=number)
    return f"{saved} {rest}".strip()
