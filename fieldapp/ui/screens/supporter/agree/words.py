"""The sentences of an agreement: what a window is called, what is read aloud, what is left."""

from fieldapp.domain.codes import spoken
from fieldapp.domain.contact_choices import BestTime, ContactWay
from fieldapp.domain.follow_up_form import FollowUpForm, FollowUpQuestion
from fieldapp.domain.windows import DueWindow, FollowUpKind, Proposal
from fieldapp.ui import components as c
from fieldapp.ui.words import N_, _, short_day, whole_day

WHEN = {
    FollowUpKind.EARLY: N_("Within a week"),
    FollowUpKind.ONE_MONTH: N_("In a month"),
    FollowUpKind.THREE_MONTHS: N_("In three months"),
    FollowUpKind.SIX_MONTHS: N_("In six months"),
    FollowUpKind.TWELVE_MONTHS: N_("In a year"),
    FollowUpKind.CUSTOM: N_("Another day"),
}
LEFT = {
    FollowUpQuestion.WHEN: N_("Choose when we shall be in touch"),
    FollowUpQuestion.DAY: N_("Choose a day that has not passed"),
    FollowUpQuestion.WAY: N_("Choose how we shall be in touch"),
    FollowUpQuestion.PHONE: N_("Write a phone number, or choose “The person contacts us”"),
    FollowUpQuestion.MESSAGE: N_("Ask whether a message may be left"),
    FollowUpQuestion.CONSENT: N_("Ask whether the person wants to be contacted"),
}
PROMISES = {
    ContactWay.PHONE: N_("We call you {day} at the latest{time}."),
    ContactWay.SMS: N_("We send you a text message {day} at the latest{time}."),
    ContactWay.VIA_OTHER: N_("We are in touch through the person you named, {day} at the latest{time}."),
    ContactWay.MAIL_VIA_TAX_AGENCY: N_("We write to you through the Tax Agency, {day} at the latest{time}."),
    ContactWay.PERSON_CONTACTS_US: N_("You contact us, {day} at the latest{time}."),
}
TIMES = {
    BestTime.MORNING: N_(", in the morning"),
    BestTime.AFTERNOON: N_(", in the afternoon"),
    BestTime.EVENING: N_(", in the evening"),
}


def option(offer: Proposal) -> c.Option[FollowUpKind]:
    """ "Inom en vecka" with "14 nov till 19 nov, helst 15 nov" under it."""
    window = offer.window
    days = _("{first} to {last}, preferably {target}").format(
        first=short_day(window.earliest), last=short_day(window.latest), target=short_day(window.target)
    )
    return c.Option(offer.kind, _(WHEN[offer.kind]), days)


def other_day(form: FollowUpForm) -> c.Option[FollowUpKind]:
    chosen = whole_day(form.custom_date) if form.custom_date else ""
    return c.Option(FollowUpKind.CUSTOM, _(WHEN[FollowUpKind.CUSTOM]), chosen)


def read_back(form: FollowUpForm, window: DueWindow | None, code: str, phone_number: str) -> str:
    """What is read to the person before it is saved."""
    if window is None or form.contact_way not in PROMISES:
        return _("Choose when and how, then the sentence to read aloud stands here.")
    time = _(TIMES[form.best_time]) if form.best_time in TIMES else ""
    promise = _(PROMISES[form.contact_way]).format(day=whole_day(window.latest), time=time)
    return f"”{promise} {_otherwise(code, phone_number)}”"


def _otherwise(code: str, phone_number: str) -> str:
    if phone_number:
        words = _("If you hear nothing, call {number} and say the code {code}.")
        return words.format(number=phone_number, code=_unbroken(code))
    return _("If you hear nothing, come back here and say the code {code}.").format(code=_unbroken(code))


def _unbroken(code: str) -> str:
    """Letter by letter, on one line."""
    return spoken(code).replace(" ", "\N{NO-BREAK SPACE}")
