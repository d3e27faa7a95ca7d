"""S12 across boards: both open for one explosion, and link it by letters that hold no person and no figure."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from fieldapp.actions import board_links, letters, linking, sessions, visits
from fieldapp.actions.errors import GoneMeanwhile, NotAllowed
from fieldapp.domain.incident import IncidentType, Level
from fieldapp.domain.incident_link import LinkState
from fieldapp.store import letters as kept
from fieldapp.store import records
from sync.client.errors import ServerUnreachable
from sync.protocol.circle import Role
from tests.journeys.neighbours import TwoBoards, two_boards
from tests.journeys.people import Hands
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER, met
from tests.server.running import RunningServer
from tests.ui.open_page import open_at

BLAST = replace(ALARM, incident_type=IncidentType.EXPLOSION)
CROSSES = {"code", "type", "area", "level", "occurred_at", "alarm_received_at"}


@dataclass
class Night:
    """One explosion. `ours`: the district's session, `theirs`: the social emergency unit's; neither is sent yet."""

    both: TwoBoards
    siv: Hands
    ours: str = ""
    theirs: str = ""

    def begin(self) -> None:
        """Another explosion, a day later; the district opens a session of another kind as well."""
        self.both.pass_time(days=1)
        karin, johan = self.both.karin.phone, self.both.johan.phone
        self.theirs = sessions.open_session(johan, replace(BLAST, area="Vinsta")).id
        met(self.both.johan, replace(MOTHER, name="Leyla"))
        self.both.pass_time(minutes=9)
        self.ours = sessions.open_session(karin, BLAST).id
        met(self.both.karin)
        sessions.open_session(karin, replace(ALARM, area="Råcksta"))

    def exchange(self) -> None:
        self.both.exchange(self.both.johan, self.both.karin)

    def ask(self) -> str:
        """The social emergency unit asks the district."""
        johan, karin = self.both.johan.phone, self.both.karin.phone
        asked = board_links.ask(johan, karin.board.hex(), self.theirs)
        self.exchange()
        return asked

    def states(self, link: str) -> list[LinkState]:
        return [board_links.link(hands.phone, link).state for hands in (self.both.johan, self.both.karin)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, server: RunningServer) -> Iterator[Night]:
    with two_boards(tmp_path_factory.mktemp("linked"), server, server) as both:
        yield Night(both, both.day.with_role("Siv Samordnare", Role.COORDINATOR))


@pytest.fixture
def night(made: Night) -> Night:
    made.begin()
    return made


def written(hands: Hands, link: str) -> list[dict[str, object]]:
    """What this board has laid at the other's server about one link, opened."""
    ours = [one for one in kept.going_out(hands.phone.store) if link in (one.id.hex(), one.answers.hex())]
    assert all(one.lies_in for one in ours)
    return [json.loads(one.content) for one in ours]


def test_opened_and_asked_without_coverage_both_show_one_incident(night: Night, server: RunningServer) -> None:
    johan, karin = night.both.johan, night.both.karin
    server.stop()
    asked = board_links.ask(johan.phone, karin.phone.board.hex(), night.theirs)
    with pytest.raises(ServerUnreachable):
        johan.sync()
    assert board_links.link(johan.phone, asked).waits
    server.start()
    night.exchange()
    question = board_links.to_answer(karin.phone)[-1]
    offered = board_links.offered(karin.phone, question)
    assert (question.id, question.board_name, question.theirs.area) == (asked, "Socialnämnden", "Vinsta")
    assert offered[0].id == night.ours
    assert [board_links.is_near(karin.phone, question, one.id) for one in offered[:2]] == [True, False]

    board_links.say_same(karin.phone, asked, offered[0].id)
    night.exchange()

    for hands, mine, other, name in (
        (johan, night.theirs, "Hässelby gård", "Hässelby-Vällingby"),
        (karin, night.ours, "Vinsta", "Socialnämnden"),
    ):
        [shown] = board_links.of_session(hands.phone, mine)
        assert (shown.state, shown.board_name, shown.theirs.area) == (LinkState.LINKED, name, other)
        assert (shown.theirs.type, shown.theirs.level) == (IncidentType.EXPLOSION, Level.INTERNAL)
        assert not shown.waits
        assert sessions.view(hands.phone, mine).board_name == hands.phone.board_name
        assert {one.session_id for one in visits.contacts(hands.phone)}.isdisjoint({night.ours, night.theirs} - {mine})
        assert records.record(hands.phone.store, "session", night.theirs if mine == night.ours else night.ours) is None
    assert asked not in {one.id for one in board_links.to_answer(karin.phone)}
    assert linking.linked_to(karin.phone, night.ours) == ()


def test_the_letters_hold_six_facts_of_the_incident_and_nothing_of_any_person(night: Night) -> None:
    johan, karin = night.both.johan, night.both.karin
    asked = night.ask()
    board_links.say_same(karin.phone, asked, night.ours)
    night.exchange()

    [question], [answer] = written(johan, asked), written(karin, asked)
    came = [letters.opened(karin.phone, one.digest) for one in letters.received(karin.phone) if one.id == asked]
    back = [letters.opened(johan.phone, one.digest) for one in letters.received(johan.phone) if one.answers == asked]
    assert (came, back) == ([question], [answer])
    assert set(question) == CROSSES
    assert set(answer) == CROSSES | {"same"}
    for hands, words in ((johan, question), (karin, answer)):
        said = json.dumps(words, ensure_ascii=False)
        people = [one.id for one in visits.contacts(hands.phone)] + [one.id for one in visits.valid_visits(hands.phone)]
        codes = [row.code for row in visits.my_visits(hands.phone)]
        words_of_hers = ["Leyla", "Amina", MOTHER.note, CALL_HER.phone, "Medborgarkontoret", "Karin", "Johan"]
        assert people
        assert not [each for each in (*people, *codes, *words_of_hers) if each in said]
    noted = records.records(karin.phone.store, "incident_link")
    about = {"born", "letter", "side", "board", "session_id", "theirs", "verdict", "asked_at", "ended_at"}
    assert set().union(*(one["fields"] for one in noted)) <= about


def test_an_area_that_looks_like_a_personal_identity_number_stays_at_home(night: Night) -> None:
    johan, karin = night.both.johan.phone, night.both.karin.phone
    other = sessions.open_session(johan, replace(BLAST, area="hos 19850412-1234"))
    asked = board_links.ask(johan, karin.board.hex(), other.id)
    night.exchange()

    [question] = written(night.both.johan, asked)
    assert question["area"] == ""


def test_another_incident_is_said_and_both_stand_by_themselves(night: Night) -> None:
    asked = night.ask()
    board_links.say_other(night.both.karin.phone, asked)
    night.exchange()

    assert night.states(asked) == [LinkState.APART, LinkState.APART]
    assert written(night.both.karin, asked) == [{"same": False}]
    assert board_links.of_session(night.both.karin.phone, night.ours) == ()
    with pytest.raises(GoneMeanwhile):
        board_links.say_same(night.both.karin.phone, asked, night.ours)
    with pytest.raises(GoneMeanwhile):
        board_links.take_apart(night.both.karin.phone, asked)


@pytest.mark.parametrize("by", ["johan", "karin"])
def test_either_board_takes_it_apart_and_may_ask_again(night: Night, by: str) -> None:
    karin = night.both.karin.phone
    asked = night.ask()
    board_links.say_same(karin, asked, night.ours)
    night.exchange()
    hands = night.both.johan if by == "johan" else night.both.karin
    board_links.take_apart(hands.phone, asked)
    night.exchange()

    assert night.states(asked) == [LinkState.ENDED, LinkState.ENDED]
    assert written(hands, asked)[-1] == {}
    assert board_links.of_session(karin, night.ours) == ()
    assert night.ask() != asked


def test_a_question_taken_back_is_asked_no_more(night: Night) -> None:
    karin = night.both.karin.phone
    asked = night.ask()
    with pytest.raises(GoneMeanwhile):
        board_links.take_apart(karin, asked)
    with pytest.raises(GoneMeanwhile):
        board_links.ask(night.both.johan.phone, karin.board.hex(), night.theirs)
    board_links.take_apart(night.both.johan.phone, asked)
    night.exchange()

    assert asked not in {one.id for one in board_links.to_answer(karin)}


def test_boards_that_ask_each_other_get_one_link_and_take_apart_one(night: Night) -> None:
    johan, karin = night.both.johan.phone, night.both.karin.phone
    mine = board_links.ask(karin, johan.board.hex(), night.ours)
    asked = night.ask()
    board_links.say_same(karin, asked, night.ours)
    night.exchange()

    assert [one.id for one in board_links.of_session(karin, night.ours)] == [asked]
    assert [one.id for one in board_links.of_session(johan, night.theirs)] == [asked]
    assert mine not in {one.id for one in board_links.to_answer(johan)}

    board_links.take_apart(karin, asked)
    night.exchange()
    assert night.states(asked) == night.states(mine) == [LinkState.ENDED, LinkState.ENDED]


def test_only_supervisors_ask_answer_and_take_apart_and_their_colleagues_see_what_was_said(night: Night) -> None:
    siv, karin, johan = night.siv, night.both.karin, night.both.johan
    asked = night.ask()
    night.both.exchange(siv)
    assert board_links.to_answer(siv.phone) == ()
    assert board_links.askable(siv.phone, night.ours) == ()
    for deed, values in (
        (board_links.ask, (johan.phone.board.hex(), night.ours)),
        (board_links.say_same, (asked, night.ours)),
        (board_links.say_other, (asked,)),
        (board_links.take_apart, (asked,)),
    ):
        with pytest.raises(NotAllowed):
            deed(siv.phone, *values)

    board_links.say_same(karin.phone, asked, night.ours)
    night.both.exchange(karin, siv)
    assert [one.state for one in board_links.of_session(siv.phone, night.ours)] == [LinkState.LINKED]


def test_two_supervisors_who_answer_apart_have_said_no_in_both_boards(night: Night) -> None:
    karin, eva = night.both.karin, night.both.day.with_role("Eva Chef", Role.SUPERVISOR)
    asked = night.ask()
    eva.sync()
    board_links.say_other(eva.phone, asked)
    night.both.pass_time(minutes=1)
    board_links.say_same(karin.phone, asked, night.ours)
    night.both.exchange(karin, eva, night.both.johan, karin)

    assert night.states(asked) == [LinkState.APART, LinkState.APART]
    assert board_links.link(eva.phone, asked).state is LinkState.APART


def test_asked_answered_and_taken_apart_on_the_pages(night: Night) -> None:
    johan, karin = night.both.johan.phone, night.both.karin.phone
    page_of = "/sessions/session/{}".format

    async def asks() -> None:
        page = await open_at(johan, page_of(night.theirs))
        await page.tap("Fråga en annan nämnd om samma händelse")
        assert page.shows("Det här får de veta")
        assert page.shows("Sprängning, Vinsta")
        await page.tap("Skicka frågan")
        await page.until_left(page_of(night.theirs) + "/link/board")
        assert page.shows("Väntar på täckning")
        page.close()

    async def answers() -> None:
        page = await open_at(karin, "/sessions")
        await page.tap("Socialnämnden frågar om ni har samma händelse")
        assert page.shows("Samma slag, nära i tid")
        route = page.screen.page.route
        await page.tap("Samma händelse")
        assert await page.until_left(route) == page_of(night.ours)
        assert page.shows("Samma händelse hos andra nämnder")
        page.close()

    async def takes_apart() -> None:
        page = await open_at(johan, page_of(night.theirs))
        await page.tap("Samma händelse som insats")
        assert page.shows("Sprängning, Hässelby gård")
        await page.tap("Ta isär kopplingen")
        await page.tap("Ta isär kopplingen")
        await page.until_left(f"{page_of(night.theirs)}/link/with/{linked.id}")
        assert not page.shows("Samma händelse som insats")
        page.close()

    asyncio.run(asks())
    night.exchange()
    asyncio.run(answers())
    night.exchange()
    [linked] = board_links.of_session(johan, night.theirs)
    assert linked.state is LinkState.LINKED
    asyncio.run(takes_apart())
    night.exchange()
    assert night.states(linked.id) == [LinkState.ENDED, LinkState.ENDED]
