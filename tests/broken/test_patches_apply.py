"""A patch that no longer fits the code breaks nothing and proves nothing."""

import ast
import subprocess
import sys

import pytest

from tests.broken.__main__ import Outcome
from tests.broken.copies import ROOT, Run
from tests.broken.patch import Patch, PatchDoesNotFit
from tests.broken.patches import PATCHES


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.name)
def test_a_patch_fits_the_code_and_names_a_test_there_is(patch):
    broken = patch.broken((ROOT / patch.file).read_text(encoding="utf-8"))
    tests = ast.parse((ROOT / patch.test_file).read_text(encoding="utf-8"))
    names = {node.name for node in ast.walk(tests) if isinstance(node, ast.FunctionDef)}

    assert ast.dump(ast.parse(broken)) != ast.dump(ast.parse((ROOT / patch.file).read_text(encoding="utf-8")))
    assert patch.test_function in names


def test_a_patch_breaks_a_promise_and_not_the_language(tmp_path):
    """A name nobody defined would make any test fail."""
    for patch in PATCHES:
        broken = patch.broken((ROOT / patch.file).read_text(encoding="utf-8"))
        (tmp_path / f"{patch.name}.py").write_text(broken, encoding="utf-8")
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "E9,F821,F823", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout


def test_names_are_unique():
    assert len({patch.name for patch in PATCHES}) == len(PATCHES)


def test_old_text_that_is_missing_or_there_twice_does_not_fit():
    patch = Patch("n", "p", "f.py", "a = 1", "a = 2", "t.py::test_it")

    assert patch.broken("a = 1\n") == "a = 2\n"
    for source in ("", "a = 1\na = 1\n"):
        with pytest.raises(PatchDoesNotFit):
            patch.broken(source)


def test_only_a_failure_of_the_named_test_counts():
    patch = Patch("n", "p", "f.py", "a", "b", "t.py::test_it[one]")
    failed = Run({"test_it": "assert 1 == 2"}, {}, 1, 0.1)
    another = Run({"test_that": "assert 1 == 2"}, {}, 1, 0.1)
    collection = Run({}, {"test_it": "ImportError"}, 0, 0.1)

    assert Outcome(patch, failed).is_caught
    assert not Outcome(patch, another).is_caught
    assert not Outcome(patch, collection).is_caught
    assert Outcome(patch, collection).why == "ImportError"
