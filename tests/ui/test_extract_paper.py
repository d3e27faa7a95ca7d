"""The extract on paper: everything about one person, in words, in any alphabet the app has."""

from datetime import UTC, date, datetime

from fieldapp.actions.views import (
    CorrectionRow,
    Extract,
    ExtractedConsent,
    ExtractedFollowUp,
    ExtractedReferral,
)
from fieldapp.domain.attempt import Attempt, AttemptResult
from fieldapp.domain.consent import Consent, ConsentAnswer, ConsentContent, ConsentPurpose, GivenBy
from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import IdentityLevel
from fieldapp.domain.correction import Correction, CorrectionKind
from fieldapp.domain.follow_up import FollowUp, FollowUpKind
from fieldapp.domain.referral import Referral, ReferralContent
from fieldapp.domain.referral_choices import ReferralState
from fieldapp.domain.visit import Visit
from fieldapp.domain.visit_choices import Need
from fieldapp.domain.windows import custom
from fieldapp.i18n import catalogue
from fieldapp.ui.paper.extract_lines import Line, Look, lines
from fieldapp.ui.paper.pdf import pdf

AT = datetime(2026, 11, 22, 9, 10, tzinfo=UTC)
EXTRACT = Extract(
    contact=Contact(id="c", code="HV-7F3-K2M-9", name="Amina", identity_level=IdentityLevel.IDENTIFIED),
    made_at=AT,
    made_by="K1",
    board_name="Hässelby-Vällingby",
    visits=(Visit(id="v", contact_id="c", started_at=AT, needs=(Need.TALK,), note="Vill prata igen"),),
    corrections=(
        CorrectionRow(
            Correction(id="r", about_id="v", kind=CorrectionKind.DISPUTED, words="Det sa jag inte", at=AT), ""
        ),
    ),
    follow_ups=(
        ExtractedFollowUp(
            FollowUp(id="f", kind=FollowUpKind.EARLY, window=custom(date(2026, 11, 25))),
            (Attempt(id="a", at=AT, result=AttemptResult.NO_ANSWER),),
        ),
    ),
    consents=(
        ExtractedConsent(
            Consent(
                id="s",
                purpose=ConsentPurpose.REFERRAL,
                answer=ConsentAnswer.YES,
                given_by=GivenBy.PERSON,
                content=(ConsentContent.NAME,),
                at=AT,
                withdrawn_at=AT,
            ),
            "Svenska kyrkan",
        ),
    ),
    referrals=(
        ExtractedReferral(Referral(id="x", state=ReferralState.WITHDRAWN), ReferralContent(id="y"), "Svenska kyrkan"),
    ),
)
SWEDISH = catalogue("sv")


def test_it_says_what_is_written_with_her_own_words_beside_the_note() -> None:
    told = [(line.name, line.words) for line in lines(EXTRACT, SWEDISH)]
    note = told.index(("Anteckning", "Vill prata igen"))

    assert told[note + 1] == ("Personen anser uppgiften oriktig", "Det sa jag inte (sön 22 nov 10.10 2026)")
    assert ("Kod", "HV-7F3-K2M-9") in told
    assert ("Behov", "Samtal") in told
    assert ("", "Uppföljning: Tidig återkoppling") in told
    assert ("", "Förmedling: Svenska kyrkan") in told
    assert ("Status", "Samtycke återkallat") in told
    assert any("återkallat" in words for name, words in told if name == "Förmedling: Svenska kyrkan")


def test_no_value_of_the_code_is_left_in_english() -> None:
    told = " ".join(f"{line.name} {line.words}" for line in lines(EXTRACT, SWEDISH))

    assert not any(word in told for word in ("withdrawn", "identified", "Early", "Talk", "None", "referral"))


def test_it_becomes_a_file_that_holds_letters_of_many_alphabets() -> None:
    many = [Line(Look.TITLE, "Åsa"), Line(Look.FACT, "Łódź, Жанна, محمد, ሰላም, ✓", "Namn")]
    made = pdf([*many, *(Line(Look.TEXT, "Rad") for _ in range(90))])

    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")
    assert made.count(b"/Type /Page\n") >= 2
    assert all(family in made for family in (b"Atkinson", b"Inter", b"Arabic", b"Ethiopic"))
