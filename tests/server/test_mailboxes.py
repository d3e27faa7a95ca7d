import secrets
from contextlib import closing

import pytest
from sqlalchemy import select

from sync.protocol.circle import Circle, Role
from sync.protocol.grants import Recipient
from sync.protocol.statement import Kind
from sync.server.engine import Database, database_url
from sync.server.tables import grants as laid
from tests.server.people import Phone, Town, b64, flipped, unb64
from tests.server.running import run_command


def _mailbox(phone: Phone, recipient: Recipient, after: int = 0) -> list[bytes]:
    answer = phone.ask("GET", f"/mailboxes/{recipient.hex()}", params={"after": after})
    assert answer.status_code == 200, answer.text
    assert answer.json()["last"] == after + len(answer.json()["grants"])
    return [unb64(grant) for grant in answer.json()["grants"]]


def test_grants_lie_numbered_in_their_readers_mailbox(town):
    supporter = town.member()
    own, to = Circle.audit(supporter.device), Recipient.of_device(supporter.device)
    grants = [supporter.grant(own, to) for _ in range(3)]
    answers = supporter.push_grants(*grants)

    assert [answer["status"] for answer in answers] == ["stored"] * 3
    assert _mailbox(supporter, to) == grants
    assert _mailbox(supporter, to, after=2) == grants[2:]
    assert supporter.hello()["mailboxes"] == {to.hex(): 3}


def test_one_key_lies_once_in_a_mailbox(town):
    supporter = town.member()
    own, key_id = Circle.audit(supporter.device), secrets.token_bytes(32)
    to_role, to_self = Recipient.of_role(Role.SUPERVISOR, 1), Recipient.of_device(supporter.device)
    answers = supporter.push_grants(*(supporter.grant(own, to, key_id) for to in (to_role, to_role, to_self)))

    assert [answer["status"] for answer in answers] == ["stored", "duplicate", "stored"]
    assert len(_mailbox(town.supervisor, to_role)) == 1


def test_grants_are_refused_one_by_one(town):
    supporter, stranger = town.member(), Phone(town.server.url, town.board)
    own, to = Circle.audit(supporter.device), Recipient.of_role(Role.AUDITOR, 1)
    good = supporter.grant(own, to)
    bad = {
        "malformed": good[:-1],
        "bad_signature": flipped(good),
        "unknown_granter": stranger.grant(own, to),
        "other_board": supporter.grant(own, to, board=bytes(16)),
        "not_a_granter": supporter.grant(Circle.of_role(Role.SUPERVISOR), to),
        "unknown_recipient": supporter.grant(own, Recipient.of_role(Role.AUDITOR, 2)),
    }
    answers = supporter.push_grants(*bad.values(), good)

    assert [answer["code"] for answer in answers] == [*bad, None]
    assert [answer["status"] for answer in answers] == ["refused"] + ["set_aside"] * (len(bad) - 1) + ["stored"]


def test_a_refused_grant_is_kept_so_that_what_it_opens_can_still_be_opened(town):
    supporter = town.member()
    grant = supporter.grant(Circle.of_role(Role.SUPERVISOR), Recipient.recovery())
    supporter.push_grants(grant)
    [kept] = town.supervisor.ask("GET", "/set-aside").json()["items"]

    assert (kept["kind"], kept["code"], kept["envelope"]) == ("grant", "not_a_granter", b64(grant))


def test_mailboxes_are_opened_by_their_readers_only(town):
    supporter, coordinator = town.member(), town.member(Role.COORDINATOR)
    refused = [
        (supporter, Recipient.of_device(coordinator.device)),
        (supporter, Recipient.of_role(Role.COORDINATOR, 1)),
        (coordinator, Recipient.of_role(Role.SUPERVISOR, 1)),
        (coordinator, Recipient.recovery()),
        (town.supervisor, Recipient.of_role(Role.COORDINATOR, 1)),
    ]
    codes = [phone.ask("GET", f"/mailboxes/{recipient.hex()}").json().get("code") for phone, recipient in refused]

    assert codes == ["not_a_reader"] * len(refused)
    assert _mailbox(coordinator, Recipient.of_role(Role.COORDINATOR, 1)) == []
    assert _mailbox(town.supervisor, Recipient.recovery()) == []


def test_a_role_that_is_not_yet_confirmed_opens_no_mailbox(town):
    card = town.invite(Role.SUPERVISOR)
    card.enrol()
    waiting = card.phone.log_in()
    answer = waiting.ask("GET", f"/mailboxes/{Recipient.of_role(Role.SUPERVISOR, 1).hex()}")

    assert answer.json()["code"] == "not_a_reader"
    assert waiting.ask("GET", f"/mailboxes/{Recipient.of_device(waiting.device).hex()}").status_code == 200


def test_junk_laid_under_a_key_first_does_not_keep_the_key_out(town):
    thief, key_id = town.member(), secrets.token_bytes(32)
    circle, to = Circle.of_board(), Recipient.of_role(Role.SUPERVISOR, 1)
    answers = thief.push_grants(thief.grant(circle, to, key_id))
    answers += town.supervisor.push_grants(town.supervisor.grant(circle, to, key_id))

    assert [answer["status"] for answer in answers] == ["stored", "stored"]
    assert len(_mailbox(town.supervisor, to)) == 2


def _kept(town: Town, device: bytes) -> list[bool]:
    """Of each grant in a device's mailbox, whether the server still has it."""
    database, to = Database(database_url(str(town.server.database))), Recipient.of_device(device).to_bytes()
    with closing(database), database.reading() as connection:
        mine = (laid.c.board == town.board) & (laid.c.recipient == to)
        return [bool(raw) for raw in connection.scalars(select(laid.c.grant).where(mine).order_by(laid.c.seq))]


def _working_two(town: Town) -> tuple[bytes, Phone, Phone, tuple[bytes, ...]]:
    """A session, two who work in it, and the keys that the first gave the second."""
    anna, bertil = town.member(), town.member()
    session = town.session(anna, bertil)
    given = tuple(anna.grant(Circle.shared(session), Recipient.of_device(bertil.device)) for _ in range(2))
    anna.push_grants(*given)
    return session, anna, bertil, given


@pytest.mark.parametrize("ending", ["closed", "left", "purged", "revoked"])
def test_who_may_read_no_more_cannot_fetch_the_keys_again(town, ending):
    session, anna, bertil, given = _working_two(town)
    own = anna.grant(Circle.shared(session), Recipient.of_device(anna.device))
    anna.push_grants(own)
    before, kept = _mailbox(bertil, Recipient.of_device(bertil.device)), _kept(town, bertil.device)
    said = {"session": session.hex()}
    if ending == "revoked":
        town.revoke(bertil)
    elif ending == "closed":
        town.close(session)
    else:
        bertil.state(bertil.says(Kind.SESSION_LEFT, **said))
    if ending == "purged":
        bertil.state(bertil.says(Kind.PURGE_ACKNOWLEDGED, **said))

    assert (before, kept) == (list(given), [True, True])
    assert _kept(town, bertil.device) == [False, False]
    assert _kept(town, anna.device) == [ending != "closed"]
    assert ending == "revoked" or _mailbox(bertil, Recipient.of_device(bertil.device)) == [b"", b""]
    assert "0 problems" in run_command("check", "--database", str(town.server.database)).stdout


def test_a_key_that_is_brought_back_to_somebody_who_let_go_is_not_kept(town):
    session, anna, bertil, given = _working_two(town)
    bertil.state(bertil.says(Kind.SESSION_LEFT, session=session.hex()))
    again, another = anna.push_grants(given[0], anna.grant(Circle.shared(session), Recipient.of_device(bertil.device)))

    assert (again["status"], another["status"]) == ("duplicate", "stored")
    assert _kept(town, bertil.device) == [False, False, False]


def test_who_comes_back_to_a_session_gets_its_new_keys(town):
    session, anna, bertil, _ = _working_two(town)
    bertil.state(bertil.says(Kind.SESSION_LEFT, session=session.hex()))
    bertil.state(bertil.says(Kind.SESSION_JOINED, session=session.hex()))
    anna.push_grants(anna.grant(Circle.shared(session), Recipient.of_device(bertil.device)))

    assert _kept(town, bertil.device) == [False, False, True]
    assert len([grant for grant in _mailbox(bertil, Recipient.of_device(bertil.device)) if grant]) == 1


def test_a_new_phone_of_the_same_person_keeps_what_it_was_given_and_roles_keep_theirs(town):
    session, anna, bertil, _ = _working_two(town)
    again = town.member(person=bertil.person)
    town.supervisor.push_grants(
        town.supervisor.grant(Circle.own(session, bertil.device), Recipient.of_device(again.device)),
        town.supervisor.grant(Circle.of_role(Role.SUPERVISOR), Recipient.of_device(town.supervisor.device)),
    )
    town.revoke(bertil)
    town.close(town.session(anna))

    assert _kept(town, again.device) == [True]
    assert all(_kept(town, town.supervisor.device))
