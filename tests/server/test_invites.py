from datetime import timedelta

import pytest
import requests

from sync.protocol.circle import Role
from sync.protocol.members import DeviceState
from sync.protocol.roster import Roster
from sync.protocol.statement import Head, Kind
from sync.server import invites
from sync.server.district import District
from sync.server.engine import Database, database_url
from sync.server.refusals import InviteExpired
from tests.server.people import InviteCard, Keys, Phone, b64, found_town, now, unb64


def _code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_an_invite_is_shown_to_who_knows_its_id(town):
    card = town.invite()
    shown = card.look().json()

    assert shown == {"board": town.board.hex(), "sealed": b64(b"sealed"), "state": "waiting"}


def test_an_unknown_invite_is_refused(town):
    card = InviteCard(Phone(town.server.url, town.board))

    assert _code(card.look()) == (404, "unknown_invite")
    assert _code(card.look("/log")) == (404, "unknown_invite")
    assert _code(card.enrol(card.phone.added(card.key, Head()))) == (404, "unknown_invite")


def test_a_supporter_is_ready_at_once(town):
    card = town.invite()
    answer = card.enrol()
    roster = town.supervisor.roster()

    assert answer.status_code == 201
    assert Head.from_json(answer.json()["head"]) == roster.head
    assert roster.devices[card.phone.device].state is DeviceState.ACTIVE
    assert card.look().json()["state"] == "used"


def test_the_log_can_be_checked_before_joining(town):
    answer = town.invite().look("/log").json()
    roster = Roster(town.board)
    roster.follow([unb64(entry) for entry in answer["entries"]], Head.from_json(answer["head"]))

    assert roster.founded.id == town.board


def test_a_used_invite_lets_nobody_else_in(town):
    card = town.invite()
    head = town.supervisor.head()
    card.enrol()
    thief = Phone(town.server.url, town.board, person=card.phone.person)

    assert _code(card.enrol(thief.added(card.key, head))) == (410, "invite_used")
    assert _code(card.look("/log")) == (410, "invite_used")
    assert thief.device not in town.supervisor.roster().devices


def test_joining_again_after_a_lost_answer_is_answered_as_the_first_time(town):
    card = town.invite()
    joining = card.joining()
    first = card.enrol(joining)
    again = card.enrol(joining)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()


def test_a_withdrawn_invite_lets_nobody_in(town):
    card = town.invite()
    joining = card.joining()
    town.supervisor.state(town.supervisor.says(Kind.INVITE_WITHDRAWN, key=card.key.public.hex()))

    assert card.look().json()["state"] == "withdrawn"
    assert _code(card.enrol(joining)) == (410, "invite_withdrawn")


def test_an_expired_invite_lets_nobody_in_whatever_the_new_device_says_the_time_is(town):
    card = town.invite()
    joining = card.joining()
    database = Database(database_url(str(town.server.database)))
    later = District(database, now=lambda: now() + timedelta(days=3))
    with pytest.raises(InviteExpired):
        invites.enrol(later, card.id, joining)
    with pytest.raises(InviteExpired):
        invites.log_for(later, card.id, 0)
    _, _, state = invites.shown(later, card.id)
    database.close()

    assert state == "expired"
    assert card.enrol(joining).status_code == 201


def test_a_new_device_whose_clock_is_past_the_invite_is_told_so(town):
    card = town.invite()

    assert _code(card.enrol(card.joining(at=now() + timedelta(days=3)))) == (410, "invite_expired")


def test_joining_on_an_old_head_is_asked_to_sign_again(town):
    card = town.invite()
    late = card.joining()
    town.member()

    assert _code(card.enrol(late)) == (409, "not_next")
    assert card.enrol().status_code == 201


@pytest.mark.parametrize("changed", [{"role": Role.SUPERVISOR}, {"person": "00" * 16}])
def test_an_invite_lets_in_only_whom_it_was_made_for(town, changed):
    card = town.invite()

    assert _code(card.enrol(card.joining(**changed))) == (422, "not_as_invited")


def test_another_key_cannot_use_the_invite(town):
    card = town.invite()
    forged = card.phone.added(Keys(), town.supervisor.head())

    assert _code(card.enrol(forged)) == (422, "not_as_invited")


def test_an_invite_cannot_carry_another_kind_of_statement(town):
    card = town.invite()
    other = card.key.statement(Kind.SESSION_OPENED, town.board, town.supervisor.head(), session="00" * 16)

    assert _code(card.enrol(other)) == (422, "not_as_invited")


def test_only_supervisors_lay_out_invites(town):
    card = town.invite()

    assert _code(card.laid_out_by(town.member(Role.COORDINATOR))) == (403, "not_a_supervisor")


def test_an_invite_that_is_not_in_the_log_cannot_be_laid_out(town):
    card = InviteCard(Phone(town.server.url, town.board))

    assert _code(card.laid_out_by(town.supervisor)) == (422, "not_waiting")


def test_laying_out_the_same_invite_again_changes_nothing_and_another_is_refused(town, server):
    card = town.invite()
    same = card.laid_out_by(town.supervisor)
    other = card.laid_out_by(town.supervisor, b"another")
    elsewhere = found_town(server)
    theirs = InviteCard(Phone(server.url, elsewhere.board), id=card.id)
    elsewhere.supervisor.state(theirs.made_by(elsewhere.supervisor))

    assert same.status_code == 201
    assert _code(other) == (409, "invite_exists")
    assert _code(theirs.laid_out_by(elsewhere.supervisor)) == (409, "invite_exists")


def test_a_coordinator_waits_for_the_role_and_then_has_it(town):
    card = town.invite(Role.COORDINATOR)
    card.enrol()
    waiting = card.phone.log_in()
    refused = waiting.ask("GET", "/devices")
    hello = waiting.hello()
    town.confirm(waiting)

    assert _code(refused) == (403, "waiting_for_role")
    assert hello["heads"] == {}
    assert waiting.ask("GET", "/devices").status_code == 200
