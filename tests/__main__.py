"""`python -m tests` runs every test, and gets Chromium for those that need it where that is allowed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

APT = "apt-get"
LAST_FAILED = Path(".pytest_cache/v/cache/lastfailed")


def main() -> int:
    """Arguments go to pytest as they are; without any, the tests in a browser come last, when the machine is quiet."""
    has_browser = _browser() is not None or (_get_browser() and _browser() is not None)
    if sys.argv[1:]:
        return _pytest(*sys.argv[1:])
    code = _on_two_cores()
    if has_browser or "CI" in os.environ:
        return _in_a_browser() or code
    sys.stdout.write("\nNOT RUN: the tests in a browser. Install Debian's package chromium, then run this again.\n")
    return code


def _on_two_cores() -> int:
    """A file at a time, so that what a file shares is made once. What fails is run once more, alone, and says so:
    on a busy machine a server may take longer than a test waits for it. Twice is red."""
    code = _pytest("-m", "not browser", "-n", "2", "--dist", "loadfile")
    if code != pytest.ExitCode.TESTS_FAILED:
        return code
    sys.stdout.write("\nSome tests failed; running those once more, one after the other.\n")
    sys.stdout.flush()
    return _pytest("-m", "not browser", "--last-failed", "--last-failed-no-failures", "none")


def _in_a_browser() -> int:
    """A story that fails is told once more, alone, and says so: a tap can fall on a page that is being drawn. Twice is
    red."""
    code = _pytest("-m", "browser", "-n", "2", "--dist", "loadfile")
    if code != pytest.ExitCode.TESTS_FAILED:
        return code
    stories = _failed_stories()
    sys.stdout.write(f"\nTelling once more, from the beginning: {' '.join(stories)}\n")
    sys.stdout.flush()
    return _pytest("-m", "browser", *stories)


def _failed_stories() -> list[str]:
    """Whole files: a step of a story begins where the one before it ended."""
    failed = json.loads(LAST_FAILED.read_text())
    return sorted({name.partition("::")[0] for name in failed if name.startswith("tests/")})


def _pytest(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *arguments], check=False).returncode


def _browser() -> str | None:
    return shutil.which("chromium")


def _get_browser() -> bool:
    """Through Debian's packages, as root or with a sudo that asks nothing."""
    if shutil.which(APT) is None:
        return False
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and shutil.which("sudo") is None:
        return False
    sys.stdout.write("Chromium is missing; installing Debian's package for the tests in a browser …\n")
    sys.stdout.flush()
    steps = ([*prefix, APT, "update"], [*prefix, APT, "install", "-y", "--no-install-recommends", "chromium"])
    return all(subprocess.run(step, stdout=subprocess.DEVNULL, check=False).returncode == 0 for step in steps)


if __name__ == "__main__":
    sys.exit(main())
