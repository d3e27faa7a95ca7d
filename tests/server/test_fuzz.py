"""The HTTP API as its own description has it, and the backup file, against what nobody meant.

STODKEDJAN_FUZZ_EXAMPLES says how many requests are sent to each route.
"""

import json
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.protocol.framing import pack_push
from sync.protocol.grants import Recipient
from sync.protocol.statement import Kind
from sync.server.app import create_app
from sync.server.backup import Backup
from sync.server.cli import main
from tests.protocol.test_fuzz import EXTREMES, mutated, read_or_refused
from tests.server.filled import FilledTown, filled_town
from tests.server.people import OCTETS, InviteCard, b64
from tests.server.served_here import ServedHere

EXAMPLES = int(os.environ.get("STODKEDJAN_FUZZ_EXAMPLES", "12"))
fuzzed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
DOCUMENT = create_app("nowhere.sqlite3").openapi()
OPERATIONS = sorted((path, method) for path, methods in DOCUMENT["paths"].items() for method in methods)

TODAY = date(2026, 11, 22)
_ANY = st.recursive(
    EXTREMES | st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def filled(new_database, tmp_path_factory):
    with ServedHere(tmp_path_factory.mktemp("fuzzed"), database=new_database()) as running:
        yield filled_town(running)


class Known:
    """What is really there: with it the requests get past the door."""

    def __init__(self, filled: FilledTown) -> None:
        supervisor, supporter = filled.town.supervisor, filled.supporter
        said = supporter.says(Kind.SESSION_OPENED, session="00" * 16).to_bytes()
        grant = supporter.grant(filled.own, Recipient.recovery())
        card = InviteCard(filled.supporter)
        self.hexes = [filled.town.board.hex(), supporter.device.hex(), filled.own.hex(), Recipient.recovery().hex()]
        self.hexes += [card.id.hex(), "00" * 16, "00" * 32]
        self.bytes = [said, grant, supporter.heartbeat(), supporter.envelope(filled.own), bytes(32), bytes(64)]
        self.push = pack_push([(supporter.envelope(filled.own), supporter.watch(TODAY)) for _ in range(2)])
        self.tokens = [supervisor.token, supporter.token, "", "made-up"]


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    return DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def values(schema: dict[str, Any], known: Known) -> st.SearchStrategy[Any]:
    """What fits the schema, what is really there, and now and then anything at all."""
    schema = _resolved(schema)
    if "anyOf" in schema:
        return st.one_of([values(choice, known) for choice in schema["anyOf"]])
    match schema.get("type"):
        case "object":
            properties = schema.get("properties", {})
            fitting = st.fixed_dictionaries({name: values(shape, known) for name, shape in properties.items()})
        case "array":
            fitting = st.lists(values(schema.get("items", {}), known), max_size=4)
        case "integer":
            fitting = st.integers(schema.get("minimum", -3), 2**63) | st.integers(0, 20)
        case "boolean":
            fitting = st.booleans()
        case "string":
            fitting = texts(schema, known)
        case _:
            fitting = _ANY
    return st.one_of(fitting, fitting, fitting, _ANY)


def texts(schema: dict[str, Any], known: Known) -> st.SearchStrategy[Any]:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("contentEncoding") == "base64":
        near = st.sampled_from(known.bytes).flatmap(mutated)
        return (st.binary(max_size=200) | near | st.sampled_from(known.bytes)).map(b64)
    if "pattern" in schema:
        return st.sampled_from(known.hexes) | st.from_regex(schema["pattern"], fullmatch=True)
    return st.text(max_size=40)


def bodies(operation: dict[str, Any], known: Known) -> st.SearchStrategy[tuple[bytes, str]]:
    content = operation.get("requestBody", {}).get("content", {})
    if "application/octet-stream" in content:
        raw = st.just(known.push) | mutated(known.push) | st.binary(max_size=300)
        return raw.map(lambda body: (body, OCTETS["Content-Type"]))
    if "application/json" in content:
        shaped = values(content["application/json"]["schema"], known).map(lambda one: json.dumps(one).encode())
        broken = st.binary(max_size=60)
        return st.one_of(shaped, shaped, shaped, broken).map(lambda body: (body, "application/json"))
    return st.just((b"", "text/plain"))


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=lambda value: str(value))
def test_whatever_is_sent_is_answered_in_our_own_words_and_never_with_a_fault(filled, path, method):
    operation, known = DOCUMENT["paths"][path][method], Known(filled)
    parameters = operation.get("parameters", [])

    @fuzzed
    @given(data=st.data())
    def send(data: st.DataObject) -> None:
        filled_in = {one["name"]: data.draw(values(one["schema"], known)) for one in parameters}
        address = path
        for name, value in filled_in.items():
            address = address.replace("{" + name + "}", requests.utils.quote(_as_text(value), safe=""))
        query = {one["name"]: _as_text(filled_in[one["name"]]) for one in parameters if one["in"] == "query"}
        body, kind = data.draw(bodies(operation, known))
        headers = {"Content-Type": kind, "Authorization": f"Bearer {data.draw(st.sampled_from(known.tokens))}"}
        url = filled.town.server.url + address
        answer = requests.request(method, url, params=query, data=body, headers=headers, timeout=20)

        assert answer.status_code < 500, (answer.status_code, address, body)
        if answer.status_code >= 400:
            assert set(answer.json()) == {"code", "sentence"}

    send()


def _as_text(value: object) -> str:
    return str(value).encode("utf-8", "replace").decode()


@pytest.fixture(scope="module")
def backup(filled, tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("backup") / "b"
    assert main(["backup", str(path), "--database", str(filled.town.server.database)]) == 0
    return path.read_bytes()


def test_a_mutated_backup_is_refused_in_words(backup):
    @settings(fuzzed, max_examples=4 * EXAMPLES)
    @given(data=st.data())
    def read(data: st.DataObject) -> None:
        raw = data.draw(mutated(backup) | st.binary(max_size=100))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "b"
            path.write_bytes(raw)
            whole = read_or_refused(Backup.verified, path)

            assert whole is None or raw == backup

    read()
