"""`fieldapp` as it is typed: help that helps, and one clear line when it cannot start."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.ports import first_of_five

ROOT = Path(__file__).parents[2]


def typed(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "fieldapp", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def refused(result: subprocess.CompletedProcess[str], *words: str) -> None:
    lines = result.stderr.strip().splitlines()
    assert result.returncode == 1
    assert result.stdout == ""
    assert len(lines) == 1
    assert all(word in lines[0] for word in words)
    assert "Traceback" not in result.stderr


@pytest.fixture
def taken_port() -> Iterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield str(listening.getsockname()[1])


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["demo", "--help"]])
def test_help_says_what_there_is(arguments: list[str]) -> None:
    result = typed(*arguments)

    assert result.returncode == 0
    assert "--folder" in result.stdout
    assert "--port" in result.stdout


@pytest.mark.parametrize("command", ["run", "demo"])
def test_a_busy_port_gives_one_clear_line(command: str, tmp_path: Path, taken_port: str) -> None:
    result = typed(command, "--folder", str(tmp_path / "store"), "--port", taken_port)

    refused(result, "port", taken_port, "--port")


def test_options_count_before_and_after_the_command(tmp_path: Path, taken_port: str) -> None:
    refused(typed("--folder", str(tmp_path / "store"), "--port", taken_port, "run"), "port", taken_port)
    refused(typed("--folder", str(tmp_path / "store"), "run", "--port", taken_port), "port", taken_port)
    refused(typed("--port", taken_port), "port", taken_port)


@pytest.mark.parametrize("command", ["run", "demo"])
def test_a_folder_that_cannot_be_written_gives_one_clear_line(command: str, tmp_path: Path) -> None:
    in_the_way = tmp_path / "a-file"
    in_the_way.touch()
    result = typed(command, "--folder", str(in_the_way / "store"), "--port", str(first_of_five()))

    refused(result, "--folder", str(in_the_way / "store"))


def test_a_demo_that_was_cut_off_is_told_apart_from_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / "district.sqlite3").touch()
    result = typed("demo", "--folder", str(tmp_path), "--port", str(first_of_five()))

    refused(result, "demo", str(tmp_path))


@pytest.mark.parametrize("port", ["0", "x", "70000", "-1"])
def test_what_is_no_port_is_not_taken_for_one(port: str) -> None:
    result = typed("run", f"--port={port}")

    assert result.returncode == 2
    assert "a port is a number from 1 to 65532" in result.stderr
