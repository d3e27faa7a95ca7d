import contextlib
import io
import re
import socket
import stat
from dataclasses import dataclass

import pytest

from sync.protocol.codes import ConnectCode, Purpose
from sync.server.cli import main
from sync.server.engine import Database, database_url
from tests.server.running import RunningServer, run_command


@dataclass(frozen=True)
class _Run:
    returncode: int
    stdout: str
    stderr: str


def _run(*arguments: str, database: str | None = None) -> _Run:
    """As `run_command`, but within this process: quicker, and enough where nothing is served."""
    out, err = io.StringIO(), io.StringIO()
    if database:
        arguments = (arguments[0], "--database", database, *arguments[1:])
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(stop.code or 0)
    return _Run(code, out.getvalue(), err.getvalue())


def _one_line_refusal(run) -> str:
    assert run.returncode == 1
    assert run.stdout == ""
    [line] = run.stderr.splitlines()
    assert line.startswith("district-server: ")
    return line


def test_help_says_where_to_start():
    printed = _run("--help").stdout

    assert "district-server init" in printed
    assert all(command in printed for command in ("serve", "watch", "devices", "STODKEDJAN_DATABASE"))


def test_without_a_command_it_says_how_it_is_used():
    run = _run()

    assert run.returncode == 2
    assert "usage: district-server" in run.stderr


def test_init_prints_a_code_and_keeps_only_its_hash(tmp_path):
    path = tmp_path / "d.sqlite3"
    printed = _run("init", "--database", str(path)).stdout
    code = ConnectCode.parse(re.findall(r"Claim code: (\S+)", printed)[0])
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert code.purpose is Purpose.CLAIM
    assert "district-server serve" in printed
    assert code.secret not in stored
    assert str(code).encode() not in stored
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_init_again_gives_one_more_code(tmp_path):
    path = str(tmp_path / "d.sqlite3")
    codes = {re.findall(r"Claim code: (\S+)", _run("init", database=path).stdout)[0] for _ in range(2)}

    assert len(codes) == 2
    assert run_command("watch", database=path).stdout == "No board has been claimed yet.\n"
    assert _run("devices", database=path).stdout == "No board has been claimed yet.\n"


@pytest.mark.parametrize("command", ["serve", "watch", "devices"])
def test_a_missing_database_is_told_and_not_made(tmp_path, command):
    path = tmp_path / "missing.sqlite3"
    line = _one_line_refusal(_run(command, "--database", str(path)))

    assert "There is no database here" in line
    assert str(path) in line
    assert not path.exists()


@pytest.mark.parametrize("command", ["init", "serve", "watch", "devices"])
def test_a_file_that_is_no_database_is_left_alone(tmp_path, command):
    path = tmp_path / "letter.txt"
    path.write_text("Hej!\n" * 1000)

    assert "not a database of the district server" in _one_line_refusal(_run(command, "--database", str(path)))
    assert path.read_text() == "Hej!\n" * 1000


@pytest.mark.parametrize("url", ["nothing://here", "://", "postgresql+nodriver://u:hemligt@h/d"])
def test_an_address_that_is_no_database_is_told_without_its_password(url):
    line = _one_line_refusal(_run("init", "--database", url))

    assert "not a database of the district server" in line
    assert "hemligt" not in line


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    blocked = tmp_path / "file"
    blocked.touch()

    assert "cannot be written here" in _one_line_refusal(_run("init", "--database", str(blocked / "d.sqlite3")))


def test_a_newer_database_is_told(tmp_path):
    path = str(tmp_path / "d.sqlite3")
    _run("init", "--database", path)
    database = Database(database_url(path))
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()

    assert "newer version" in _one_line_refusal(_run("serve", "--database", path))
    assert "newer version" in _one_line_refusal(_run("watch", "--database", path))


def test_a_busy_port_is_told(tmp_path):
    path = str(tmp_path / "d.sqlite3")
    _run("init", "--database", path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = _one_line_refusal(run_command("serve", "--database", path, "--port", str(port)))

    assert "in use" in line
    assert f"127.0.0.1:{port}" in line


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01"])
def test_a_day_that_is_none_is_told(day):
    run = _run("watch", "--today", day)

    assert run.returncode == 2
    assert "write the day as YYYY-MM-DD" in run.stderr


def test_the_server_stops_cleanly_on_both_signals(tmp_path):
    with RunningServer(tmp_path, typed=True) as server:
        interrupted = server.interrupt()
        server.start()
        terminated = server.stop()

    assert (interrupted, terminated) == (0, 0)
    assert "Traceback" not in server.log_text()
