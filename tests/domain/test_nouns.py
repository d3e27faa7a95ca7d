from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.attempt import Attempt, AttemptResult
from fieldapp.domain.consent import Consent, ConsentAnswer, ConsentPurpose
from fieldapp.domain.contact import Contact, ContactGap
from fieldapp.domain.contact_choices import AgeBand, ContactWay, IdentityLevel, ProtectedGrade, is_child
from fieldapp.domain.correction import Correction
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.incident import Incident, IncidentType, Violence, default_violence
from fieldapp.domain.member import Member, Role
from fieldapp.domain.read_entry import ReadAction, ReadEntry, ReasonMissing, check_reason
from fieldapp.domain.recipient import Recipient
from fieldapp.domain.referral import Referral, ReferralContent
from fieldapp.domain.session import DocumentationMode, Session, SessionState
from fieldapp.domain.site import Site, SiteKind
from fieldapp.domain.tally import Tally, TallyGroup, counts
from fieldapp.domain.visit import Visit, is_recorded_late
from fieldapp.domain.visit_choices import Need, Outcome
from tests.domain.records import NOON, edited, made

NOUNS: dict[str, Any] = {
    "incident": Incident,
    "session": Session,
    "tally": Tally,
    "contact": Contact,
    "visit": Visit,
    "consent": Consent,
    "follow_up": FollowUp,
    "attempt": Attempt,
    "member": Member,
    "read": ReadEntry,
    "recipient": Recipient,
    "referral": Referral,
    "referral_content": ReferralContent,
    "correction": Correction,
}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", NOUNS)
@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_whatever_a_newer_app_wrote_is_read_without_an_exception(kind: str, data: st.DataObject) -> None:
    fields = sorted(set(NOUNS[kind].__dataclass_fields__) - {"id", "in_conflict", "closed_at", "changed_at"})
    record = made(kind, "x", **{name: data.draw(json_values, label=name) for name in fields})

    assert NOUNS[kind].from_record(record).id == "x"


@pytest.mark.parametrize("kind", NOUNS)
def test_an_empty_record_is_read_with_defaults(kind: str) -> None:
    assert NOUNS[kind].from_record(made(kind, "x")) == NOUNS[kind].from_record(made(kind, "x", of_tomorrow=1))


def test_a_visit_comes_back_as_it_was_written() -> None:
    record = made(
        "visit",
        contact_id="c",
        started_at=NOON,
        duration_min=25,
        needs=(Need.TALK, Need.FOOD_AND_REST),
        outcome=Outcome.FOLLOW_UP_BY_US,
        info_given=True,
    )
    visit = Visit.from_record(record)

    assert (visit.contact_id, visit.started_at, visit.duration_min) == ("c", NOON, 25)
    assert visit.needs == (Need.TALK, Need.FOOD_AND_REST)
    assert (visit.outcome, visit.info_given) == (Outcome.FOLLOW_UP_BY_US, True)


def test_a_need_of_tomorrow_is_kept_out_and_the_others_stay() -> None:
    assert Visit.from_record(made("visit", needs=["talk", "telepathy"])).needs == (Need.TALK,)


def test_an_instant_without_an_offset_is_not_guessed_at() -> None:
    assert Visit.from_record(made("visit", started_at="2026-11-19T12:00:00")).started_at is None


def test_violence_follows_from_the_kind_of_incident_until_somebody_says_otherwise() -> None:
    shooting = made("incident", type=IncidentType.SHOOTING)

    assert Incident.from_record(shooting).intentional_violence is Violence.YES
    assert Incident.from_record(edited(shooting, intentional_violence="no")).intentional_violence is Violence.NO
    assert default_violence(IncidentType.FIRE) is Violence.UNCLEAR
    assert default_violence(IncidentType.TRAFFIC_ACCIDENT) is Violence.NO


def test_the_time_since_the_alarm_is_measured() -> None:
    incident = Incident.from_record(made("incident", alarm_received_at=NOON))

    assert incident.since_alarm(NOON + timedelta(minutes=3)) == timedelta(minutes=3)
    assert Incident.from_record(made("incident")).since_alarm(NOON) is None


def test_a_session_reads_its_sites_and_leaves_out_what_is_none() -> None:
    sites = [Site("Medborgarkontoret").to_json(), {"name": "Månen", "kind": "lunar"}, {"kind": "phone"}, 7]
    session = Session.from_record(made("session", sites=sites, state="paused"))

    assert session.sites == (Site("Medborgarkontoret", SiteKind.PREMISES), Site("Månen", SiteKind.OTHER))
    assert session.takes_visits
    assert not Session.from_record(made("session", state=SessionState.CLOSED)).takes_visits


def test_a_documentation_mode_of_tomorrow_writes_least_down() -> None:
    assert Session.from_record(made("session", documentation_mode="?")).documentation_mode is (
        DocumentationMode.NO_IDENTITY
    )


def test_an_identity_level_of_tomorrow_is_treated_as_protected() -> None:
    contact = Contact.from_record(made("contact", identity_level="hidden", name="Amina", phone="070"))

    assert contact.is_protected
    assert (contact.name, contact.phone) == ("", "")


def test_a_name_noted_before_the_protection_was_told_is_not_shown() -> None:
    before = made("contact", identity_level="identified", name="Amina", phone="070")
    contact = Contact.from_record(edited(before, identity_level=IdentityLevel.PROTECTED, protected_grade="?"))

    assert (contact.name, contact.phone, contact.protected_grade) == ("", "", ProtectedGrade.UNKNOWN)


def test_a_slip_with_the_code_of_a_joined_duplicate_still_works() -> None:
    contact = replace(Contact.from_record(made("contact", code="HV-7F3-K2M-9")), aliases=("HV-000-000-0",))

    assert contact.answers_to("HV-7F3-K2M-9")
    assert contact.answers_to("HV-000-000-0")
    assert not contact.answers_to("HV-111-111-1")


@pytest.mark.parametrize(
    ("way", "phone", "message", "expected"),
    [
        (None, "070", True, (ContactGap.WAY,)),
        ("phone", "070-1", True, ()),
        ("sms", " ", None, (ContactGap.PHONE, ContactGap.MESSAGE)),
        ("phone", "okänt", False, (ContactGap.PHONE,)),
        ("person_contacts_us", "", None, ()),
        ("via_other", "", None, ()),
    ],
)
def test_what_is_missing_before_somebody_can_be_promised_a_call(
    way: str | None, phone: str, message: bool | None, expected: tuple[ContactGap, ...]
) -> None:
    contact = Contact.from_record(made("contact", contact_way=way, phone=phone, ok_leave_message=message))

    assert contact.missing_for_follow_up() == expected


def test_children_are_those_under_eighteen() -> None:
    assert [band for band in AgeBand if is_child(band)] == list(AgeBand)[:4]
    assert not is_child(None)
    assert Contact.from_record(made("contact", age_band="age_16_17")).is_child


def test_two_phone_numbers_written_apart_mark_the_contact() -> None:
    first = made("contact", phone="1")
    second = made("contact", phone="2", writer="b.0")
    first["fields"]["phone"] += second["fields"]["phone"]

    assert Contact.from_record(first).in_conflict
    assert not Contact.from_record(second).in_conflict


def test_consent_counts_for_its_purpose_and_recipient_until_it_is_withdrawn_or_ends() -> None:
    record = made("consent", purpose=ConsentPurpose.REFERRAL, answer=ConsentAnswer.YES, recipient="bup")
    consent = Consent.from_record(record)
    withdrawn = Consent.from_record(edited(record, withdrawn_at=NOON))
    ended = Consent.from_record(edited(record, valid_until=NOON))

    assert consent.allows(ConsentPurpose.REFERRAL, "bup", NOON)
    assert not consent.allows(ConsentPurpose.REFERRAL, "school", NOON)
    assert not consent.allows(ConsentPurpose.HANDOVER, "bup", NOON)
    assert (withdrawn.is_valid(NOON - timedelta(seconds=1)), withdrawn.is_valid(NOON)) == (True, False)
    assert (ended.is_valid(NOON), ended.is_valid(NOON + timedelta(seconds=1))) == (True, False)


def test_silence_is_no_consent() -> None:
    assert not Consent.from_record(made("consent", answer="a_nod")).is_valid(NOON)


def test_heads_are_counted_and_never_below_zero() -> None:
    taps = [("adults", 1), ("adults", 1), ("adults", -1), ("children", -1), ("children", -1), ("aliens", 1)]
    records = [made("tally", str(i), group=group, amount=amount) for i, (group, amount) in enumerate(taps)]

    assert counts(records) == {TallyGroup.ADULTS: 1, TallyGroup.YOUTHS: 0, TallyGroup.CHILDREN: 0}


@pytest.mark.parametrize(("hours", "late"), [(1, False), (2, True)])
def test_what_is_written_down_long_after_its_end_says_so(hours: int, late: bool) -> None:
    assert is_recorded_late(NOON, 30, NOON + timedelta(hours=hours)) is late


def test_a_member_reads_its_role_and_an_unknown_role_is_none_of_ours() -> None:
    assert Member.from_record(made("member", role="coordinator", trained_on=date(2026, 1, 1))) == Member(
        id="r", role=Role.COORDINATOR, trained_on=date(2026, 1, 1)
    )
    assert Member.from_record(made("member", role="emperor")).role is Role.UNKNOWN


def test_an_attempt_says_when_and_how_it_went() -> None:
    attempt = Attempt.from_record(made("attempt", follow_up_id="f", at=NOON, way="sms", result="message_left"))

    assert attempt == Attempt(id="r", follow_up_id="f", at=NOON, way=ContactWay.SMS, result=AttemptResult.MESSAGE_LEFT)


@pytest.mark.parametrize(("protected", "action"), [(True, ReadAction.READ), (False, ReadAction.EXPORT)])
def test_opening_a_protected_person_and_extracts_need_a_reason(protected: bool, action: ReadAction) -> None:
    check_reason("personen har ringt", protected=protected, action=action)
    check_reason("", protected=False)

    with pytest.raises(ReasonMissing):
        check_reason("  ", protected=protected, action=action)


def test_an_instant_far_from_utc_is_read_as_the_same_instant() -> None:
    record = made("visit", started_at=datetime.fromisoformat("2026-11-19T13:00:00+01:00"))

    assert Visit.from_record(record).started_at == datetime(2026, 11, 19, 12, tzinfo=UTC)
