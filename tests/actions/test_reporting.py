"""The status report over real stores: what it counts, who may hand it out, and that it says nothing of anybody."""

from dataclasses import replace

import pytest

from fieldapp.actions import exporting, leading, offers, promises, recipients, reporting, sessions, sites, visits
from fieldapp.actions.errors import NotAllowed
from fieldapp.domain.contact_choices import IdentityLevel
from fieldapp.domain.incoming_offer import OfferIncomplete
from fieldapp.domain.long_export import Column
from fieldapp.domain.read_entry import ReadAction, ReadEntry
from fieldapp.domain.recipient import RecipientForm, RecipientType
from fieldapp.domain.session_site import SiteForm
from fieldapp.domain.site import SiteKind
from fieldapp.domain.visit_choices import Need
from fieldapp.store import records
from fieldapp.ui.screens.evaluation.document import as_document
from fieldapp.ui.screens.reporting import words
from sync.protocol.circle import Role
from tests.benchmarks.board import ALARM, CALL_HER, MOTHER
from tests.journeys.people import Hands, Story

NAMED = replace(MOTHER, identity_level=IdentityLevel.IDENTIFIED, name="Zenobia Zetterqvist", needs=(Need.TRANSPORT,))


def met(hands: Hands, session: str, people: int) -> None:
    for _ in range(people):
        saved = visits.register_visit(hands.phone, session, visits.new_code(hands.phone), NAMED)
        promises.agree(hands.phone, saved.contact_id, CALL_HER)


def test_it_counts_what_came_from_the_phones_and_names_nobody(story: Story) -> None:
    anna, siv = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.open_session(anna.phone, ALARM).id
    met(anna, session, 6)
    story.pass_time(hours=2)
    story.sync_all(anna, siv)
    sites.add_site(siv.phone, session, SiteForm(kind=SiteKind.SCHOOL, name="Gårdsskolan", hours="12–21"))
    found = reporting.status_report(siv.phone, session)

    assert (found.people, found.on_now, found.hours, found.phones) == (6, 1, 2, 1)
    assert found.needs == {Need.TRANSPORT: 6}
    assert list(found.due_weeks.values()) == [6]
    assert ("Gårdsskolan", "12–21") in found.opening_hours
    told = [f"{line.title} {line.value}" for part in words.sections(found, "HV") for line in part.lines]
    assert len(words.sections(found, "HV")) == 9
    assert not any("Zenobia" in line or "070" in line for line in told)
    assert as_document("Lägesrapport", words.sections(found, "HV"), "").startswith(b"%PDF-")


def test_that_it_was_handed_out_is_kept_for_everybody_and_a_supporter_hands_out_none(story: Story) -> None:
    anna, siv = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.open_session(siv.phone, ALARM).id
    reporting.give(siv.phone, session)
    at = siv.phone.now()
    story.sync_all(siv, story.supervisor, siv, story.supervisor)

    assert reporting.given(story.supervisor.phone, session)[0][1] == siv.phone.device_label
    assert abs((reporting.given(story.supervisor.phone, session)[0][0] - at).total_seconds()) < 1
    with pytest.raises(NotAllowed):
        reporting.give(anna.phone, session)
    with pytest.raises(NotAllowed):
        reporting.status_report(anna.phone, session)


def test_who_opens_a_session_leads_it_until_it_is_handed_over_and_everybody_sees_both(story: Story) -> None:
    anna, siv = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.open_session(anna.phone, ALARM).id
    story.pass_time(minutes=5)
    story.sync_all(anna, siv, anna)
    assert sessions.view(siv.phone, session).lead == anna.phone.device_label

    leading.hand_over(siv.phone, session, siv.phone.me.person.hex())
    story.sync_all(siv, anna)
    assert sessions.view(anna.phone, session).lead == siv.phone.device_label
    assert [one.member for one in leading.history(anna.phone, session)] == [
        siv.phone.me.person.hex(),
        anna.phone.me.person.hex(),
    ]
    with pytest.raises(NotAllowed):
        leading.hand_over(anna.phone, session, anna.phone.me.person.hex())


def test_an_offer_is_noted_on_the_session_and_whoever_made_it_can_be_chosen(story: Story) -> None:
    anna, siv = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.open_session(siv.phone, ALARM).id
    form = RecipientForm(name="Ericastiftelsen", type=RecipientType.FOUNDATION, bound_by_secrecy=False, in_use=False)
    erica = recipients.save_recipient(siv.phone, form)
    with pytest.raises(OfferIncomplete):
        offers.note_offer(siv.phone, session, erica, "  ")
    offers.note_offer(siv.phone, session, erica, "Två psykologer i veckan")
    story.sync_all(siv, story.supervisor)

    (noted,) = offers.offers(story.supervisor.phone, session)
    assert (noted.recipient_id, noted.what) == (erica, "Två psykologer i veckan")
    assert [one.offer for one in recipients.recipients(story.supervisor.phone)] == ["Två psykologer i veckan"]
    with pytest.raises(NotAllowed):
        offers.note_offer(anna.phone, session, erica, "Mer")


def test_two_years_are_counted_and_the_export_is_logged_and_only_a_supervisor_makes_it(story: Story) -> None:
    siv, chef = story.with_role("Siv Samordnare", Role.COORDINATOR), story.supervisor
    session = sessions.open_session(chef.phone, ALARM).id
    met(chef, session, 6)
    with pytest.raises(NotAllowed):
        exporting.long_export(siv.phone)
    with pytest.raises(NotAllowed):
        exporting.note_export(siv.phone)
    exporting.note_export(chef.phone)
    logged = [ReadEntry.from_record(one) for one in records.records(chef.phone.store, "read")]

    assert exporting.long_export(chef.phone).columns[Column.PEOPLE].total == 6
    assert [one.record_type for one in logged if one.action is ReadAction.EXPORT] == ["board"]
    story.pass_time(days=800)
    assert exporting.long_export(chef.phone).sessions == ()
