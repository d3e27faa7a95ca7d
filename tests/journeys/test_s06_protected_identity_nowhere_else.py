"""S6, what is nowhere: not asked for, not under anybody else's key, not handed over, not exported, not compared."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from fieldapp.actions import (
    duplicates,
    exporting,
    extracts,
    handing_over,
    measuring,
    persons,
    promises,
    proposals,
    queue,
    sessions,
    taking_over,
    visits,
)
from fieldapp.actions.errors import FollowUpIncomplete, NotAllowed
from fieldapp.actions.handing_over import HandoverForm
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.contact_choices import ContactWay, IdentityLevel
from fieldapp.domain.follow_up import FollowUpResult
from fieldapp.domain.handover import CheckItem, HandoverKind
from fieldapp.domain.handover_items import Lot
from fieldapp.domain.read_entry import ReasonMissing
from fieldapp.domain.visit_form import Question, VisitIncomplete, missing
from fieldapp.i18n import catalogue
from fieldapp.store import keyring, records
from fieldapp.ui.paper.extract_lines import lines
from sync.protocol.circle import Circle, CircleKind, Role
from tests.journeys.neighbours import two_boards
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER
from tests.journeys.test_s06_protected_identity import NAME, NOTE, PROTECTED, SHE_CALLS, met_protected
from tests.server.running import RunningServer

NUMBER, AGREED = "070-174 06 66", "Möt henne hos systern i Märsta"
ABOUT_PEOPLE = ("contact", "visit", "consent", "follow_up", "attempt", "referral", "referral_content", "correction")


@pytest.fixture
def anna(story: Story) -> Hands:
    return story.with_role("Anna Stöd", Role.SUPPORTER)


@pytest.fixture
def siv(story: Story) -> Hands:
    return story.with_role("Siv Samordnare", Role.COORDINATOR)


def written_on(hands: Hands) -> str:
    """All that this phone could read about people, as it lies in the store."""
    return str([records.records(hands.phone.store, kind) for kind in ABOUT_PEOPLE])


def home(hands: Hands, contact: str) -> Circle:
    found = records.circle_of(hands.phone.store, "contact", contact)
    assert found is not None
    return found


def test_the_form_asks_how_she_is_protected_and_how_she_is_reached(anna: Hands) -> None:
    session = sessions.open_session(anna.phone, ALARM)
    ungraded = replace(PROTECTED, protected_grade=None)
    assert missing(ungraded) == (Question.PROTECTED_GRADE,)
    with pytest.raises(VisitIncomplete):
        visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), ungraded)

    saved = met_protected(anna)
    with pytest.raises(FollowUpIncomplete):
        promises.agree(anna.phone, saved.contact_id, replace(SHE_CALLS, contact_way=None))
    contact = promises.contact_of(anna.phone, saved.contact_id)
    assert contact.protected_grade is PROTECTED.protected_grade
    assert contact.contact_way is ContactWay.PERSON_CONTACTS_US
    assert contact.assigned_staff == (anna.phone.me.person.hex(),)


def test_a_number_that_is_typed_all_the_same_is_not_written_anywhere(story: Story, anna: Hands) -> None:
    saved = met_protected(anna)
    promises.agree(anna.phone, saved.contact_id, replace(CALL_HER, phone=NUMBER))
    story.sync_all(anna, story.supervisor)
    chief = story.supervisor.phone
    [follow_up, _] = promises.follow_ups_of(chief, saved.contact_id)
    persons.record_attempt(chief, follow_up.id, ContactWay.PHONE, AttemptResult.WRONG_NUMBER, NUMBER)
    story.sync_all(story.supervisor, anna)

    for hands in (anna, story.supervisor):
        assert saved.code in written_on(hands)
        assert NUMBER not in written_on(hands)
        assert NAME not in written_on(hands)


def test_she_lies_under_a_key_of_her_own_that_no_coordinator_has(story: Story, anna: Hands, siv: Hands) -> None:
    one, other = met_protected(anna).contact_id, met_protected(anna).contact_id
    story.sync_all(anna, siv, story.supervisor, siv)
    circles = {home(anna, one), home(anna, other)}

    assert {circle.kind for circle in circles} == {CircleKind.PROTECTED}
    assert len(circles) == 2
    keys = [keyring.sealing_key(anna.phone.store, circle) for circle in circles]
    assert len({key.key for key in keys if key}) == 2
    assert circles.isdisjoint(key.circle for key, _ in keyring.circle_keys(siv.phone.store))
    assert all(home(story.supervisor, contact) in circles for contact in (one, other))


def test_what_is_agreed_with_her_is_read_by_whom_she_is_assigned_to_and_by_no_list(
    story: Story, anna: Hands, siv: Hands
) -> None:
    saved = met_protected(anna)
    story.sync_all(anna, story.supervisor)
    chief = story.supervisor.phone
    [follow_up] = promises.follow_ups_of(chief, saved.contact_id)
    persons.set_result(chief, follow_up.id, FollowUpResult.CONTINUED_NEED, replace(SHE_CALLS, agreement=AGREED))
    story.sync_all(story.supervisor, siv, anna)

    [row] = queue.queue(siv.phone).everything
    card = queue.card(siv.phone, row.follow_up_id)
    assert (row.code, row.protected, card.code) == (saved.code, True, saved.code)
    assert card.agreed == ""
    assert AGREED not in written_on(siv)
    assert NOTE not in written_on(siv)
    for hands in (story.supervisor, anna):
        opened = persons.open_person(hands.phone, saved.contact_id, "Uppföljning")
        assert [added.correction.words for added in opened.corrections] == [AGREED]
    taken = extracts.extract(chief, saved.contact_id, "Hon har begärt det")
    assert [line.words for line in lines(taken, catalogue("sv")) if AGREED in line.words]


def test_she_stays_at_a_handover_and_the_letter_does_not_name_her_code(tmp_path: Path, server: RunningServer) -> None:
    with two_boards(tmp_path, server, server) as both:
        johan, karin = both.johan, both.karin
        saved, there = met_protected(johan), karin.phone.board.hex()
        session = sessions.current(johan.phone)
        assert session is not None
        [item] = handing_over.items(johan.phone, session.id, there)
        assert (item.lot, item.content) == (Lot.STAYS_PROTECTED, frozenset())
        form = HandoverForm(
            session=session.id,
            board=there,
            kind=HandoverKind.EMERGENCY_TO_DISTRICT,
            agreed_start=both.day.time,
            ticked=tuple(CheckItem),
        )
        handing_over.propose(johan.phone, form)
        both.exchange(johan, karin)
        [incoming] = proposals.waiting(karin.phone)
        told = taking_over.read(karin.phone, incoming.letter)

        assert (told.people, told.codes) == ((), ())
        assert saved.code not in str(told.to_json())


def test_no_file_that_is_handed_out_says_anything_of_her(story: Story, anna: Hands, siv: Hands) -> None:
    saved = met_protected(anna)
    story.sync_all(anna, story.supervisor, siv)
    chief = story.supervisor.phone
    figures = measuring.figures(chief, (saved.session_id,))
    told = str((asdict(exporting.long_export(chief)), asdict(figures)))

    assert figures.coverage.flagged == 1
    assert not [words for words in (saved.code, saved.contact_id, NAME, NOTE) if words in told]
    with pytest.raises(NotAllowed):
        extracts.extract(siv.phone, saved.contact_id, "Hon har begärt det")
    with pytest.raises(ReasonMissing):
        extracts.extract(chief, saved.contact_id, " ")


def test_she_is_compared_with_nobody_although_her_name_is_known(story: Story, anna: Hands, siv: Hands) -> None:
    session = sessions.open_session(anna.phone, ALARM)
    named = replace(MOTHER, name=NAME, identity_level=IdentityLevel.IDENTIFIED)
    first, namesake = (
        visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), named) for _ in range(2)
    )
    for saved in (first, namesake):
        promises.agree(anna.phone, saved.contact_id, CALL_HER)
    story.sync_all(anna, story.supervisor, siv)
    assert len(duplicates.proposals(siv.phone)) == 1

    again = replace(PROTECTED, returning_code=first.code)
    visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), again)
    story.sync_all(anna, story.supervisor, siv)
    for hands in (siv, story.supervisor):
        assert duplicates.proposals(hands.phone) == ()
        assert duplicates.sharing_a_number(hands.phone) == ()
