import secrets
from datetime import date
from itertools import permutations

import pytest

from sync.protocol.circle import Circle
from sync.server.engine import Database, database_url
from sync.server.watch import WatchCount, counted
from tests.server.people import Phone, Town, flipped, found_town
from tests.server.running import run_command

DUE = date(2026, 12, 1)
DAY_AFTER = date(2026, 12, 2)


def _push(phone: Phone, line: bytes) -> str:
    return phone.push(phone.envelope(Circle.audit(phone.device)), watch=line)[0]["status"]


def _counted(town: Town, today: date) -> WatchCount:
    database = Database(database_url(str(town.server.database)))
    with database.reading() as connection:
        count = counted(connection, town.board, today)
    database.close()
    return count


def test_a_promise_is_overdue_from_the_day_after_its_latest(town):
    _push(town.member(), town.supervisor.watch(DUE))

    assert _counted(town, DUE) == WatchCount(open=1, overdue=0)
    assert _counted(town, DAY_AFTER) == WatchCount(open=1, overdue=1)


def test_a_kept_promise_is_no_longer_counted(town):
    supporter, watch_id = town.member(), secrets.token_bytes(16)
    _push(supporter, supporter.watch(DUE, watch_id=watch_id))
    _push(supporter, supporter.watch(DUE, watch_id=watch_id, revision=2, is_open=False))

    assert _counted(town, DAY_AFTER) == WatchCount(open=0, overdue=0)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_open_beats_closed_in_whatever_order_they_come(town, order):
    supporter, watch_id = town.member(), secrets.token_bytes(16)
    lines = [
        supporter.watch(DUE, watch_id=watch_id, revision=1, is_open=True),
        supporter.watch(DUE, watch_id=watch_id, revision=2, is_open=False),
        supporter.watch(DUE, watch_id=watch_id, revision=2, is_open=True),
    ]
    for place in order:
        _push(supporter, lines[place])

    assert _counted(town, DAY_AFTER) == WatchCount(open=1, overdue=1)


def test_a_bad_watch_line_is_not_counted_and_never_stops_its_envelope(town):
    supporter, stranger = town.member(), Phone(town.server.url, town.board)
    good = supporter.watch(DUE)
    elsewhere = Phone(town.server.url, bytes(16), signing=supporter.signing)
    bad = [good[:-1], flipped(good), stranger.watch(DUE), elsewhere.watch(DUE), b"\x09" + good[1:]]

    assert [_push(supporter, line) for line in bad] == ["stored"] * len(bad)
    assert _counted(town, DAY_AFTER) == WatchCount(open=0, overdue=0)


def test_a_watch_line_comes_back_with_a_duplicate(town):
    supporter = town.member()
    envelope = supporter.envelope(Circle.audit(supporter.device))
    supporter.push(envelope)
    supporter.push(envelope, watch=supporter.watch(DUE))

    assert _counted(town, DUE).open == 1


def test_a_promise_set_aside_is_still_a_promise_but_closes_nothing(town):
    supporter, watch_id = town.member(), secrets.token_bytes(16)
    opening = supporter.watch(DUE, watch_id=watch_id)
    closing = supporter.watch(DUE, watch_id=watch_id, revision=2, is_open=False)
    pushed = [supporter.push(supporter.envelope(Circle.of_board()), watch=line)[0] for line in (opening, closing)]

    assert [answer["status"] for answer in pushed] == ["set_aside", "set_aside"]
    assert _counted(town, DUE).open == 1


def test_what_somebody_may_not_carry_counts_nothing(town):
    supporter, colleague = town.member(), town.member()
    others = colleague.envelope(Circle.audit(colleague.device))

    assert supporter.push(others, watch=supporter.watch(DUE))[0]["status"] == "set_aside"
    assert _counted(town, DUE).open == 0


def test_the_command_counts_each_board_by_itself(server):
    towns = [found_town(server, name=name) for name in ("Watch Norr", "Watch Söder\x1b[2J")]
    for number, town in enumerate(towns, 1):
        for _ in range(number):
            _push(town.supervisor, town.supervisor.watch(DUE))
    printed = run_command("watch", "--today", str(DAY_AFTER), database=str(server.database)).stdout

    assert "Watch Norr: 1 overdue, 1 open (2026-12-02)" in printed
    assert "Watch Söder?[2J: 2 overdue, 2 open (2026-12-02)" in printed
