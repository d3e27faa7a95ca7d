"""The words of the slip in the person's language, which need not be the language of the app."""

from dataclasses import dataclass
from datetime import date

from fieldapp.actions.views import SlipView
from fieldapp.domain.contact_choices import BestTime
from fieldapp.i18n import N_, Catalogue, catalogue

SLIP_LANGUAGES = {"sv": "Svenska", "en": "English", "ar": "العربية"}
TIMES = {
    BestTime.MORNING: N_(" in the morning"),
    BestTime.AFTERNOON: N_(" in the afternoon"),
    BestTime.EVENING: N_(" in the evening"),
}
ARABIC_DAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
ARABIC_MONTHS = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
ARABIC_TIMES = {BestTime.MORNING: " صباحًا", BestTime.AFTERNOON: " بعد الظهر", BestTime.EVENING: " مساءً"}


@dataclass(frozen=True, slots=True)
class SlipWords:
    """`promise` is "" when nothing was agreed."""

    title: str
    back: str
    promise: str
    rtl: bool = False


def slip_words(language: str, slip: SlipView) -> SlipWords:
    if language == "ar":
        return _arabic(slip)
    return _from(catalogue(language), slip)


def _from(speech: Catalogue, slip: SlipView) -> SlipWords:
    _ = speech.gettext
    if slip.phone_number:
        words = _("Call {number} or come back here. Say the code. You do not have to say your name.")
        back = words.format(number=slip.phone_number)
    else:
        back = _("Come back here. Say the code. You do not have to say your name.")
    return SlipWords(_("Your contact code"), back, _promise(speech, slip))


def _promise(speech: Catalogue, slip: SlipView) -> str:
    if slip.latest is None:
        return ""
    time = speech.gettext(TIMES[slip.best_time]) if slip.best_time in TIMES else ""
    words = speech.gettext("We will be in touch {day} at the latest{time}.")
    return words.format(day=speech.whole_day(slip.latest), time=time)


def _arabic(slip: SlipView) -> SlipWords:
    back = "عد إلى هنا. قل الرمز. لست مضطرًا لذكر اسمك."
    if slip.phone_number:
        back = f"اتصل على {slip.phone_number} أو عد إلى هنا. قل الرمز. لست مضطرًا لذكر اسمك."
    time = ARABIC_TIMES.get(slip.best_time, "") if slip.best_time else ""
    promise = f"سنتواصل معك في موعد أقصاه {_arabic_day(slip.latest)}{time}." if slip.latest else ""
    return SlipWords("رمز الاتصال الخاص بك", back, promise, rtl=True)


def _arabic_day(on: date) -> str:
    return f"يوم {ARABIC_DAYS[on.weekday()]} {on.day} {ARABIC_MONTHS[on.month - 1]}"
