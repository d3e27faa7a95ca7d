"""The list at the end of the scenarios: what happens now and then, and has to go right all the same."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from fieldapp.actions import (
    disposing,
    handing_on,
    persons,
    promises,
    queue,
    recusing,
    sessions,
    visits,
)
from fieldapp.actions.disposing import DisposalReasonMissing
from fieldapp.actions.errors import GoneMeanwhile, KnowsThePerson, NotAllowed
from fieldapp.actions.views import SavedVisit
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.contact_choices import AffectedAs, ContactWay
from fieldapp.domain.follow_up import FollowUpKind
from fieldapp.domain.read_entry import ReadAction, ReadEntry
from fieldapp.domain.visit_form import VisitForm
from fieldapp.i18n import catalogue
from fieldapp.store import records
from fieldapp.ui.screens.supporter.routine_texts import REMOVAL, ROUTINES, SPECIAL, Routine
from sync.protocol.circle import Role
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER
from tests.server.running import RunningServer

SISTER = replace(MOTHER, name="Systern", affected_as=AffectedAs.RELATIVE_OF_SUSPECT)
THROUGH_AN_INTERPRETER = replace(MOTHER, language="somaliska", interpreter=True)


class Board:
    """One for all of these, so that each is a moment: two supporters in a session, a coordinator, a supervisor."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.chief = story.supervisor
        self.siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
        self.anna = story.with_role("Anna Stöd", Role.SUPPORTER)
        self.berit = story.with_role("Berit Stöd", Role.SUPPORTER)
        self.session = sessions.open_session(self.anna.phone, ALARM)
        sessions.join_session(self.berit.phone, self.session.code)
        self.sync()

    def sync(self) -> None:
        self.story.sync_all(self.anna, self.berit, self.siv, self.chief)

    def met(self, form: VisitForm = MOTHER) -> SavedVisit:
        phone = self.anna.phone
        saved = visits.register_visit(phone, self.session.id, visits.new_code(phone), form)
        promises.agree(phone, saved.contact_id, CALL_HER)
        self.sync()
        return saved


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory, server: RunningServer) -> Iterator[Board]:
    story = Story(tmp_path_factory.mktemp("edges"), server.url, server.new_claim_code())
    yield Board(story)
    story.end()


def in_swedish(routine: Routine) -> str:
    return " ".join(catalogue("sv").gettext(words) for words in (routine.title, *routine.steps))


def reads(hands: Hands, contact: str) -> list[ReadAction]:
    found = (ReadEntry.from_record(record) for record in records.records(hands.phone.store, "read"))
    return [entry.action for entry in found if entry.record_id == contact]


def test_who_comes_on_day_twenty_is_not_offered_the_early_call_but_the_one_after_a_month(board: Board) -> None:
    long_ago = replace(ALARM, alarm_received_at=board.story.time - timedelta(days=20))
    opened = sessions.open_session(board.anna.phone, long_ago)
    saved = visits.register_visit(board.anna.phone, opened.id, visits.new_code(board.anna.phone), MOTHER)
    offered = [one.kind for one in promises.proposals(board.anna.phone, saved.contact_id)]
    agreed = promises.agree(board.anna.phone, saved.contact_id, replace(CALL_HER, kind=FollowUpKind.ONE_MONTH))
    sessions.choose(board.anna.phone, board.session.id)

    assert offered[0] is FollowUpKind.ONE_MONTH
    assert FollowUpKind.EARLY not in offered
    alarm_day = long_ago.alarm_received_at.astimezone(board.anna.phone.zone).date()
    assert (agreed.window.target - alarm_day).days == 28


def test_an_interpreter_is_known_to_whoever_calls_and_stands_in_no_list(board: Board) -> None:
    saved = board.met(THROUGH_AN_INTERPRETER)
    opened = persons.open_person(board.siv.phone, saved.contact_id)
    [row] = [one for one in queue.queue(board.siv.phone).coming if one.code == saved.code]

    assert (opened.language, opened.interpreter) == ("somaliska", True)
    assert "somaliska" not in str(asdict(row))


def test_who_knows_the_visitor_lets_a_colleague_take_over_and_reads_no_more(board: Board) -> None:
    saved = board.met()
    [promised] = promises.follow_ups_of(board.anna.phone, saved.contact_id)
    persons.take(board.anna.phone, promised.id)
    recusing.recuse(board.anna.phone, saved.contact_id)
    board.sync()

    with pytest.raises(KnowsThePerson):
        persons.open_person(board.anna.phone, saved.contact_id)
    with pytest.raises(GoneMeanwhile):
        persons.reread_person(board.anna.phone, saved.contact_id)
    # Nothing that was promised is gone: it waits for somebody in the coordinators' queue.
    assert saved.code in [row.code for row in queue.queue(board.siv.phone).unclaimed]
    board.sync()
    assert reads(board.chief, saved.contact_id) == [ReadAction.RECUSE, ReadAction.DENIED]


def test_it_is_handed_to_nobody_who_knows_the_visitor(board: Board) -> None:
    saved = board.met()
    handing_on.hand_on(board.siv.phone, saved.contact_id, board.berit.phone.id.hex())
    board.story.sync_all(board.siv, board.berit)
    before = [one.id for one in handing_on.handed_to_me(board.berit.phone)]
    recusing.recuse(board.berit.phone, saved.contact_id)
    board.sync()

    assert saved.contact_id in before
    assert saved.contact_id not in [one.id for one in handing_on.handed_to_me(board.berit.phone)]
    assert handing_on.colleagues(board.siv.phone, saved.contact_id) == ()
    with pytest.raises(GoneMeanwhile):
        handing_on.hand_on(board.siv.phone, saved.contact_id, board.berit.phone.id.hex())


def test_a_coordinator_who_knows_the_visitor_leaves_her_to_another(board: Board) -> None:
    saved = board.met()
    recusing.recuse(board.siv.phone, saved.contact_id)
    board.sync()

    with pytest.raises(KnowsThePerson):
        persons.open_person(board.siv.phone, saved.contact_id)
    assert persons.open_person(board.chief.phone, saved.contact_id).code == saved.code


def test_a_journalist_learns_nothing_and_a_journalist_who_is_affected_is_a_visitor(board: Board) -> None:
    saved = board.met(replace(MOTHER, affected_as=AffectedAs.WITNESS))
    slip = promises.slip(board.anna.phone, saved.contact_id)
    told = in_swedish(SPECIAL)

    assert SPECIAL in ROUTINES
    assert "journalist" in told
    assert "kommunikatören" in told
    assert (slip.code, "witness" in str(asdict(slip))) == (saved.code, False)


def test_the_sister_of_a_suspect_is_supported_like_everybody_and_no_list_says_whose_sister_she_is(board: Board) -> None:
    saved = board.met(SISTER)
    [row] = [one for one in queue.queue(board.siv.phone).coming if one.code == saved.code]
    listed = [asdict(row), *(asdict(one) for one in visits.my_visits(board.anna.phone))]

    assert persons.open_person(board.siv.phone, saved.contact_id).affected_as is AffectedAs.RELATIVE_OF_SUSPECT
    assert not any(AffectedAs.RELATIVE_OF_SUSPECT in one.values() for one in listed)
    assert "misstänkt" in in_swedish(SPECIAL)


def test_who_asks_to_have_it_all_removed_gets_an_explanation_and_there_is_no_button(board: Board) -> None:
    saved = board.met()
    told = in_swedish(REMOVAL)

    assert REMOVAL in ROUTINES
    assert all(word in told for word in ("bevaras", "nämnden", "IMY", "utdrag"))
    for hands in (board.anna, board.siv):
        with pytest.raises(NotAllowed):
            disposing.dispose_of_person(hands.phone, saved.contact_id, "Hon bad om det")
    with pytest.raises(DisposalReasonMissing):
        disposing.dispose_of_person(board.chief.phone, saved.contact_id, " ")
    with pytest.raises(disposing.SomethingIsOpen):
        disposing.dispose_of_person(board.chief.phone, saved.contact_id, "Hon bad om det")


def test_a_call_that_nobody_answered_still_counts_when_somebody_else_takes_over(board: Board) -> None:
    saved = board.met()
    [promised] = promises.follow_ups_of(board.anna.phone, saved.contact_id)
    persons.record_attempt(board.anna.phone, promised.id, ContactWay.PHONE, AttemptResult.NO_ANSWER)
    recusing.recuse(board.anna.phone, saved.contact_id)
    board.sync()

    [card] = persons.open_person(board.siv.phone, saved.contact_id).follow_ups
    assert [tried.result for tried in card.attempts] == [AttemptResult.NO_ANSWER]
