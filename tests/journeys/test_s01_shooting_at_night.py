"""S1: a shooting at night; in the morning the district takes over what may be handed over, and nothing is nobody's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from fieldapp.actions import (
    handed_over,
    handing_over,
    letters,
    promises,
    proposals,
    queue,
    sessions,
    taking_over,
    visits,
)
from fieldapp.actions.handing_over import HandoverForm
from fieldapp.actions.sessions import OpenSession
from fieldapp.crypto.circle_keys import CannotOpen
from fieldapp.domain.consent import ConsentAnswer, ConsentContent, GivenBy
from fieldapp.domain.contact_choices import ContactWay, IdentityLevel
from fieldapp.domain.follow_up import FollowUp, FollowUpState
from fieldapp.domain.handover import (
    AnsweredByColleague,
    CheckItem,
    HandoverKind,
    HandoverNotSettled,
    HandoverState,
    StepKind,
)
from fieldapp.domain.handover_items import Lot
from fieldapp.domain.incident import AlarmSource, IncidentType
from fieldapp.domain.merge import shown
from fieldapp.domain.site import SiteKind
from fieldapp.domain.visit_choices import Outcome
from fieldapp.store import records
from sync.protocol.circle import Role
from sync.protocol.members import SessionState
from tests.journeys.neighbours import TwoBoards, two_boards
from tests.journeys.people import Hands
from tests.journeys.test_main_job import CALL_HER, MOTHER
from tests.server.running import RunningServer

NAMES = ("Amina", "Bosse", "Cecilia", "Dilan")
REFUSED = "Erik"
TOLD = (ConsentContent.NAME, ConsentContent.PHONE, ConsentContent.NEEDS)
MORNING = timedelta(hours=7, minutes=30)

# Two boards with five people between them are founded for each test.
pytestmark = pytest.mark.timeout(300)


@dataclass
class Night:
    """The story at 07.10, everything delivered and nothing handed over yet."""

    both: TwoBoards
    officer: Hands
    siv: Hands
    sten: Hands
    session: str
    named: dict[str, str]
    anonymous: list[str]
    refused: str

    @property
    def here(self) -> str:
        return self.both.johan.phone.board.hex()

    @property
    def there(self) -> str:
        return self.both.karin.phone.board.hex()

    @property
    def everybody(self) -> list[str]:
        return [*self.named.values(), *self.anonymous, self.refused]

    @property
    def promised_codes(self) -> list[str]:
        """Of those who were promised a call; the last of them refused to be handed over."""
        codes = {one.id: one.code for one in visits.contacts(self.both.johan.phone)}
        return [codes[one] for one in (*self.named.values(), self.refused)]

    def owners(self) -> set[str]:
        return {handed_over.owner_of(self.both.johan.phone, contact) for contact in self.everybody}

    def form(self) -> HandoverForm:
        return HandoverForm(
            session=self.session,
            board=self.there,
            kind=HandoverKind.EMERGENCY_TO_DISTRICT,
            agreed_start=self.both.day.time,
            ticked=tuple(CheckItem),
            tomorrow="Öppet 12-21",
        )


def _meet(hands: Hands, session: str, name: str) -> str:
    """Somebody with a name who was promised a call; without one, somebody who got information."""
    form = replace(MOTHER, name=name, started_at=None)
    if not name:
        level = IdentityLevel.ANONYMOUS
        form = replace(form, identity_level=level, outcome=Outcome.INFORMATION_GIVEN)
    saved = visits.register_visit(hands.phone, session, visits.new_code(hands.phone), form)
    if name:
        promises.agree(hands.phone, saved.contact_id, CALL_HER)
    return saved.contact_id


@contextmanager
def night(folder: Path, night_server: RunningServer, day_server: RunningServer) -> Iterator[Night]:
    with two_boards(folder, night_server, day_server) as both:
        officer = both.night.with_role("Olga Officer", Role.SUPPORTER)
        siv = both.day.with_role("Siv Samordnare", Role.COORDINATOR)
        sten = both.day.with_role("Sten Samordnare", Role.COORDINATOR)
        alarm = both.day.time
        both.pass_time(minutes=3)
        # No coverage in the stairwell: four answers and the session is open.
        night_server.stop()
        asked = {"incident_type": IncidentType.SHOOTING, "area": "Hässelby", "site_kind": SiteKind.PREMISES}
        form = OpenSession(**asked, alarm_source=AlarmSource.DUTY_OFFICER, alarm_received_at=alarm)
        assert len(OpenSession().missing()) == 4
        opened = sessions.open_session(officer.phone, form)
        assert opened.opened_at
        assert opened.alarm_received_at
        assert opened.opened_at - opened.alarm_received_at == timedelta(minutes=3)
        named = {name: _meet(officer, opened.id, name) for name in NAMES}
        anonymous = [_meet(officer, opened.id, "") for _ in range(4)]
        refused = _meet(officer, opened.id, REFUSED)
        night_server.start()
        both.pass_time(hours=7, minutes=27)
        for hands in (officer, both.johan):
            hands.sync()
        johan = both.johan.phone
        for contact in named.values():
            handing_over.record_consent(
                johan, contact, both.karin.phone.board.hex(), GivenBy.PERSON, ConsentAnswer.YES, TOLD
            )
        handing_over.record_consent(johan, refused, both.karin.phone.board.hex(), GivenBy.PERSON, ConsentAnswer.NO, ())
        yield Night(both, officer, siv, sten, opened.id, named, anonymous, refused)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The night's own server, in a process of its own."""
    with RunningServer(tmp_path_factory.mktemp("night")) as running:
        yield running


@pytest.fixture
def told(tmp_path: Path, elsewhere: RunningServer, server: RunningServer) -> Iterator[Night]:
    with night(tmp_path, elsewhere, server) as story:
        yield story


def test_the_district_takes_over_what_may_be_handed_over_and_nothing_is_ever_nobody_s(told: Night) -> None:
    both, johan, siv = told.both, told.both.johan, told.siv
    lots = [one.lot for one in handing_over.items(johan.phone, told.session, told.there)]
    assert {lot: lots.count(lot) for lot in set(lots)} == {
        Lot.GOES_WITH_NAME: 4,
        Lot.GOES_AS_CODE: 4,
        Lot.STAYS_REFUSED: 1,
    }

    handover_id = handing_over.propose(johan.phone, told.form())
    both.exchange(johan, siv, told.sten)
    at_ten_past = both.day.time
    assert told.owners() == {told.here}
    assert _owners_on_the_list(johan) == dict.fromkeys(told.promised_codes, "Socialnämnden")
    assert handed_over.handover_of(johan.phone, handover_id).state is HandoverState.HANDED_OVER
    [incoming] = proposals.waiting(siv.phone)
    assert (incoming.board_name, incoming.unanswered) == ("Socialnämnden", False)
    proposal = taking_over.read(siv.phone, incoming.letter)
    assert (proposal.operational.visits, proposal.operational.people) == (9, 9)
    assert {person.name for person in proposal.people} == set(NAMES)
    assert len(proposal.codes) == 4
    assert REFUSED not in str(proposal.to_json())

    both.pass_time(minutes=11)
    assert told.owners() == {told.here}
    both.pass_time(minutes=1)
    mine = taking_over.take_over(siv.phone, incoming.letter)
    assert told.owners() == {told.here}
    both.exchange(siv, johan, told.sten)

    assert [handed_over.owner_of(johan.phone, one) for one in told.named.values()] == [told.there] * 4
    assert [handed_over.owner_of(johan.phone, one) for one in told.anonymous] == [told.there] * 4
    assert handed_over.owner_of(johan.phone, told.refused) == told.here
    _each_promise_is_one_board_s(told)
    _both_clocks_are_seen(told, at_ten_past, incoming)
    _the_operational_part_is_theirs(told, mine)
    _the_other_coordinator_sees_it_too(told, mine)


def _owners_on_the_list(hands: Hands) -> dict[str, str]:
    """Whose each line of the work list says it is."""
    return {row.code: row.owner for row in queue.queue(hands.phone).everything}


def _the_operational_part_is_theirs(told: Night, mine: str) -> None:
    """The session goes on in the district, with the place and the clocks of the night."""
    began = sessions.view(told.both.johan.phone, told.session)
    for hands in (told.siv, told.sten):
        theirs = sessions.view(hands.phone, mine)
        assert theirs.board_name == "Hässelby-Vällingby"
        assert theirs.state is SessionState.OPEN
        assert (theirs.incident_type, theirs.area) == (IncidentType.SHOOTING, "Hässelby")
        assert (theirs.alarm_received_at, theirs.opened_at) == (began.alarm_received_at, began.opened_at)


def _each_promise_is_one_board_s(told: Night) -> None:
    theirs = records.each(told.both.johan.phone.store, "follow_up", FollowUp.from_record)
    still = {one.contact_id for one in theirs if one.is_open}
    ended = {one.contact_id for one in theirs if one.state is FollowUpState.TRANSFERRED}
    assert still == {told.refused}
    assert ended == set(told.named.values())
    got = records.each(told.siv.phone.store, "follow_up", FollowUp.from_record)
    assert sorted(one.window.latest for one in got) == sorted(one.window.latest for one in theirs if not one.is_open)
    assert all(one.owner_queue for one in got)
    codes = told.promised_codes
    assert _owners_on_the_list(told.siv) == dict.fromkeys(codes[:-1], "Hässelby-Vällingby")
    assert _owners_on_the_list(told.both.johan) == {codes[-1]: "Socialnämnden"}


def _both_clocks_are_seen(told: Night, proposed_at: datetime, incoming: proposals.Incoming) -> None:
    here = handed_over.of_session(told.both.johan.phone, told.session)
    there = handed_over.of_proposal(told.siv.phone, proposals.find(told.siv.phone, incoming.letter))
    assert here == there
    assert [step.kind for step in here.steps] == [StepKind.PROPOSED, StepKind.TAKEN_OVER]
    assert here.steps[1].at - here.steps[0].at == timedelta(minutes=12)
    assert here.at(proposed_at + timedelta(minutes=11)) == told.here
    assert here.at(proposed_at + timedelta(minutes=12)) == told.there


def _the_other_coordinator_sees_it_too(told: Night, session: str) -> None:
    codes = {one.code for one in visits.contacts(told.sten.phone) if one.session_id == session}
    theirs = {one.id: one.code for one in visits.contacts(told.both.johan.phone)}
    assert codes == {theirs[one] for one in (*told.named.values(), *told.anonymous)}
    anonymous = {theirs[one] for one in told.anonymous}
    bare = [one for one in visits.contacts(told.sten.phone) if one.code in anonymous]
    assert [(one.name, one.phone, one.age_band.value) for one in bare] == [("", "", "unknown")] * 4
    assert {one.contact_way for one in bare} == {ContactWay.PERSON_CONTACTS_US}
    _nothing_is_known_of_them(told.sten, {one.id for one in bare})
    assert queue.find_by_code(told.sten.phone, theirs[told.named["Amina"]])


def _nothing_is_known_of_them(hands: Hands, bare: set[str]) -> None:
    for kind in ("visit", "follow_up", "consent"):
        assert not [one for one in records.records(hands.phone.store, kind) if shown(one, "contact_id") in bare]


def test_two_coordinators_take_over_once_and_supporters_and_servers_open_nothing(
    told: Night, server: RunningServer, elsewhere: RunningServer
) -> None:
    both, siv, sten = told.both, told.siv, told.sten
    anna = both.day.invited("Anna Stöd", Role.SUPPORTER)
    handing_over.propose(both.johan.phone, told.form())
    both.exchange(both.johan, siv, sten, anna)
    [incoming] = proposals.waiting(siv.phone)
    assert letters.received(anna.phone) == ()
    with pytest.raises(CannotOpen):
        letters.opened(anna.phone, incoming.letter)
    taking_over.take_over(siv.phone, incoming.letter)
    with pytest.raises(AnsweredByColleague):
        taking_over.take_over(sten.phone, incoming.letter)
    both.exchange(siv, both.johan, sten, anna)

    assert [one.taken is not None for one in proposals.incoming(sten.phone)] == [True]
    assert len(visits.contacts(sten.phone)) == 8
    assert visits.contacts(anna.phone) == []
    for running in (server, elsewhere):
        kept = b"".join(path.read_bytes() for path in running.folder.glob("district.sqlite3*"))
        assert not [name for name in (*NAMES, REFUSED) if name.encode() in kept]


def test_a_phone_that_dies_between_signing_and_writing_goes_on_where_it_was(told: Night, monkeypatch) -> None:
    both, siv = told.both, told.siv
    handing_over.propose(both.johan.phone, told.form())
    both.exchange(both.johan, siv)
    [incoming] = proposals.waiting(siv.phone)

    class PowerCut(Exception):
        """The phone is off."""

    def dies(*_: object) -> str:
        raise PowerCut

    with monkeypatch.context() as dying:
        dying.setattr(taking_over, "finish", dies)
        with pytest.raises(PowerCut):
            taking_over.take_over(siv.phone, incoming.letter)
    siv.restart()
    assert visits.contacts(siv.phone) == []
    assert told.owners() == {told.here}
    both.exchange(siv, both.johan)
    both.exchange(siv, both.johan)

    assert len(visits.contacts(siv.phone)) == 8
    assert [handed_over.owner_of(both.johan.phone, one) for one in told.everybody].count(told.there) == 8


def test_nobody_who_stays_is_without_a_day(told: Night) -> None:
    johan = told.both.johan
    extra = _meet(told.officer, told.session, "")
    told.officer.sync()
    johan.sync()
    handing_over.record_consent(johan.phone, extra, told.there, GivenBy.PERSON, ConsentAnswer.NO, ())
    with pytest.raises(HandoverNotSettled):
        handing_over.propose(johan.phone, told.form())
    third_day = told.both.day.time.date() + timedelta(days=3)
    handing_over.retain(johan.phone, extra, third_day)

    [kept] = [one for one in handing_over.items(johan.phone, told.session, told.there) if one.contact.id == extra]
    assert (kept.lot, kept.due) == (Lot.STAYS_REFUSED, third_day)
    [row] = [row for row in queue.queue(johan.phone).everything if row.contact_id == extra]
    assert (row.owner, row.window.latest) == ("Socialnämnden", third_day)
    assert handing_over.propose(johan.phone, told.form())
