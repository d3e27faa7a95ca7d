"""The settings a phone build reads: what must not be wrong on a phone that can be stolen."""

import tomllib
from pathlib import Path
from typing import Any

TOP = Path(__file__).parents[2]
FLET: dict[str, Any] = tomllib.loads((TOP / "pyproject.toml").read_text())["tool"]["flet"]


def test_android_keeps_no_copy_outside_the_phone_and_speaks_only_through_tls() -> None:
    application = FLET["android"]["manifest_application"]

    assert application["allowBackup"] == "false"
    assert application["fullBackupContent"] == "false"
    assert application["usesCleartextTraffic"] == "false"


def test_android_asks_for_the_network_and_nothing_else() -> None:
    assert set(FLET["android"]["permission"]) == {
        "android.permission.INTERNET",
        "android.permission.ACCESS_NETWORK_STATE",
    }


def test_tests_server_and_demo_do_not_reach_a_phone() -> None:
    excluded = FLET["app"]["exclude"]

    assert {"tests", "sync/server", "fieldapp/demo"} <= set(excluded)
    assert all((TOP / path).exists() for path in ("tests", "sync/server", "fieldapp/demo"))


def test_the_entry_and_what_it_shows_first_are_where_a_build_looks() -> None:
    assert (TOP / FLET["app"]["path"] / f"{FLET['app']['module']}.py").exists()
    assert (TOP / "assets" / "icon.png").exists()
    assert (TOP / "assets" / "splash.png").exists()


def test_the_app_has_one_identity_on_both_platforms() -> None:
    assert FLET["bundle_id"] == "se.stodkedjan.app"
    assert FLET["deep_linking"] == {"scheme": "stodkedjan", "host": "connect"}
