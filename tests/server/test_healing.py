"""After a restore the devices bring back what they have, as it was, and nothing new comes between."""

import secrets
from datetime import date

import pytest

from sync.protocol.circle import Circle
from sync.protocol.grants import Recipient
from sync.protocol.statement import Kind, Statement
from sync.protocol.tokens import Door
from sync.server.cli import main
from tests.server.crowd import check_whole
from tests.server.filled import filled_town
from tests.server.people import Founding, InviteCard, Phone, bring_back, unb64
from tests.server.running import run_command
from tests.server.served_here import ServedHere

TODAY = date(2026, 11, 22)


@pytest.fixture
def disaster(new_database, tmp_path):
    """A server, a backup of it, and the same server on what the backup held."""
    return Disaster(new_database, tmp_path)


class Disaster:
    def __init__(self, new_database, folder) -> None:
        self.new_database = new_database
        self.folder = folder
        self.server = ServedHere(folder / "first", database=new_database())

    def __enter__(self):
        self.server.__enter__()
        return self

    def __exit__(self, *_):
        self.server.stop()

    def back_up(self):
        assert main(["backup", str(self.folder / "b"), "--database", str(self.server.database)]) == 0

    def restore(self):
        self.server.stop()
        self.server.database = self.new_database()
        assert main(["restore", str(self.folder / "b"), "--database", str(self.server.database)]) == 0
        self.server.start()

    def lose_everything(self, board: bytes):
        self.server.stop()
        self.server.database = self.new_database()
        assert main(["init", "--database", str(self.server.database), "--root", board.hex()]) == 0
        self.server.start()


def _log(phone: Phone):
    return [Statement.from_bytes(unb64(entry)) for entry in phone.ask("GET", "/log").json()["entries"]]


def test_everything_comes_back_to_an_older_backup(disaster):
    with disaster:
        filled = filled_town(disaster.server)
        town, supporter, coordinator = filled.town, filled.supporter, filled.coordinator
        old_epoch = supporter.hello()["server_epoch"]
        disaster.back_up()
        newcomer = town.member()
        shared = Circle.shared(town.session(newcomer, supporter))
        later = [newcomer.envelope(shared) for _ in range(4)] + [supporter.envelope(shared)]
        newcomer.push(*later[:4], watch=newcomer.watch(TODAY))
        supporter.push(later[4])
        grant = newcomer.grant(shared, Recipient.recovery())
        newcomer.push_grants(grant)
        held, log = coordinator.pull(shared), _log(coordinator)
        town.revoke(newcomer)
        log = _log(coordinator)
        disaster.restore()
        coordinator.log_in()
        hello = coordinator.hello()
        known = hello["head"][0]
        brought = bring_back(coordinator, known, log[known:])
        pushed = coordinator.push_items(*((raw, newcomer.watch(TODAY)) for _, _, raw in held))
        granted = coordinator.push_grants(grant)
        town.supervisor.log_in()
        while_healing = town.supervisor.hello()["healing"]
        town.supervisor.ask("POST", "/healed")
        after = town.supervisor.hello()
        pulled = town.supervisor.pull(shared)
        checked = run_command("check", "--database", str(disaster.server.database))

    assert hello["server_epoch"] != old_epoch
    assert (hello["healing"], while_healing, after.get("healing")) == (True, True, None)
    assert brought.json()["head"] == [len(log), brought.json()["head"][1]]
    assert [answer["status"] for answer in pushed + granted] == ["stored"] * 6
    assert [raw for _, _, raw in pulled] == later
    check_whole(pulled)
    assert checked.returncode == 0, checked.stdout


def test_while_a_board_heals_nothing_new_takes_the_place_of_what_was_lost(disaster):
    with disaster:
        filled = filled_town(disaster.server)
        supporter, town = filled.supporter, filled.town
        disaster.back_up()
        lost = supporter.says(Kind.SESSION_OPENED, session=secrets.token_hex(16))
        supporter.state(lost)
        disaster.restore()
        supporter.log_in()
        new = supporter.says(Kind.SESSION_OPENED, session=secrets.token_hex(16))
        [early] = supporter.state(new)
        [known] = supporter.state(_log(supporter)[-1])
        card = InviteCard(Phone(supporter.url, town.board))
        invited = town.supervisor.log_in().state(card.made_by(town.supervisor))
        aside = town.supervisor.ask("GET", "/set-aside").json()["items"]
        bring_back(supporter, town.supervisor.head().seq, [lost])
        town.supervisor.ask("POST", "/healed")
        [in_time] = supporter.state(new)

    assert (early["code"], known["status"], invited[0]["code"]) == ("healing", "duplicate", "healing")
    assert [item["kind"] for item in aside] == ["envelope"]
    assert in_time["status"] == "stored"


def test_an_empty_server_is_filled_again_by_its_devices(disaster):
    with disaster:
        filled = filled_town(disaster.server)
        coordinator, supporter, town = filled.coordinator, filled.supporter, filled.town
        log, held = _log(coordinator), coordinator.pull(filled.own)
        disaster.lose_everything(town.board)
        nobody = requests_status(coordinator)
        brought = bring_back(supporter, 0, log)
        pushed = coordinator.log_in().push(*(raw for _, _, raw in held))
        again = bring_back(coordinator, 0, log)
        by_supporter = supporter.log_in().ask("POST", "/healed")

    assert nobody == 401
    assert brought.status_code == 200
    assert [answer["status"] for answer in pushed] == ["stored"] * 3
    assert again.json() == brought.json()
    assert by_supporter.json()["code"] == "not_a_supervisor"


def requests_status(phone: Phone) -> int:
    return phone.answer(phone.challenge(), Door.SIGNING).status_code


def test_a_log_that_another_root_signed_fills_nothing(server):
    expected, stranger = Founding(server.url), Founding(server.url)
    server.expect(expected.supervisor.board)
    stranger.supervisor.board = expected.supervisor.board
    forged = bring_back(stranger.supervisor, 0, stranger.statements)
    gap = bring_back(expected.supervisor, 2, expected.statements[2:])
    whole = bring_back(expected.supervisor, 0, expected.statements)
    other = bring_back(expected.supervisor, 0, expected.statements[:1] + expected.statements[2:3])

    assert (forged.status_code, forged.json()["code"]) == (422, "other_board")
    assert (gap.status_code, gap.json()["code"]) == (409, "not_next")
    assert whole.status_code == 200
    assert (other.status_code, other.json()["code"]) == (409, "log_forked")


def test_a_board_that_lost_nothing_takes_nothing_back(town):
    answer = bring_back(town.supervisor, 0, [])

    assert (answer.status_code, answer.json()["code"]) == (409, "not_healing")
    assert bring_back(Phone(town.server.url, secrets.token_bytes(16)), 0, []).status_code == 401


def test_a_board_that_is_there_is_not_expected_again(town):
    run = run_command("init", "--database", str(town.server.database), "--root", town.board.hex())

    assert run.returncode == 1
    assert "already on the district server" in run.stderr


@pytest.mark.parametrize("typed", ["", "12", "g" * 32, "a" * 33])
def test_what_is_no_fingerprint_is_told(tmp_path, typed):
    with pytest.raises(SystemExit) as stopped:
        main(["init", "--database", str(tmp_path / "d.sqlite3"), "--root", typed])

    assert stopped.value.code == 2


def test_after_the_database_was_put_back_by_other_means_its_boards_heal_too(town, server):
    before = town.supervisor.hello()["server_epoch"]
    run = run_command("restored", "--database", str(server.database))
    town.supervisor.log_in()
    after = town.supervisor.hello()

    assert run.returncode == 0
    assert after["healing"] is True
    assert after["server_epoch"] != before
