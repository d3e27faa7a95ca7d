from datetime import UTC, datetime, timedelta

from sync.protocol.circle import Circle, Role
from sync.protocol.grants import Recipient
from sync.protocol.heartbeat import Heartbeat
from tests.server.people import Phone, b64, unb64
from tests.server.running import run_command


def test_hello_says_what_there_is_to_fetch(town):
    supporter = town.member()
    session = town.session(supporter)
    own, shared = Circle.own(session, supporter.device), Circle.shared(session)
    answers = supporter.push(supporter.envelope(own), supporter.envelope(shared))
    town.supervisor.push(town.supervisor.envelope(Circle.audit(town.supervisor.device)))
    hello = supporter.hello()

    assert hello["unchanged"] is False
    assert hello["head"] == town.supervisor.head().to_json()
    assert hello["heads"] == {
        own.hex(): [1, answers[0]["hash"]],
        shared.hex(): [1, answers[1]["hash"]],
    }
    assert hello["mailboxes"] == {}


def test_hello_is_short_while_nothing_has_changed(town):
    first = town.supervisor.hello()
    same = town.supervisor.hello(first["state"])
    town.supervisor.push(town.supervisor.envelope(Circle.of_board()))
    changed = town.supervisor.hello(first["state"])

    assert same == {"server_epoch": first["server_epoch"], "state": first["state"], "unchanged": True}
    assert changed["unchanged"] is False
    assert changed["heads"][Circle.of_board().hex()][0] == 1


def test_a_supervisor_is_told_of_its_own_and_its_roles_mailbox(town):
    supporter = town.member()
    own = Circle.audit(supporter.device)
    recipients = [Recipient.of_role(role, 1) for role in (Role.SUPERVISOR, Role.COORDINATOR)]
    supporter.push_grants(*(supporter.grant(own, to) for to in [*recipients, Recipient.recovery()]))

    assert town.supervisor.hello()["mailboxes"] == {
        Recipient.of_role(Role.SUPERVISOR, 1).hex(): 1,
        Recipient.of_device(town.supervisor.device).hex(): 1,
    }


def test_a_heartbeat_must_be_the_callers_own(town):
    supporter, colleague = town.member(), town.member()
    forged = [
        colleague.heartbeat(),
        colleague.heartbeat(device=supporter.device),
        supporter.heartbeat(device=colleague.device),
        supporter.heartbeat(board=bytes(16)),
        supporter.heartbeat()[:-1],
        b"",
    ]
    answers = [supporter.ask("POST", "/hello", json={"heartbeat": b64(raw)}) for raw in forged]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(422, "malformed")] * len(forged)


def test_a_coordinator_sees_what_each_device_issued_and_what_has_come(town):
    supporter, silent = town.member(), town.member()
    circle = Circle.own(town.session(supporter), supporter.device)
    supporter.push(supporter.envelope(circle), supporter.envelope(circle))
    supporter.hello(issued={circle: 2}, waiting=7)
    supporter.hello(issued={circle: 5}, waiting=3)
    listed = town.member(Role.COORDINATOR).ask("GET", "/devices").json()["devices"]
    by_device = {one["device"]: one for one in listed}
    told = by_device[supporter.device.hex()]
    said = Heartbeat.verified(unb64(told["heartbeat"]), supporter.signing.public)

    assert len(listed) == 4
    assert told["received"] == {circle.hex(): 2}
    assert (said.issued, said.waiting) == ({circle: 5}, 3)
    assert datetime.now(UTC) - datetime.fromisoformat(told["heard_at"]) < timedelta(minutes=1)
    assert by_device[silent.device.hex()] == {
        "device": silent.device.hex(),
        "heard_at": None,
        "wiped_at": None,
        "heartbeat": None,
        "received": {},
    }


def test_supporters_and_auditors_do_not_see_others_devices(town):
    answers = [phone.ask("GET", "/devices").json() for phone in (town.member(), town.member(Role.AUDITOR))]

    assert [answer["code"] for answer in answers] == ["not_a_caseworker"] * 2


def test_only_supervisors_see_what_was_set_aside(town):
    answer = town.member(Role.COORDINATOR).ask("GET", "/set-aside")

    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_supervisor")


def test_the_command_says_what_is_missing_from_whom(town):
    supporter: Phone = town.member()
    circle = Circle.own(town.session(supporter), supporter.device)
    supporter.push(supporter.envelope(circle))
    supporter.hello(issued={circle: 4}, waiting=3)
    printed = run_command("devices", "--database", str(town.server.database)).stdout

    assert "K1   active            heard " in printed
    assert "issued 4  received 1  missing at least 3  waiting 3  quarantined 0" in printed
    assert "never heard" in printed
