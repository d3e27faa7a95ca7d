"""A small file of every version there was, made by the app of its time under the key of the tests."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.store import open_database
from fieldapp.store.damage import StoreDamaged, StoreFromNewerApp
from fieldapp.store.store_files import fits

FILES = Path(__file__).parent / "files"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def first(folder) -> Path:
    folder.mkdir()
    shutil.copy(FILES / "version-1.sealed", folder / "store.sealed")
    (folder / "store.lock").write_bytes(b"begun")
    return folder / "store.sealed"


@pytest.fixture
def second(folder) -> Path:
    shutil.copytree(FILES / "version-2", folder)
    return folder


def expect_everything(folder: Path, key: bytes) -> None:
    with open_database(folder, key) as database:
        assert database.all() == [{"n": 1, "note": "Ringde i kväll"}, {"n": 2, "note": "سلام 😀"}]
        assert database.table("contact").all() == [{"key": "c1", "needs": ["sleep"]}]
        assert database.tables() == {"_default", "contact", "empty"}


def test_the_first_version_opens_and_becomes_a_journal(first, folder, key):
    assert fits(folder, key)
    assert not fits(folder, bytes(32))
    expect_everything(folder, key)

    assert sorted(path.name for path in folder.iterdir()) == ["store-000001.journal", "store.lock", "store.snapshot"]
    expect_everything(folder, key)


def test_the_second_version_opens(second, key):
    assert fits(second, key)
    expect_everything(second, key)


def test_a_broken_file_of_the_first_version_is_damage_and_stays(first, folder, key):
    whole = first.read_bytes()
    for content in (b"", whole[:40], whole[:-1] + b"x", b"\x00" + whole[1:]):
        first.write_bytes(content)
        with pytest.raises(StoreDamaged):
            open_database(folder, key)
        assert first.read_bytes() == content
    with pytest.raises(StoreDamaged):
        open_database(folder, bytes(32))


def test_a_newer_version_is_refused_and_not_touched(first, folder, key):
    newer = b"\x02" + first.read_bytes()[1:]
    first.write_bytes(newer)
    with pytest.raises(StoreFromNewerApp):
        open_database(folder, key)
    with pytest.raises(StoreFromNewerApp):
        fits(folder, key)

    assert first.read_bytes() == newer
    assert sorted(path.name for path in folder.iterdir()) == ["store.lock", "store.sealed"]


KILLED = """
import os, signal, sys
from pathlib import Path
from fieldapp.store import open_database
steps = 0
def count(event, arguments):
    global steps
    if event in ("os.rename", "os.remove", "open") and "store" in str(arguments[0]):
        steps += 1
        if steps > int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
open_database(Path(sys.argv[1]), bytes(range(32)))
"""


def test_killed_at_any_step_of_the_change_nothing_is_lost(first, folder, key, tmp_path):
    shutil.copytree(folder, tmp_path / "untouched")
    for kill_at in range(40):
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "untouched", folder)
        run = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(kill_at)], cwd=ROOT, check=False)
        expect_everything(folder, key)
        assert not first.exists()
        if run.returncode == 0:
            break
    else:
        pytest.fail("it never came to its end")

    assert kill_at > 5
