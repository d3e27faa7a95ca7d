"""Copies of the tree to break, and pytest run in them."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
TEST_TIMEOUT_SECONDS = 150
START_SECONDS = 120
AS_IT_WAS_MET = """# Making a mistake small takes minutes where every save is fsynced, and nobody reads it here.
from hypothesis import Phase, settings

settings.register_profile("broken", phases=(Phase.explicit, Phase.generate), database=None)
settings.load_profile("broken")
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What pytest's report says: names of failed tests with the reason, of those that broke outside, and how many ran.

    A test that could not be collected, whose fixture broke, or that hung is not among the failed ones.
    """

    failed: dict[str, str]
    broke: dict[str, str]
    ran: int
    seconds: float

    @property
    def is_green(self) -> bool:
        return self.ran > 0 and not self.failed and not self.broke


def copy_tree(to: Path) -> Path:
    """Everything git knows of, and what is new and not ignored; a mistake that is found is told as it was met."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        source, target = ROOT / name, to / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    (to / "tests" / "conftest.py").write_text(AS_IT_WAS_MET)
    return to


def run_tests(root: Path, tests: Sequence[str], *, stop_at_first: bool = True) -> Run:
    report = root / ".report.xml"
    report.unlink(missing_ok=True)
    began = time.monotonic()
    options = [
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "pytest_timeout",
        f"--junitxml={report}",
        "-o",
        "junit_family=xunit1",
    ]
    # A hung test ends the process without a report, so that it cannot pass for a failure.
    options += [f"--timeout={TEST_TIMEOUT_SECONDS}", "--timeout-method=thread"]
    command = [sys.executable, "-m", "pytest", *options, *(["-x"] if stop_at_first else []), *tests]
    patience = START_SECONDS + TEST_TIMEOUT_SECONDS * len(tests)
    try:
        subprocess.run(command, cwd=root, env=_environment(), capture_output=True, timeout=patience, check=False)
    except subprocess.TimeoutExpired:
        report.unlink(missing_ok=True)
    return _read(report, time.monotonic() - began)


def _environment() -> dict[str, str]:
    # Starting pytest is most of the work; what these tests do not use costs a second each time.
    return os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def _read(report: Path, seconds: float) -> Run:
    if not report.is_file():
        return Run({}, {"pytest": "no report: it hung or did not start"}, 0, seconds)
    cases = list(ElementTree.parse(report).getroot().iter("testcase"))  # noqa: S314  written by our own pytest
    failed, broke = _with(cases, "failure"), _with(cases, "error")
    return Run(failed, broke, len(cases) - len(broke), seconds)


def _with(cases: list[ElementTree.Element], outcome: str) -> dict[str, str]:
    """By the plain name of the test, without its parameters."""
    found = {case.get("name", ""): case.find(outcome) for case in cases}
    return {
        name.partition("[")[0]: (element.get("message") or "").strip()
        for name, element in found.items()
        if element is not None
    }
