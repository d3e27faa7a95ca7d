import secrets

from sync.protocol.circle import Circle, Role
from sync.protocol.grants import Recipient
from tests.server.people import Phone, b64, flipped, unb64


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
