"""A search that finds nothing proves nothing until it has found everything it was shown."""

import base64
import json
import logging
import os
import sqlite3
import unicodedata
from contextlib import closing
from urllib.parse import quote

import pytest

from tests.leaks.finder import hits, patterns

MARKER = "Märta-Stina Åkerlöf+7/9"
OTHER = "Någon helt annan"

WRITTEN = {
    "UTF-8": MARKER.encode(),
    "UTF-8 with accents apart": unicodedata.normalize("NFD", MARKER).encode(),
    "UTF-16 as Windows writes it": MARKER.encode("utf-16"),
    "UTF-16, little end first": MARKER.encode("utf-16-le"),
    "UTF-16, big end first": MARKER.encode("utf-16-be"),
    "UTF-32": MARKER.encode("utf-32"),
    "Latin-1": MARKER.encode("latin-1"),
    "JSON": json.dumps({"name": MARKER}).encode(),
    "JSON that was not escaped": json.dumps({"name": MARKER}, ensure_ascii=False).encode(),
    "JSON within JSON": json.dumps({"payload": json.dumps({"name": MARKER})}).encode(),
    "hex": MARKER.encode().hex().encode(),
    "HEX": MARKER.encode().hex().upper().encode(),
    "hex of UTF-16": MARKER.encode("utf-16-le").hex().encode(),
    "hex of JSON": json.dumps(MARKER).encode().hex().encode(),
    "base64 alone": base64.b64encode(MARKER.encode()),
    "base64 of UTF-16": base64.b64encode(MARKER.encode("utf-16-le")),
    "base64 of JSON": base64.b64encode(json.dumps({"name": MARKER}).encode()),
    "base64 for addresses": base64.urlsafe_b64encode(b"\xff\xfe" + MARKER.encode()),
    "base64 in lines": base64.encodebytes(bytes(40) + MARKER.encode() + bytes(40)),
    "an address": quote(MARKER).encode(),
    "bytes as Python shows them": repr(MARKER.encode()).encode(),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_it_is_found_however_it_was_written(tmp_path, how):
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "file.bin").write_bytes(os.urandom(4096) + WRITTEN[how] + os.urandom(4096))
    found = hits(tmp_path, [OTHER, MARKER])

    assert {hit.marker for hit in found} == {MARKER}
    assert {hit.path for hit in found} == {deep / "file.bin"}


@pytest.mark.parametrize("before", range(6))
@pytest.mark.parametrize("behind", range(3))
def test_base64_is_found_at_every_alignment(tmp_path, before, behind):
    (tmp_path / "file").write_bytes(base64.b64encode(os.urandom(before) + MARKER.encode() + os.urandom(behind)))

    assert [hit.spelling for hit in hits(tmp_path, [MARKER])] == [f"base64 (+{before % 3}) of UTF-8"]


def test_every_spelling_by_itself_is_found_and_says_where(tmp_path):
    for number, pattern in enumerate(patterns("Amina Planterad").values()):
        literal = pattern.pattern.removeprefix(b"(?i:").removesuffix(b")").replace(rb"(?:\r?\n)?", b"")
        planted = literal.replace(rb"[+\-]", b"-").replace(b"[/_]", b"_").replace(b"\\", b"")
        (tmp_path / str(number)).write_bytes(b"1234567" + planted)
    found = hits(tmp_path, ["Amina Planterad"])

    assert {hit.path.name for hit in found} == {str(number) for number in range(len(patterns("Amina Planterad")))}
    assert {hit.offset for hit in found} == {7}


def test_a_name_of_a_file_or_folder_counts_too(tmp_path):
    (tmp_path / f"utkast {OTHER}").mkdir()
    (tmp_path / base64.urlsafe_b64encode(OTHER.encode()).decode()).touch()
    found = hits(tmp_path, [OTHER])

    assert {(hit.path.is_dir(), hit.offset) for hit in found} == {(True, -1), (False, -1)}


def test_a_database_and_its_journal_are_searched(tmp_path):
    with closing(sqlite3.connect(tmp_path / "district.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE envelopes (raw BLOB)")
        database.execute("INSERT INTO envelopes VALUES (?)", [MARKER.encode()])
        database.commit()

        assert {hit.path.name for hit in hits(tmp_path, [MARKER])} == {"district.sqlite3-wal"}

    assert {hit.path.name for hit in hits(tmp_path, [MARKER])} == {"district.sqlite3"}


def test_a_log_line_is_found(tmp_path):
    log = logging.FileHandler(tmp_path / "app.log", encoding="utf-8")
    log.emit(logging.LogRecord("app", logging.DEBUG, "", 1, "saved %s", (MARKER,), None))
    log.close()

    assert [hit.path.name for hit in hits(tmp_path, [MARKER])] == ["app.log"]


def test_chance_is_not_taken_for_a_leak(tmp_path):
    (tmp_path / "random").write_bytes(os.urandom(2_000_000))
    (tmp_path / "letters").write_bytes(base64.b64encode(os.urandom(2_000_000)))

    assert hits(tmp_path, [MARKER, OTHER, "0701234567"]) == []


def test_a_marker_too_short_to_mean_anything_is_refused(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(ValueError, match="at least 6"):
        hits(tmp_path, ["Amina"])
