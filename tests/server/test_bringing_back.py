"""A server that lost its log gets it back from whoever holds it, and from nobody anything else."""

import sqlite3
from contextlib import closing

import requests

from sync.protocol.statement import Kind
from tests.server.people import Keys, b64, found_town, unb64


def bring(town, statements: list[bytes]) -> requests.Response:
    return requests.post(
        town.supervisor.at("/log/bring"), json={"statements": [b64(each) for each in statements]}, timeout=30
    )


def lose_log(server, board: bytes, after: int) -> None:
    server.stop()
    with closing(sqlite3.connect(server.database)) as database, database:
        database.execute("DELETE FROM log WHERE board = ? AND seq > ?", (board, after))
        database.execute("DELETE FROM tokens WHERE board = ?", (board,))
    server.start()


def test_an_empty_server_takes_its_log_back_without_a_token(server):
    town = found_town(server)
    town.member()
    entries = [unb64(entry) for entry in town.supervisor.ask("GET", "/log").json()["entries"]]
    lose_log(server, town.board, 0)
    before = bring(town, []).json()["head"][0]
    after = bring(town, entries).json()["head"][0]

    assert (before, after) == (0, len(entries))
    assert town.supervisor.log_in().ask("GET", "/log").json()["entries"] == [b64(entry) for entry in entries]


def test_what_does_not_follow_is_not_taken(server):
    town = found_town(server)
    town.member()
    entries = [unb64(entry) for entry in town.supervisor.ask("GET", "/log").json()["entries"]]
    stranger = Keys().statement(Kind.SESSION_OPENED, town.board, town.supervisor.head(), session="ab" * 16).to_bytes()
    lose_log(server, town.board, 2)

    assert bring(town, [stranger]).json()["head"][0] == 2
    assert bring(town, [*entries[2:4], stranger, entries[4]]).json()["head"][0] == 4
    assert bring(town, entries[3:]).json()["head"][0] == 4
    assert bring(town, entries[4:]).json()["head"][0] == len(entries)


def test_a_board_of_another_server_is_not_taken_in(server):
    town, elsewhere = found_town(server), found_town(server)
    elsewhere.supervisor.board = bytes(16)

    assert (
        bring(elsewhere, [town.supervisor.says(Kind.SESSION_OPENED, session="ab" * 16).to_bytes()]).status_code == 401
    )


def test_the_log_comes_a_page_at_a_time(town):
    town.member()
    first = town.supervisor.ask("GET", "/log", params={"limit": 2}).json()
    rest = town.supervisor.ask("GET", "/log", params={"after": 2}).json()

    assert len(first["entries"]) == 2
    assert first["head"] == rest["head"]
    assert first["head"][0] == 2 + len(rest["entries"])
