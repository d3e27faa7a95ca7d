"""Keys and names are not in what objects show of themselves, in the log, the clipboard or what Flet keeps."""

import ast
import asyncio
import dataclasses
import gc
import importlib
import logging
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import fieldapp
import sync.client
import sync.protocol
from fieldapp.actions import people, persons, sessions, visits
from fieldapp.actions.phone import Phone
from fieldapp.store import keyring
from fieldapp.store.sealed_file import StoreClosed
from fieldapp.ui.look import Look
from fieldapp.ui.screens.more import More
from fieldapp.ui.state import Shell, ShellContext, SyncContext, SyncState, Written, WrittenContext
from fieldapp.ui.tap import log_place
from sync.protocol.circle import Role
from tests.journeys.people import PASSPHRASE, Story
from tests.journeys.test_main_job import ALARM, met
from tests.leaks.test_no_plaintext import AREA, FORM, NAME, NOTE, PHONE, PLANTED, SITE, SUPPORTER, VISIT
from tests.ui.screen_driver import open_screen

ROOT = Path(__file__).parents[2]
TELLING = {
    *("name", "my_name", "phone", "new_phone", "phone_number", "note", "agreement", "agreed", "basis_reason"),
    *("area", "site_name", "impact_note", "left_with", "digits", "code", "codes", "link", "aliases", "values"),
    *("guardian_informed_reason", "disputed_text", "contact_person", "assigned_staff", "accessibility_need"),
    *("key", "keys", "secret", "seed", "words", "passphrase", "form", "draft"),
}
# What these show under such a name is no person's and no secret.
HARMLESS = {
    "fieldapp.store.late.LateRow": "why the server set something aside",
    "fieldapp.actions.door._Opened": "a phone, whose own repr shows eight characters of an id",
    "fieldapp.actions.wiping.ParcelFile": "a device's label and a day",
    "fieldapp.ui.components.bars.Destination": "the words of a button",
    "fieldapp.ui.components.status.Status": "the words of a state",
    "fieldapp.ui.components.tiles.Option": "the words of a choice",
    "sync.client.ledger.Answer": "why the server set something aside",
    "sync.protocol.members.Board": "the board's name, which the log says in clear",
    "sync.protocol.members.Invite": "a public key",
}


def phones_dataclasses() -> Iterator[type[Any]]:
    found: dict[str, type[Any]] = {}
    for package in (fieldapp, sync.client, sync.protocol):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith("__main__") or module.name.startswith("fieldapp.demo"):
                continue
            for one in vars(importlib.import_module(module.name)).values():
                if isinstance(one, type) and dataclasses.is_dataclass(one) and one.__module__ == module.name:
                    found[f"{one.__module__}.{one.__qualname__}"] = one
    yield from found.values()


def shown_fields(kind: type[Any]) -> set[str]:
    """The fields of an object that can be read in its `repr`."""
    made = object.__new__(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    for name in names:
        object.__setattr__(made, name, f"MARKER {name}.")
    try:
        shown = repr(made)
    except (AttributeError, TypeError, ValueError):
        # Its own repr asks more of its fields than a marker can give; what it shows is looked at in the next test.
        return set()
    return {name for name in names if f"MARKER {name}." in shown}


def test_no_value_shows_a_name_or_a_key() -> None:
    kinds = list(phones_dataclasses())
    telling = {f"{kind.__module__}.{kind.__qualname__}": sorted(shown_fields(kind) & TELLING) for kind in kinds}

    assert len(kinds) > 80
    assert {name: fields for name, fields in telling.items() if fields and name not in HARMLESS} == {}


def test_nothing_in_memory_shows_what_people_said_or_a_key(story: Story) -> None:
    anna, siv = story.with_role(SUPPORTER, Role.SUPPORTER), story.with_role("Sigbritt", Role.COORDINATOR)
    session = sessions.open_session(anna.phone, replace(ALARM, site_name=SITE, area=AREA))
    contact, _ = met(anna, VISIT)
    story.sync_all(anna, siv)
    held = [
        persons.open_person(siv.phone, contact),
        people.devices(story.supervisor.phone),
        visits.contacts(anna.phone),
        visits.valid_visits(anna.phone),
        sessions.view(anna.phone, session.id),
        FORM,
    ]
    secrets = [*PLANTED, PASSPHRASE, *map(repr, private_halves(anna.phone)), *_hex(private_halves(anna.phone))]
    ours = [one for one in gc.get_objects() if str(type(one).__module__).startswith(("fieldapp", "sync"))]
    leaks = {type(one).__qualname__ for one in ours for shown in [_shown(one)] if any(one in shown for one in secrets)}

    assert held
    assert len(ours) > 200
    assert leaks == set()


def _shown(one: object) -> str:
    try:
        return repr(one)
    except StoreClosed:
        # A store of an earlier test that is closed shows nothing at all.
        return ""


def private_halves(phone: Phone) -> list[bytes]:
    own = [key.private_bytes_raw() for key in (phone.keys.signing, phone.keys.receiving, phone.keys.delivery)]
    circles = [key.key for key, _ in keyring.circle_keys(phone.store)]
    assert isinstance(phone.keys.signing, Ed25519PrivateKey)
    assert circles
    return own + circles


def _hex(secrets: list[bytes]) -> list[str]:
    return [secret.hex() for secret in secrets]


def test_an_unexpected_error_is_logged_without_its_words_or_what_stood_around_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def failing() -> None:
        kept = {"note": NOTE, "phone": PHONE}
        raise ValueError(f"{NAME}: {kept}")

    with caplog.at_level(logging.DEBUG):
        try:
            failing()
        except ValueError as error:
            log_place("action", error)

    logged = "".join(f"{record.getMessage()} {record.exc_info} {record.args}" for record in caplog.records)
    assert "test_shown.py" in logged
    assert [marker for marker in (NAME, NOTE, PHONE) if marker in logged] == []


SPILLING = {"exc_info", "capture_locals", "print_exc", "format_exc", "stack_info", "exception", "print_exception"}


def test_nothing_logs_a_traceback_and_nothing_is_put_on_the_clipboard() -> None:
    spilling, pasting = [], []
    for path in sorted([*(ROOT / "fieldapp").rglob("*.py"), *(ROOT / "sync" / "client").rglob("*.py")]):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and _spills(node):
                spilling.append(f"{path.name}:{node.lineno}")
        if "clipboard" in source.lower():
            pasting.append(path.name)

    assert spilling == []
    assert pasting == []


def _spills(call: ast.Call) -> bool:
    named = {keyword.arg for keyword in call.keywords} & SPILLING
    return bool(named) or (isinstance(call.func, ast.Attribute) and call.func.attr in SPILLING)


def test_what_flet_keeps_and_sends_for_a_page_holds_no_key(story: Story) -> None:
    phone = story.supervisor.phone
    secrets = [*private_halves(phone), PASSPHRASE.encode()]

    async def opened() -> tuple[bytes, dict[str, object]]:
        shell = Shell(phone.folder, phone)

        def inside() -> Any:
            return SyncContext(SyncState(), More)

        screen = await open_screen(lambda: ShellContext(shell, lambda: WrittenContext(Written(), inside)))
        store = screen.session.store
        kept = {key: store.get(key) for key in store.get_keys()}
        sent = b"".join(screen.session.connection.sent)
        screen.close()
        return sent, kept

    sent, kept = asyncio.run(opened())
    assert len(sent) > 1000
    assert not [secret for secret in secrets if secret in sent or secret.hex().encode() in sent]
    assert {type(value) for value in kept.values()} <= {Look}
