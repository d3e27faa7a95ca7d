"""A short pass on every push; the long one stands in fieldapp/store/README.md."""

import subprocess
import sys

import pytest

from tests.crash.sabotage import NOTICED_BY, SABOTAGES

POINTS, SABOTAGED_POINTS = 200, 40


def crash(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.crash", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=110)


@pytest.mark.skipif(sys.platform == "win32", reason="nothing can be forked or killed with SIGKILL there")
def test_nothing_acknowledged_is_lost_unreported_and_nothing_is_half_applied() -> None:
    ended = crash("--points", str(POINTS))

    assert ended.stdout.splitlines()[-1].endswith("points, 0 lost, 0 half-applied"), ended.stdout + ended.stderr
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("name", sorted(SABOTAGES))
def test_the_table_turns_red_without_one_safeguard(name: str) -> None:
    ended = crash("--points", str(SABOTAGED_POINTS), "--sabotage", name, "--row", NOTICED_BY[name])

    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert " 0 lost, 0 half-applied" not in ended.stdout


def test_tinydb_s_own_storage_loses_what_it_acknowledged() -> None:
    ended = crash("--points", str(SABOTAGED_POINTS), "--subject", "tinydb")

    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert " 0 lost, 0 half-applied" not in ended.stdout
