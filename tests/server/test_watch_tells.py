"""Silence is an alarm: who is told, when, and what happens when nobody can be told."""

import json
import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from sync.protocol.circle import Circle
from sync.server import overview
from sync.server.alarms import BoardWatch, Patience, notice
from sync.server.cli import main
from sync.server.engine import Database, database_url
from tests.server.listening import hook_server, mail_server
from tests.server.people import found_town
from tests.server.running import run_command
from tests.server.served_here import ServedHere

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)


def _watched(**changed):
    fields = {
        "board": "ab" * 16,
        "name": "Prästnäs",
        "today": TODAY,
        "open": 5,
        "overdue": 0,
        "overdue_since": None,
        "caseworker_heard": NOW - timedelta(hours=1),
    }
    return BoardWatch(**fields | changed)


def test_when_all_is_well_nobody_is_mailed():
    told = notice([_watched()], Patience(), NOW)

    assert (told.coordinators, told.supervisors, told.is_alarm) == ([], [], False)
    assert told.posted[0]["overdue"] == 0


def test_overdue_goes_to_coordinators_first_and_to_supervisors_when_it_goes_unanswered():
    fresh = _watched(overdue=2, overdue_since=YESTERDAY)
    old = _watched(overdue=2, overdue_since=TODAY - timedelta(days=2))
    first, later = notice([fresh], Patience(), NOW), notice([old], Patience(), NOW)

    assert first.coordinators == ["Prästnäs: 2 overdue of 5 open, the oldest since 2026-11-21."]
    assert first.supervisors == []
    assert later.supervisors == later.coordinators != []


@pytest.mark.parametrize("heard", [None, NOW - timedelta(days=1, seconds=1)])
def test_silence_is_an_alarm_to_both_also_when_nothing_is_overdue(heard):
    told = notice([_watched(caseworker_heard=heard)], Patience(), NOW)

    assert "has been in contact since" in told.coordinators[0]
    assert told.supervisors == told.coordinators


def test_exactly_the_time_that_was_set_is_not_yet_silence():
    heard = NOW - timedelta(days=1)

    assert not notice([_watched(caseworker_heard=heard)], Patience(), NOW).is_alarm


def test_the_database_tells_what_there_is_to_tell(town):
    town.supervisor.push(
        town.supervisor.envelope(Circle.of_board()), watch=town.supervisor.watch(YESTERDAY - timedelta(days=1))
    )
    before = _told_of(town)
    town.member().hello()
    town.supervisor.hello()
    after = _told_of(town)

    assert (before.open, before.overdue, before.overdue_since) == (1, 1, YESTERDAY)
    assert before.caseworker_heard is None
    assert after.caseworker_heard is not None


def _told_of(town) -> BoardWatch:
    with closing(Database(database_url(str(town.server.database)))) as database, database.reading() as connection:
        return next(one for one in overview.watches(connection, NOW) if one.board == town.board.hex())


@pytest.fixture(scope="module")
def neglected(tmp_path_factory):
    """A board whose follow-up has been overdue for long, and whose coordinator was never heard."""
    with ServedHere(tmp_path_factory.mktemp("neglected")) as running:
        town = found_town(running, name="Glömda nämnden")
        circle = Circle.audit(town.supervisor.device)
        town.supervisor.push(town.supervisor.envelope(circle), watch=town.supervisor.watch(date(2026, 1, 2)))
        yield running


def _settings(folder, *, mail: str = "", hook: str = ""):
    path = folder / "watch.toml"
    to = 'sender = "server@example.org"\ncoordinators = ["siv@example.org"]\nsupervisors = ["chef@example.org"]\n'
    parts = [f'[mail]\nserver = "{mail}"\n{to}'] if mail else []
    parts += [f'[webhook]\nurl = "{hook}"\n'] if hook else []
    path.write_text("\n".join(parts))
    return str(path)


def test_counts_are_mailed_to_coordinators_and_supervisors(neglected, tmp_path):
    with mail_server() as mail:
        run = run_command("watch", "--database", str(neglected.database), "--tell", _settings(tmp_path, mail=mail.url))
    [first, second] = mail.heard

    assert run.returncode == 0, run.stderr
    assert (first["To"], second["To"]) == ("siv@example.org", "chef@example.org")
    assert "Glömda nämnden: 1 overdue of 1 open, the oldest since 2026-01-03." in first.get_content()
    assert "no coordinator's or supervisor's device has been in contact since: never" in second.get_content()


def test_counts_and_nothing_else_are_posted(neglected, tmp_path):
    with hook_server() as hook:
        run = run_command("watch", "--database", str(neglected.database), "--tell", _settings(tmp_path, hook=hook.url))
    [posted] = [json.loads(body) for body in hook.heard]
    [board] = posted["boards"]

    assert run.returncode == 0
    assert posted["alarm"] is True
    counts = {"open", "overdue", "handovers_unanswered"}
    assert set(board) == counts | {"board", "day", "overdue_since", "silent", "escalated"}
    assert (board["open"], board["overdue"], board["silent"], board["escalated"]) == (1, 1, True, True)


@pytest.mark.parametrize("way", ["mail broken", "mail gone", "hook broken", "hook gone"])
def test_when_nobody_can_be_told_that_is_said(neglected, tmp_path, way):
    with mail_server(broken=True) as mail, hook_server(status=500) as hook:
        target = {
            "mail broken": {"mail": mail.url},
            "mail gone": {"mail": "smtp://127.0.0.1:9"},
            "hook broken": {"hook": hook.url},
            "hook gone": {"hook": "http://127.0.0.1:9/"},
        }[way]
        run = run_command("watch", "--database", str(neglected.database), "--tell", _settings(tmp_path, **target))
    *logged, last = run.stderr.splitlines()

    assert run.returncode == 1
    assert "could not be delivered" in last
    assert json.loads(logged[0])["by"] == way.partition(" ")[0].replace("hook", "webhook")
    assert "example.org" not in run.stderr


def test_one_that_fails_keeps_the_other_from_nothing(neglected, tmp_path):
    with hook_server() as hook:
        settings = _settings(tmp_path, mail="smtp://127.0.0.1:9", hook=hook.url)
        run = run_command("watch", "--database", str(neglected.database), "--tell", settings)

    assert run.returncode == 1
    assert len(hook.heard) == 1


def test_it_goes_on_by_itself_until_it_is_stopped(neglected, tmp_path):
    with hook_server() as hook:
        settings = _settings(tmp_path, mail="smtp://127.0.0.1:9", hook=hook.url)
        command = [sys.executable, "-m", "sync.server", "watch", "--database", str(neglected.database)]
        watching = subprocess.Popen([*command, "--tell", settings, "--every", "0.002"], stderr=subprocess.PIPE)
        heard = [hook.arrived.acquire(timeout=60) for _ in range(3)]
        watching.send_signal(signal.SIGTERM)
        watching.communicate(timeout=60)

    assert heard == [True] * 3
    assert watching.returncode == 0


@pytest.mark.parametrize(
    "settings",
    [
        "",
        "[mail]\n",
        "[mail]\nserver = 'ftp://x'\nsender='a'\ncoordinators=['b']\n",
        "[webhook]\nurl='file:///x'\n",
        "=",
    ],
)
def test_settings_that_cannot_be_used_are_told(neglected, tmp_path, settings, capsys):
    path = tmp_path / "watch.toml"
    path.write_text(settings)
    code = main(["watch", "--database", str(neglected.database), "--tell", str(path)])

    assert code == 1
    assert "settings cannot be used" in capsys.readouterr().err
