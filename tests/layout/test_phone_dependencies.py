"""`flet build` installs [project].dependencies on every phone, so the list is the design's and nobody else's."""

import re
import tomllib
from importlib.metadata import files as files_of
from pathlib import Path

from tests.layout.imports import ROOT, imports_of

ON_THE_PHONE = {
    *("flet", "tinydb", "cryptography", "requests", "argon2-cffi", "flet-secure-storage", "flet-charts"),
    *("segno", "fpdf2", "tzdata", "shamir-mnemonic", "zxcvbn"),
}
IMPORTED_AS = {"argon2-cffi": "argon2", "fpdf2": "fpdf"}
EXTRAS = {"web", "server", "demo", "dev"}


def _project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _names(requirements: list[str]) -> dict[str, str]:
    """Name to the rest of the requirement."""
    split = (re.fullmatch(r"([A-Za-z0-9._-]+)(.*)", requirement) for requirement in requirements)
    return {found[1].lower(): found[2] for found in split if found}


def test_the_phone_gets_exactly_what_the_design_lists():
    dependencies = _project()["dependencies"]

    assert set(_names(dependencies)) == ON_THE_PHONE
    assert len(dependencies) == len(ON_THE_PHONE)


def test_what_hints_at_a_weak_passphrase_is_pure_python_and_small():
    files = [Path(str(file.locate())) for file in files_of("zxcvbn") or []]

    assert {path.suffix for path in files if "dist-info" not in str(path)} <= {".py", ".pyc", ".typed", ""}
    assert sum(path.stat().st_size for path in files if path.suffix == ".py") < 1_000_000


def test_cryptography_has_the_floor_of_the_phone_builds():
    assert _names(_project()["dependencies"])["cryptography"] == ">=48"


def test_what_flet_draws_with_is_pinned():
    names = _names(_project()["dependencies"])

    assert {names[name][:2] for name in names if name.startswith("flet")} == {"=="}
    assert names["flet"] == names["flet-charts"] == names["flet-secure-storage"]


def test_the_highest_python_is_left_open_for_the_phone_builds():
    assert _project()["requires-python"] == ">=3.11"


def test_what_runs_on_the_phone_imports_only_what_is_installed_there():
    installed = {IMPORTED_AS.get(name, name.replace("-", "_")) for name in ON_THE_PHONE}
    elsewhere = {"sync.server", "fieldapp.demo"}
    on_the_phone = [one for one in imports_of("fieldapp", "sync") if one.package not in elsewhere and one.is_foreign]

    assert on_the_phone
    assert [str(one) for one in on_the_phone if one.distribution not in installed] == []


def test_every_extra_is_one_of_the_designs():
    assert set(_project()["optional-dependencies"]) == EXTRAS
