"""`python -m tests` runs every test, and gets Chromium for those that need it where that is allowed."""

import os
import shutil
import subprocess
import sys

import pytest

APT = "apt-get"


def main() -> int:
    has_browser = _browser() is not None or (_get_browser() and _browser() is not None)
    arguments = ["-q", *sys.argv[1:]]
    if not has_browser and "CI" not in os.environ:
        arguments += ["-m", "not browser"]
    code = int(pytest.main(arguments))
    if not has_browser:
        sys.stdout.write("\nNOT RUN: the tests in a browser. Install Debian's package chromium, then run this again.\n")
    return code


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
