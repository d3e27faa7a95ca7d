"""Finds planted text in files and their names, in whatever spelling it was written there."""

import base64
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

SHORTEST_MARKER = 6
"""Characters; shorter ones turn up in ciphertext by chance."""


@dataclass(frozen=True, slots=True)
class Hit:
    """`spelling` says how it was written; `offset` is in bytes, -1 when it stands in the file's name."""

    path: Path
    marker: str
    spelling: str
    offset: int


def hits(folder: Path, markers: Iterable[str]) -> list[Hit]:
    """Every file under `folder`, whatever it is called; the first hit of each spelling in each file."""
    wanted = tuple(dict.fromkeys(markers))
    return [hit for path in sorted(folder.rglob("*")) for hit in _in_one(folder, path, wanted)]


def _in_one(folder: Path, path: Path, markers: tuple[str, ...]) -> Iterator[Hit]:
    name = str(path.relative_to(folder)).encode()
    content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    for marker in markers:
        for spelling, pattern in patterns(marker).items():
            if found := pattern.search(content):
                yield Hit(path, marker, spelling, found.start())
            if pattern.search(name):
                yield Hit(path, marker, f"{spelling}, in the name", -1)


@cache
def patterns(marker: str) -> dict[str, re.Pattern[bytes]]:
    """Every spelling that is searched for. Raises ValueError for a marker that is too short to mean anything."""
    if len(marker) < SHORTEST_MARKER:
        raise ValueError(f"a marker of at least {SHORTEST_MARKER} characters, not {marker!r}")
    plain = dict(_texts(marker))
    wrapped = {f"{outer} of {inner}": wrap for inner, raw in plain.items() for outer, wrap in _wrapped(raw)}
    spelt = {name: re.compile(re.escape(raw)) for name, raw in plain.items()}
    return spelt | {name: re.compile(pattern) for name, pattern in wrapped.items()}


def _texts(marker: str) -> Iterator[tuple[str, bytes]]:
    yield "UTF-8", marker.encode()
    yield "UTF-8, accents apart", unicodedata.normalize("NFD", marker).encode()
    yield "UTF-16, little end first", marker.encode("utf-16-le")
    yield "UTF-16, big end first", marker.encode("utf-16-be")
    yield "UTF-32, little end first", marker.encode("utf-32-le")
    yield "JSON-escaped", json.dumps(marker)[1:-1].encode()
    yield "JSON-escaped twice", json.dumps(json.dumps(marker)[1:-1])[1:-1].encode()
    yield "as Python shows bytes", repr(marker.encode())[2:-1].encode()
    yield "in an address", quote(marker).encode()
    yield "Latin-1", marker.encode("latin-1", errors="replace")


def _wrapped(raw: bytes) -> Iterator[tuple[str, bytes]]:
    yield "hex", b"(?i:" + re.escape(raw.hex().encode()) + b")"
    for lead in range(3):
        standard = _base64_core(raw, lead)
        yield f"base64 (+{lead})", _either_alphabet(standard)


def _base64_core(raw: bytes, lead: int) -> bytes:
    """What stays the same whatever stands before and behind: the characters made of `raw` alone."""
    encoded = base64.b64encode(bytes(lead) + raw)
    first = -(-lead * 8 // 6)
    whole = (lead + len(raw)) * 8 // 6
    return encoded[first:whole]


def _either_alphabet(core: bytes) -> bytes:
    """Standard and URL-safe alphabet, on one line or broken into several."""
    letters = {ord("+"): rb"[+\-]", ord("/"): b"[/_]"}
    return rb"(?:\r?\n)?".join(letters.get(letter, re.escape(bytes([letter]))) for letter in core)
