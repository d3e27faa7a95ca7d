"""The arrows of the design: who may import whom."""

import ast
from pathlib import Path

import pytest

from tests.layout.imports import OURS, ROOT, imports_in, imports_of

LEAVES = ("fieldapp.domain", "sync.protocol", "sync.errors")

# ui → actions → (store, crypto, sync.client) → domain; sync never imports fieldapp; leaves import no package of ours.
ALLOWED: dict[str, tuple[str, ...]] = {
    "fieldapp.domain": ("sync.errors",),
    "fieldapp.crypto": LEAVES,
    "fieldapp.store": (*LEAVES, "fieldapp.crypto"),
    "fieldapp.actions": (*LEAVES, "fieldapp.errors", "fieldapp.crypto", "fieldapp.store", "sync.client"),
    # Of the protocol a screen knows only the words it shares with people: roles, states, what a code is for.
    "fieldapp.ui": (
        *("fieldapp.actions", "fieldapp.domain", "fieldapp.errors", "fieldapp.i18n", "fieldapp.settings"),
        *("sync.errors", "sync.protocol.circle", "sync.protocol.codes"),
        *("sync.protocol.members.DeviceState", "sync.protocol.limits"),
    ),
    "fieldapp.app": ("fieldapp", "sync.errors", "sync.protocol", "sync.client"),
    # The demo does what people do, so it calls what screens call, and is started like the app.
    "fieldapp.demo": (
        *("fieldapp.actions", "fieldapp.app", "fieldapp.crypto.passphrase", "fieldapp.domain", "fieldapp.errors"),
        *("fieldapp.settings", "fieldapp.starting", "sync.errors", "sync.protocol.circle"),
    ),
    "fieldapp.cli": (
        *("fieldapp.app", "fieldapp.demo", "fieldapp.settings", "fieldapp.starting", "fieldapp.i18n"),
        *("fieldapp.errors", "sync.errors"),
    ),
    "fieldapp.starting": ("fieldapp.settings", "fieldapp.errors"),
    "fieldapp.__main__": ("fieldapp.cli",),
    "fieldapp.i18n": ("fieldapp.settings", "fieldapp.errors", "sync.errors"),
    "fieldapp.settings": ("fieldapp.errors", "sync.errors"),
    "fieldapp.errors": ("sync.errors",),
    "fieldapp.__init__": (),
    "sync.errors": (),
    "sync.protocol": ("sync.errors",),
    "sync.client": ("sync.errors", "sync.protocol"),
    "sync.server": ("sync.errors", "sync.protocol"),
    "sync.__init__": (),
}

# Packages from outside; whoever is not named here uses the standard library alone.
ALLOWED_FOREIGN: dict[str, tuple[str, ...]] = {
    "fieldapp.crypto": ("cryptography", "argon2", "shamir_mnemonic", "zxcvbn"),
    "fieldapp.store": ("cryptography", "tinydb"),
    # Actions hand keys about; what is done with them is the crypto package's business.
    "fieldapp.actions": ("cryptography.hazmat.primitives.asymmetric",),
    "fieldapp.ui": ("flet", "flet_charts", "flet_secure_storage", "segno", "fpdf"),
    "fieldapp.app": ("flet", "flet_secure_storage"),
    "fieldapp.demo": ("flet_web",),
    "sync.protocol": ("cryptography",),
    "sync.client": ("requests",),
    "sync.server": (
        *("fastapi", "starlette", "pydantic", "uvicorn", "sqlalchemy", "alembic", "prometheus_client"),
        *("cryptography", "psycopg"),
    ),
}

# What the domain may take from the standard library: nothing that reads a file, a clock, the network or chance.
PURE = (
    *("__future__", "collections", "dataclasses", "datetime", "enum", "functools", "itertools", "json", "math"),
    *("operator", "re", "string", "types", "typing", "_typeshed", "unicodedata", "zoneinfo"),
)
READS_THE_CLOCK = {"now", "today", "utcnow"}


@pytest.fixture(scope="module")
def imports():
    return list(imports_of(*OURS))


def test_arrows_point_one_way(imports):
    strays = [
        str(one)
        for one in imports
        if one.is_ours and not one.is_of(one.package, *ALLOWED.get(one.package, ())) and one.module not in OURS
    ]

    assert strays == []


def test_every_package_and_module_has_a_row_in_the_table():
    beside = (path for folder in OURS for path in (ROOT / folder).iterdir())
    names = {f"{path.parent.name}.{path.stem}" for path in beside if path.suffix == ".py" or any(path.glob("*.py"))}

    assert names - ALLOWED.keys() == set()


def test_packages_from_outside_stay_where_they_belong(imports):
    strays = [str(one) for one in imports if one.is_foreign and not one.is_of(*ALLOWED_FOREIGN.get(one.package, ()))]

    assert strays == []


def test_one_file_alone_talks_http(imports):
    assert {one.file for one in imports if one.is_of("requests")} == {ROOT / "sync/client/transport.py"}


def test_the_domain_is_pure(imports):
    in_domain = [one for one in imports if one.package == "fieldapp.domain" and not one.is_ours]

    assert in_domain
    assert [str(one) for one in in_domain if not one.is_of(*PURE)] == []


def test_the_domain_is_told_what_time_it_is():
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "fieldapp/domain").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr in READS_THE_CLOCK)
            or (isinstance(node.func, ast.Name) and node.func.id == "open")
        )
    ]

    assert calls == []


def test_nothing_is_imported_by_a_name_made_up_at_run_time(imports):
    assert [str(one) for one in imports if one.is_of("importlib.import_module")] == []


def test_an_import_is_seen_wherever_it_hides():
    source = """
import json, fieldapp.ui.app
from typing import TYPE_CHECKING
from .store import Store
from ..actions import visits
if TYPE_CHECKING:
    from flet import Page
def late() -> None:
    from sync.client.transport import Transport
"""
    found = [one.module for one in imports_in(ROOT / "fieldapp/store/made_up.py", source)]

    assert set(found) == {
        *("json", "fieldapp.ui.app", "typing.TYPE_CHECKING", "fieldapp.store.store.Store"),
        *("fieldapp.actions.visits", "flet.Page", "sync.client.transport.Transport"),
    }


def test_a_line_knows_where_it_stands_and_what_it_is():
    [beside] = imports_in(ROOT / "sync/errors.py", "import flet")
    [inside] = imports_in(ROOT / "fieldapp/ui/screens/entry/door.py", "from fieldapp.store import tries")

    assert (beside.package, beside.is_foreign, beside.is_of("fle")) == ("sync.errors", True, False)
    assert (inside.package, inside.is_ours, inside.is_of("fieldapp.store")) == ("fieldapp.ui", True, True)
    assert inside.file == Path(ROOT / "fieldapp/ui/screens/entry/door.py")
