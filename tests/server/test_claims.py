import pytest

from sync.protocol.circle import Role
from sync.protocol.codes import ConnectCode, Purpose
from sync.protocol.grants import Recipient
from sync.protocol.statement import Kind
from tests.server.people import Founding, Keys, Phone, flipped, unb64


def test_an_unknown_claim_code_founds_nothing(server):
    answer = Founding(server.url).claim(str(ConnectCode(Purpose.CLAIM, bytes(16))))

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_claim")
    assert "claim code" in answer.json()["sentence"]


@pytest.mark.parametrize("typed", ["", "C123", "not a code"])
def test_a_mistyped_claim_code_is_unknown(server, typed):
    assert Founding(server.url).claim(typed).json()["code"] == "unknown_claim"


def test_a_claim_code_cannot_be_used_as_an_invite(server):
    secret = ConnectCode.parse(server.new_claim_code()).secret

    answer = Founding(server.url).claim(str(ConnectCode(Purpose.INVITE, secret)))

    assert answer.json()["code"] == "unknown_claim"


def test_a_claim_code_works_once(server):
    code = server.new_claim_code()
    first = Founding(server.url).claim(code)
    second = Founding(server.url).claim(code)

    assert first.status_code == 201
    assert (second.status_code, second.json()["code"]) == (410, "claim_used")


def test_a_claim_whose_answer_was_lost_can_be_sent_again(server):
    code, founding = server.new_claim_code(), Founding(server.url)
    first = founding.claim(code)
    again = founding.claim(code)

    assert again.status_code == 201
    assert again.json() == first.json()


def test_a_board_is_founded_once_on_a_server(server):
    founding = Founding(server.url)
    founding.claim(server.new_claim_code())
    again = founding.claim(server.new_claim_code())

    assert (again.status_code, again.json()["code"]) == (409, "board_exists")


def test_a_founding_without_a_device_is_refused_and_the_code_stays_good(server):
    code, founding = server.new_claim_code(), Founding(server.url)
    whole = founding.statements
    founding.statements = whole[:1]
    without_device = founding.claim(code)
    founding.statements = []
    empty = founding.claim(code)
    founding.statements = whole

    assert (without_device.status_code, without_device.json()["code"]) == (422, "not_founded")
    assert empty.json()["code"] == "not_founded"
    assert founding.claim(code).status_code == 201


def test_a_founding_that_the_root_did_not_sign_is_refused(server):
    founding = Founding(server.url)
    stranger = Keys()
    head = founding.statements[1].head
    founding.statements[1] = founding.supervisor.added(stranger, head)

    answer = founding.claim(server.new_claim_code())

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_signer")


def test_a_founding_with_a_bad_grant_leaves_nothing_behind(server):
    code, founding = server.new_claim_code(), Founding(server.url)
    true_grants = founding.grants()
    founding.grants = lambda: [flipped(true_grants[0])]
    forged = founding.claim(code)
    founding.grants = lambda: true_grants

    assert (forged.status_code, forged.json()["code"]) == (422, "bad_signature")
    assert founding.claim(code).status_code == 201


def test_the_first_grants_lie_in_the_supervisors_mailbox(server):
    founding = Founding(server.url)
    laid = founding.grants()
    founding.grants = lambda: laid
    founding.claim(server.new_claim_code())
    supervisor = founding.supervisor.log_in()

    mailbox = Recipient.of_device(supervisor.device).hex()
    answer = supervisor.ask("GET", f"/mailboxes/{mailbox}").json()

    assert [unb64(grant) for grant in answer["grants"]] == laid
    assert answer["last"] == 1


def test_a_second_supervisor_cannot_ride_along_with_the_founding(server):
    founding = Founding(server.url)
    head = founding.statements[-1].head.after(founding.statements[-1])
    other = Phone(server.url, founding.supervisor.board, Role.SUPERVISOR)
    founding.statements.append(other.added(founding.root, head))

    answer = founding.claim(server.new_claim_code())

    assert answer.json()["code"] == "root_adds_only_the_first"
    assert founding.statements[-1].kind is Kind.DEVICE_ADDED
