"""What the server can tell whoever runs it without reading anything: counts, dates and labels."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, select

from sync.protocol.heartbeat import Heartbeat
from sync.protocol.members import Board
from sync.protocol.roster import CASEWORKERS, Roster
from sync.server import handovers, watch
from sync.server.alarms import BoardWatch
from sync.server.board_state import has_log
from sync.server.devices import DeviceReport, last_heard, reports
from sync.server.rosters import Rosters
from sync.server.tables import boards

NO_BOARDS = "No board has been claimed yet."


def watches(connection: Connection, now: datetime) -> list[BoardWatch]:
    """What there is to tell of every board, on the day it is there."""
    return [_watched(connection, roster, now) for roster in _rosters(connection)]


def _watched(connection: Connection, roster: Roster, now: datetime) -> BoardWatch:
    today = _day_there(roster.founded, now)
    count = watch.counted(connection, roster.board_id, today)
    oldest = watch.oldest_latest(connection, roster.board_id)
    return BoardWatch(
        board=roster.board_id.hex(),
        name=named(roster.founded),
        today=today,
        open=count.open,
        overdue=count.overdue,
        overdue_since=oldest + timedelta(days=1) if oldest and oldest < today else None,
        caseworker_heard=last_heard(connection, roster, CASEWORKERS),
        handovers_unanswered=handovers.unanswered(connection, roster, now),
    )


def watch_lines(connection: Connection, *, today: date | None, now: datetime) -> list[str]:
    """Open and overdue per board; without `today` it is the day it is there."""
    lines = [_watch_line(connection, roster, today, now) for roster in _rosters(connection)]
    return lines or [NO_BOARDS]


def _watch_line(connection: Connection, roster: Roster, today: date | None, now: datetime) -> str:
    day = today or _day_there(roster.founded, now)
    count = watch.counted(connection, roster.board_id, day)
    unanswered = handovers.unanswered(connection, roster, now)
    waiting = f", {unanswered} handovers unanswered" if unanswered else ""
    return f"{named(roster.founded)}: {count.overdue} overdue, {count.open} open{waiting} ({day})"


def _day_there(board: Board, now: datetime) -> date:
    try:
        return now.astimezone(ZoneInfo(board.zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return now.date()


def named(board: Board) -> str:
    """The name came from outside: nothing in it may steer the terminal."""
    name = "".join(character if character.isprintable() else "?" for character in board.name)
    return f"{name} (exercise)" if board.exercise else name


def device_lines(connection: Connection) -> list[str]:
    lines = [line for roster in _rosters(connection) for line in _board_lines(connection, roster)]
    return lines or [NO_BOARDS]


def _board_lines(connection: Connection, roster: Roster) -> Iterator[str]:
    yield f"{named(roster.founded)}:"
    for report in reports(connection, roster):
        yield f"  {_device_line(report)}"


def _device_line(report: DeviceReport) -> str:
    state = "wiped" if report.device.wiped else report.device.state
    who = f"{report.device.label:<5}{state:<18}"
    if report.heartbeat is None or report.heard_at is None:
        return f"{who}never heard"
    said = Heartbeat.verified(report.heartbeat, report.device.signing)
    issued, received = sum(said.issued.values()), sum(report.received.values())
    return (
        f"{who}heard {report.heard_at:%Y-%m-%d %H:%M}Z  issued {issued}  received {received}"
        f"  missing at least {max(0, issued - received)}  waiting {said.waiting}  quarantined {said.quarantined}"
    )


def _rosters(connection: Connection) -> list[Roster]:
    rosters = Rosters()
    claimed = connection.scalars(select(boards.c.board).order_by(boards.c.claimed_at))
    return [rosters.at(connection, board) for board in claimed.all() if has_log(connection, board)]
