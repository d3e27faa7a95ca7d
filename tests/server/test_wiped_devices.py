"""What the server does for a phone that was revoked or has emptied itself."""

import hashlib

from sync.protocol.circle import Circle, Role
from sync.protocol.grants import Recipient
from sync.protocol.members import DeviceState
from sync.protocol.roster import Roster
from sync.protocol.statement import Head, Kind, Statement
from sync.protocol.tokens import Door
from tests.server.people import Phone, b64, unb64


def receipt(phone: Phone, signed_by: Phone | None = None, **fields: object) -> Statement:
    said = {"device": phone.device.hex(), "reason": "wrong_passphrases", "left": 0, "in_file": False} | fields
    return (signed_by or phone).delivery.statement(Kind.DEVICE_WIPED, phone.board, Head(), **said)


def reported(town, phone: Phone):
    told = town.supervisor.ask("GET", "/devices").json()["devices"]
    return next(one for one in told if one["device"] == phone.device.hex())


def test_a_receipt_is_taken_through_the_delivery_door_and_shown_to_supervisors(town):
    phone = town.member()
    assert reported(town, phone)["wiped_at"] is None
    said = receipt(phone)
    answers = phone.log_in(Door.DELIVERY).state(said)

    assert answers[0]["status"] == "stored"
    assert phone.state(said)[0]["status"] == "duplicate"
    assert reported(town, phone)["wiped_at"] is not None
    assert town.supervisor.roster().devices[phone.device].wiped.left == 0


def test_a_receipt_signed_by_another_device_is_not_believed(town):
    phone, other = town.member(), town.member()
    answers = other.log_in(Door.DELIVERY).state(receipt(phone, signed_by=other))

    assert (answers[0]["status"], answers[0]["code"]) == ("set_aside", "not_its_delivery_key")
    assert reported(town, phone)["wiped_at"] is None


def test_a_revoked_device_still_says_that_it_was_wiped(town):
    phone = town.member()
    town.revoke(phone)

    assert phone.log_in(Door.DELIVERY).state(receipt(phone, reason="revoked"))[0]["status"] == "stored"


def test_a_revoked_device_can_check_for_itself_that_it_was_and_reads_nothing_newer(town):
    phone, other = town.member(), town.member()
    known = len(town.supervisor.roster().hashes) - 1
    town.revoke(phone)
    revoked_at = town.supervisor.roster().head
    town.revoke(other)
    told = phone.log_in(Door.DELIVERY).ask("GET", "/revocation").json()
    roster = Roster(town.board)
    roster.follow([unb64(entry) for entry in told["entries"]], Head.from_json(told["head"]))

    assert roster.head == revoked_at
    assert roster.devices[phone.device].state is DeviceState.REVOKED
    assert roster.devices[other.device].state is DeviceState.ACTIVE
    assert len(phone.ask("GET", "/revocation", params={"after": known}).json()["entries"]) == 1


def test_a_device_that_was_not_revoked_is_told_so_and_nothing_else(town):
    phone = town.member()
    locked = phone.log_in(Door.DELIVERY).ask("GET", "/revocation")

    assert (locked.status_code, locked.json()["code"]) == (404, "not_revoked")
    assert phone.ask("GET", "/log").json()["code"] == "wrong_door"


def test_a_caseworker_carries_what_another_device_sealed_and_a_supporter_does_not(town):
    author, colleague, coordinator = town.member(), town.member(), town.member(Role.COORDINATOR)
    session = town.session(author, colleague)
    sealed = [author.envelope(circle) for circle in (Circle.own(session, author.device), Circle.audit(author.device))]

    assert [each["code"] for each in colleague.push(*sealed)] == ["not_a_carrier"] * 2
    assert [each["status"] for each in coordinator.push(*sealed)] == ["stored"] * 2


def test_the_key_of_an_envelope_comes_in_with_it_and_no_other_key_does(town):
    phone = town.member()
    session, to = town.session(phone), Recipient.of_role(Role.SUPERVISOR, 1)
    circle, key, another = Circle.own(session, phone.device), b"k" * 32, b"x" * 32
    town.revoke(phone)
    phone.log_in(Door.DELIVERY)
    # An epoch that began after it was revoked: nobody could have given it this key, so it waits for a supervisor.
    later = {"epoch": 1_000}
    answers = phone.push_grants(phone.grant(circle, to, key, **later), phone.grant(circle, to, another, **later))
    late = phone.envelope(circle, key_id=key, **later)
    phone.push(late)
    town.supervisor.ask("POST", f"/set-aside/{hashlib.sha256(late).hexdigest()}/adopt")
    got = town.supervisor.ask("GET", f"/mailboxes/{to.hex()}").json()["grants"]

    assert [answer["status"] for answer in answers] == ["set_aside"] * 2
    assert [key in unb64(grant) for grant in got].count(True) == 1
    assert not any(another in unb64(grant) for grant in got)
    assert [item["kind"] for item in town.supervisor.ask("GET", "/set-aside").json()["items"]] == ["grant"]
    assert b64(late)
