"""A folder, a key and a store in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.store.store import Store

KEY = bytes(range(32))


@pytest.fixture
def key() -> bytes:
    return KEY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "phone"


@pytest.fixture
def store(folder: Path, key: bytes) -> Iterator[Store]:
    opened = Store(folder, key)
    yield opened
    opened.close()
