"""Words for the page that is being drawn: short names, because every line of a screen uses them."""

from datetime import date, datetime
from enum import StrEnum

from fieldapp.i18n import N_, Catalogue, catalogue
from fieldapp.ui.look import look
from sync.errors import StodkedjanError

__all__ = ["N_", "_", "clock", "day", "label", "moment", "ngettext", "sentence", "short_day", "speech", "whole_day"]


def speech() -> Catalogue:
    return catalogue(look().language)


def _(msgid: str) -> str:
    return speech().gettext(msgid)


def ngettext(one: str, many: str, count: int) -> str:
    return speech().ngettext(one, many, count)


def label(member: StrEnum) -> str:
    return speech().label(member)


def sentence(error: StodkedjanError) -> str:
    return speech().gettext(error.sentence())


def day(on: date, *, today: date | None = None) -> str:
    return speech().day(on, today=today)


def short_day(on: date) -> str:
    return speech().short_day(on)


def whole_day(on: date) -> str:
    return speech().whole_day(on)


def clock(at: datetime) -> str:
    return speech().clock(at)


def moment(at: datetime) -> str:
    return speech().moment(at)
