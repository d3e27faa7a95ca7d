"""S14: a consent taken back, a note that the person finds wrong, and what is written about her and nobody else."""

from dataclasses import asdict, replace

import pytest

from fieldapp.actions import (
    closing,
    consenting,
    corrections,
    disposals,
    disposing,
    extracts,
    persons,
    promises,
    queue,
    recipients,
    referral_page,
    referral_steps,
    referring,
    sessions,
    visits,
)
from fieldapp.actions.errors import NotAllowed
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.contact_choices import ContactWay
from fieldapp.domain.correction import CorrectionKind, WordsMissing
from fieldapp.domain.disposal import StillOpen
from fieldapp.domain.follow_up import FollowUpKind, FollowUpResult
from fieldapp.domain.read_entry import ReadAction, ReadEntry, ReasonMissing
from fieldapp.domain.referral import ReferralMoveNotPossible
from fieldapp.domain.referral_choices import ReferralChannel, ReferralStanding, ReferralTask
from fieldapp.store import records
from sync.protocol.circle import Role
from tests.client.restoring import stored
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER
from tests.journeys.test_s08_referral import ADULT, CHURCH, everything
from tests.server.running import RunningServer

SHE_SAYS = "Jag sa aldrig att jag ville prata igen."
ANOTHER = replace(MOTHER, name="Bosse Granne", note="Har en hund")


class Night:
    """Siv met the mother and her neighbour; the mother agreed to the church."""

    def __init__(self, story: Story) -> None:
        self.siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
        opened = sessions.open_session(self.siv.phone, ALARM)
        self.church = recipients.save_recipient(self.siv.phone, CHURCH)
        self.mother, self.visit = self._met(opened.id, MOTHER)
        self.neighbour, _ = self._met(opened.id, ANOTHER)
        self.referral = referring.refer(self.siv.phone, self.mother, replace(ADULT, recipient=self.church))

    def _met(self, session: str, form: object) -> tuple[str, str]:
        phone = self.siv.phone
        saved = visits.register_visit(phone, session, visits.new_code(phone), form)  # type: ignore[arg-type]
        promises.agree(phone, saved.contact_id, CALL_HER)
        return saved.contact_id, saved.visit_id


@pytest.fixture
def night(story: Story) -> Night:
    return Night(story)


def log_of(hands: Hands, action: ReadAction) -> list[ReadEntry]:
    entries = map(ReadEntry.from_record, records.records(hands.phone.store, "read"))
    return [entry for entry in entries if entry.action is action]


def test_a_consent_taken_back_stops_the_referral_and_leaves_a_task_to_tell_the_recipient(
    story: Story, night: Night
) -> None:
    siv, referral = night.siv, night.referral
    referral_steps.send(siv.phone, referral, (ReferralChannel.PHONE,))
    story.pass_time(days=12)
    consenting.withdraw(siv.phone, referral)

    seen = referral_page.open_referral(siv.phone, referral)
    assert seen.standing is ReferralStanding.WITHDRAWN
    assert seen.told.content == frozenset()
    assert all(word.consent.withdrawn_at for word in seen.words)
    assert [row.kind for row in queue.queue(siv.phone).due if row.referral_id] == [ReferralTask.TELL_RECIPIENT]
    with pytest.raises(ReferralMoveNotPossible):
        referral_steps.send(siv.phone, referral, (ReferralChannel.PHONE,))
    story.sync_all(siv, story.supervisor)
    assert referral in [row.referral_id for row in everything(story.supervisor)]

    consenting.recipient_told(siv.phone, referral)
    assert referral not in [row.referral_id for row in everything(siv)]
    assert referral_page.reread_referral(siv.phone, referral).recipient_told_at is not None


def test_what_was_never_sent_is_withdrawn_without_a_task(night: Night) -> None:
    consenting.withdraw(night.siv.phone, night.referral)

    assert [row for row in everything(night.siv) if row.referral_id] == []


def test_sent_on_one_phone_while_withdrawn_on_another_the_recipient_is_told(story: Story, night: Night) -> None:
    tove, siv = story.with_role("Tove Samordnare", Role.COORDINATOR), night.siv
    story.sync_all(siv, tove)
    consenting.withdraw(tove.phone, night.referral)
    referral_steps.send(siv.phone, night.referral, (ReferralChannel.PHONE,))
    story.sync_all(siv, tove, siv)

    for hands in (siv, tove):
        assert referral_page.reread_referral(hands.phone, night.referral).standing is ReferralStanding.WITHDRAWN
        assert ReferralTask.TELL_RECIPIENT in [row.kind for row in everything(hands)]


def test_what_she_finds_wrong_is_added_in_her_words_and_the_note_stays(story: Story, night: Night) -> None:
    siv = night.siv
    before = records.record(siv.phone.store, "visit", night.visit)
    with pytest.raises(WordsMissing):
        corrections.add_correction(siv.phone, night.visit, CorrectionKind.DISPUTED, "  ")
    corrections.add_correction(siv.phone, night.visit, CorrectionKind.DISPUTED, SHE_SAYS)
    story.pass_time(hours=1)
    corrections.add_correction(siv.phone, night.visit, CorrectionKind.CORRECTION, "Hon vill inte bli kontaktad.")
    story.sync_all(siv, story.supervisor)

    person = persons.open_person(story.supervisor.phone, night.mother)
    added = [(row.correction.kind, row.correction.words) for row in person.corrections]
    assert added == [
        (CorrectionKind.DISPUTED, SHE_SAYS),
        (CorrectionKind.CORRECTION, "Hon vill inte bli kontaktad."),
    ]
    assert [visit.note for visit in person.visits] == [MOTHER.note]
    after = records.record(story.supervisor.phone.store, "visit", night.visit)
    assert before is not None
    assert after is not None
    assert after["fields"]["note"] == before["fields"]["note"]
    assert [visit.disputed for visit in visits.visits_of(story.supervisor.phone, night.mother)] == [True]


def test_the_extract_holds_exactly_one_person_and_is_logged_with_its_reason(story: Story, night: Night) -> None:
    siv, karin = night.siv, story.supervisor
    corrections.add_correction(siv.phone, night.visit, CorrectionKind.DISPUTED, SHE_SAYS)
    story.sync_all(siv, karin)
    with pytest.raises(NotAllowed):
        extracts.extract(siv.phone, night.mother, "Hon har begärt det")
    with pytest.raises(ReasonMissing):
        extracts.extract(karin.phone, night.mother, "  ")
    assert log_of(karin, ReadAction.EXPORT) == []
    taken = extracts.extract(karin.phone, night.mother, "Hon har begärt det")

    [logged] = log_of(karin, ReadAction.EXPORT)
    assert (logged.record_id, logged.reason) == (night.mother, "Hon har begärt det")
    whose = {taken.contact.id}
    whose |= {visit.contact_id for visit in taken.visits}
    whose |= {one.follow_up.contact_id for one in taken.follow_ups}
    whose |= {one.consent.contact_id for one in taken.consents}
    whose |= {one.referral.contact_id for one in taken.referrals}
    whose |= {row.correction.contact_id for row in taken.corrections}
    assert whose == {night.mother}
    assert [one.recipient for one in taken.referrals] == ["Svenska kyrkan"]
    assert [row.correction.words for row in taken.corrections] == [SHE_SAYS]
    everything_in_it = str(asdict(taken))
    assert MOTHER.name in everything_in_it
    assert not any(told in everything_in_it for told in (ANOTHER.name, ANOTHER.note, night.neighbour))


def test_disposal_is_refused_while_anything_is_open_and_then_only_proposed(story: Story, night: Night) -> None:
    siv, karin, mother = night.siv, story.supervisor, night.mother
    consenting.withdraw(siv.phone, night.referral)
    story.sync_all(siv, karin)
    with pytest.raises(NotAllowed):
        disposals.propose_disposal(siv.phone, mother, keep=False)
    with pytest.raises(StillOpen):
        disposals.propose_disposal(karin.phone, mother, keep=True)
    story.pass_time(days=360)
    for follow_up in promises.follow_ups_of(karin.phone, mother):
        persons.set_result(karin.phone, follow_up.id, FollowUpResult.FEELS_BETTER)
    disposals.propose_disposal(karin.phone, mother, keep=True)

    [row] = disposals.proposed(karin.phone)
    assert (row.contact_id, row.proposed_on, row.keep) == (mother, karin.phone.today(), True)
    assert persons.open_person(karin.phone, mother).visits
    promises.agree(karin.phone, mother, replace(CALL_HER, kind=FollowUpKind.CUSTOM, custom_date=karin.phone.today()))
    assert disposals.proposed(karin.phone) == ()


def test_a_year_on_she_is_kept_for_the_archive_and_the_phone_has_had_nothing_since_the_session_was_closed(
    story: Story, server: RunningServer
) -> None:
    siv, anna = story.with_role("Siv", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    karin = story.supervisor
    opened = sessions.open_session(anna.phone, ALARM)
    mother = visits.register_visit(anna.phone, opened.id, visits.new_code(anna.phone), MOTHER).contact_id
    promises.agree(anna.phone, mother, replace(CALL_HER, kind=FollowUpKind.TWELVE_MONTHS))
    story.sync_all(anna, karin)
    story.pass_time(days=5)
    closing.start_closing(karin.phone, opened.id)
    anna.sync()
    closing.close(karin.phone, opened.id)
    story.sync_all(anna, siv, siv, anna)
    assert visits.contacts(anna.phone) == []

    story.pass_time(days=353)
    story.sync_all(siv, karin, anna)
    with pytest.raises(StillOpen):
        disposals.propose_disposal(karin.phone, mother, keep=True)
    with pytest.raises(disposing.SomethingIsOpen):
        disposing.dispose_of_person(karin.phone, mother, "Gallringsbeslut")
    [call] = queue.queue(siv.phone).due
    assert call.kind is FollowUpKind.TWELVE_MONTHS
    persons.record_attempt(siv.phone, call.follow_up_id, ContactWay.PHONE, AttemptResult.REACHED)
    persons.set_result(siv.phone, call.follow_up_id, FollowUpResult.FEELS_BETTER)
    story.sync_all(siv, karin)
    kept = stored(server, karin.phone.board)
    disposals.propose_disposal(karin.phone, mother, keep=True)
    with pytest.raises(disposing.KeptForArchive):
        disposing.dispose_of_person(karin.phone, mother, "Gallringsbeslut")
    story.sync_all(karin, siv, anna)

    assert [(row.contact_id, row.keep) for row in disposals.proposed(siv.phone)] == [(mother, True)]
    assert kept <= stored(server, karin.phone.board)
    assert [visit.note for visit in persons.open_person(karin.phone, mother).visits] == [MOTHER.note]
    assert visits.contacts(anna.phone) == []
