"""What was answered is on disk: the server can be stopped or killed at any time."""

from datetime import date

from sync.protocol.circle import Circle
from tests.server.people import found_town
from tests.server.running import RunningServer, run_command


def test_everything_is_there_after_a_restart(tmp_path):
    with RunningServer(tmp_path) as server:
        town = found_town(server)
        supporter = town.member()
        circle = Circle.own(town.session(supporter), supporter.device)
        envelope = supporter.envelope(circle)
        [stored] = supporter.push(envelope, watch=supporter.watch(date(2026, 12, 1)))
        supporter.push(supporter.envelope(Circle.of_board()))
        told, port = town.supervisor.hello(), server.port
        exit_code = server.stop()
        server.start()
        told_again = town.supervisor.hello(told["state"])
        [again] = supporter.push(envelope)
        [next_one] = supporter.push(supporter.envelope(circle))
        aside = town.supervisor.ask("GET", "/set-aside").json()["items"]
        overdue = run_command("watch", "--today", "2026-12-02", "--database", str(server.database)).stdout

    assert exit_code == 0
    assert server.port == port
    assert told_again["unchanged"] is True
    assert again == stored | {"status": "duplicate"}
    assert next_one["seq"] == 2
    assert [item["code"] for item in aside] == ["not_a_writer"]
    assert "1 overdue, 1 open" in overdue


def test_what_was_receipted_survives_a_kill(tmp_path):
    with RunningServer(tmp_path) as server:
        town = found_town(server)
        circle = Circle.of_board()
        pushed = [town.supervisor.envelope(circle) for _ in range(20)]
        for envelope in pushed:
            town.supervisor.push(envelope)
        server.kill()
        server.start()
        pulled = town.supervisor.pull(circle)

    assert [envelope for _, _, envelope in pulled] == pushed


def test_two_workers_on_one_database_agree(server, town):
    supporter = town.member()
    circle = Circle.own(town.session(supporter), supporter.device)
    supporter.push(supporter.envelope(circle))
    with second_worker(server) as other:
        supporter.url = other.url
        elsewhere = supporter.push(supporter.envelope(circle))
        newcomer = town.member()
        newcomer.url = other.url
        greeting = newcomer.hello()
        town.revoke(newcomer)
        refused = newcomer.ask("GET", "/log")
    supporter.url = server.url
    back = supporter.push(supporter.envelope(circle))

    assert [answer["seq"] for answer in elsewhere + back] == [2, 3]
    assert greeting["unchanged"] is False
    assert refused.status_code == 401


def second_worker(server: RunningServer) -> RunningServer:
    return RunningServer(server.folder, database=str(server.database))
