"""Dates, times and labels as people here write them."""

from datetime import UTC, date, datetime

from fieldapp.domain.activation_reason import ActivationReason
from fieldapp.domain.incident import IncidentType
from fieldapp.i18n import catalogue
from fieldapp.ui import words
from fieldapp.ui.components import spoken, status

SV, EN = catalogue("sv"), catalogue("en")
THURSDAY = date(2026, 11, 19)
SUMMER_NIGHT = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)


def test_days_are_short_in_lists_and_whole_when_read_aloud() -> None:
    assert SV.day(THURSDAY) == "tors 19 nov"
    assert SV.short_day(THURSDAY) == "19 nov"
    assert SV.whole_day(THURSDAY) == "torsdag 19 november"
    assert EN.day(THURSDAY) == "Thu 19 Nov"


def test_another_year_is_said() -> None:
    assert SV.day(THURSDAY, today=date(2027, 1, 2)) == "tors 19 nov 2026"
    assert SV.day(THURSDAY, today=date(2026, 1, 2)) == "tors 19 nov"


def test_may_is_may_in_both_lengths() -> None:
    assert SV.short_day(date(2026, 5, 1)) == "1 maj"
    assert EN.whole_day(date(2026, 5, 1)) == "Friday 1 May"


def test_times_are_local_to_the_board() -> None:
    assert SV.clock(SUMMER_NIGHT) == "00.05"
    assert SV.moment(SUMMER_NIGHT) == "tors 2 juli 00.05"
    assert EN.clock(SUMMER_NIGHT) == "00:05"


def test_domain_values_have_the_names_of_the_field() -> None:
    assert words.label(IncidentType.SHOOTING) == "Skjutning"
    assert EN.label(IncidentType.TRAFFIC_ACCIDENT) == "Traffic accident"


def test_the_reasons_for_activation_are_these_in_every_district() -> None:
    assert [words.label(one) for one in ActivationReason] == [
        "Avsiktligt våld",
        "Flera drabbade",
        "Barn berörda",
        "Många vittnen",
        "Stor oro i området",
        "Mediebevakning",
        "Begäran från TiB",
        "Begäran från polisen",
        "Begäran från skola",
        "Annat",
    ]


def test_codes_are_read_letter_by_letter_and_words_as_words() -> None:
    assert spoken("HV-7F3-K2M-9") == "H V 7 F 3 K 2 M 9"
    assert spoken("HV-EET-XTJ-N") == "H V E E T X T J N"
    assert spoken("123 456") == "1 2 3 4 5 6"
    assert spoken("K3") == "K 3"
    assert spoken("Uppföljningar") == "Uppföljningar"
    assert spoken("Skyddad – 5HJ") == "Skyddad – 5HJ"


def test_the_three_sentences_about_a_record_are_these_letter_for_letter() -> None:
    assert [status.kept(one).words for one in status.Kept] == [
        "Bara på den här telefonen",
        "Säkrad hos stadsdelen",
        "Behöver hjälp – inte borta",
    ]


def test_due_is_said_in_words() -> None:
    def said(latest: date) -> str:
        return status.due(date(2026, 11, 14), latest, date(2026, 11, 22)).words

    assert said(date(2026, 11, 21)) == "1 dag försenad"
    assert said(date(2026, 11, 19)) == "3 dagar försenad"
    assert said(date(2026, 11, 22)) == "Senast i dag"
    assert said(date(2026, 11, 23)) == "Senast i morgon"
    assert said(date(2026, 11, 27)) == "Senast fre 27 nov"
    assert status.due(date(2026, 12, 3), date(2026, 12, 17), date(2026, 11, 22)).words == "Från 3 dec"
