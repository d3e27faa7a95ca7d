"""The journal is made short again: nothing saved is lost, at whatever moment, and nothing dropped is left."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from fieldapp.store import compaction, open_database
from fieldapp.store.damage import StoreDamaged
from fieldapp.store.durable_file import DiskFull, NotSaved
from fieldapp.store.store_files import fits
from tests.store.failing import journal_of, no_room_behind

ROOT = Path(__file__).parents[2]
OTHER_KEY = bytes(32)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def numbers_in(folder: Path, key: bytes) -> list[int]:
    with open_database(folder, key) as database:
        return [document["n"] for document in database]


def test_after_a_compaction_the_old_files_are_gone(folder, key):
    with open_database(folder, key) as database:
        database.insert_multiple({"n": n} for n in range(50))
        old = journal_of(folder).read_bytes()
        database.remove(doc_ids=list(range(2, 51)))
        database.table("empty").truncate()
        database.journal.compact()

        assert names_in(folder) == ["store-000001.journal", "store.lock", "store.snapshot"]
        assert [path for path in folder.iterdir() if old[100:300] in path.read_bytes()] == []
        database.insert({"n": 50})
        assert database.tables() == {"_default", "empty"}

    assert numbers_in(folder, key) == [0, 50]


def test_saves_go_on_while_the_snapshot_is_written(folder, key):
    """The snapshot is written only as fast as saves are made, so they surely meet."""
    with open_database(folder, key) as database:
        database.insert_multiple({"n": n, "note": "x" * 700} for n in range(2000))
        turn, saved = threading.Semaphore(0), threading.Event()
        writing = threading.Thread(target=lambda: database.journal.compaction.run(lambda: turn.acquire() and None))
        writing.start()
        for n in range(2000, 2010):
            database.insert({"n": n})
            turn.release()
        saved.set()
        assert writing.is_alive()
        turn.release(1000)
        writing.join()
        database.insert({"n": 2010})

    assert numbers_in(folder, key) == list(range(2011))


def test_a_large_journal_is_compacted_beside_the_saves(folder, key, monkeypatch):
    monkeypatch.setattr(compaction, "WORTH_IT_BYTES", 10_000)
    with open_database(folder, key) as database:
        for n in range(300):
            database.insert({"n": n, "note": "x" * 200})
        database.journal.compaction.finish()
        sizes = sum(len(path.read_bytes().rstrip(b"\0")) for path in folder.iterdir())

    assert (folder / "store.snapshot").exists()
    assert sizes < 300 * 350 * 2
    assert numbers_in(folder, key) == list(range(300))


def test_closing_gives_a_running_compaction_up_and_the_next_opening_has_everything(folder, key, monkeypatch):
    monkeypatch.setattr(compaction, "WORTH_IT_BYTES", 10_000)
    monkeypatch.setattr(compaction, "_PAUSE_SECONDS", 60)
    database = open_database(folder, key)
    database.insert_multiple({"n": n, "note": "x" * 700} for n in range(500))
    database.insert({"n": 500})
    database.close()

    assert names_in(folder) == ["store-000000.journal", "store-000001.journal", "store.lock"]
    assert numbers_in(folder, key) == list(range(501))


def test_a_compaction_without_room_leaves_everything_as_it_was(folder, key):
    with open_database(folder, key) as database:
        database.insert_multiple({"n": n, "note": "x" * 700} for n in range(500))
        with no_room_behind(100_000), pytest.raises(DiskFull):
            database.journal.compact()
        assert not (folder / "store.snapshot.new").exists()
        database.insert({"n": 500})

    assert numbers_in(folder, key) == list(range(501))


def test_between_two_generations_a_missing_or_torn_journal_is_damage(folder, key):
    with open_database(folder, key) as database:
        database.insert_multiple({"n": n, "note": "x" * 700} for n in range(500))
        with no_room_behind(100_000), pytest.raises(DiskFull):
            database.journal.compact()
        with no_room_behind(100_000), pytest.raises(DiskFull):
            database.journal.compact()
    kept = {path: path.read_bytes() for path in folder.glob("store-*")}
    assert len(kept) == 3

    for path, content in kept.items():
        path.unlink()
        if path != max(kept):
            with pytest.raises(StoreDamaged):
                open_database(folder, key)
        path.write_bytes(content)
    first = min(kept)
    first.write_bytes(kept[first][:-3])
    with pytest.raises(StoreDamaged):
        open_database(folder, key)


KILLED = """
import os, signal, sys
from pathlib import Path
from fieldapp.store import open_database
folder, kill_at, deed = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
database = open_database(folder, bytes(range(32)))
steps = 0
def count(event, arguments):
    global steps
    if event in ("os.rename", "os.remove", "open"):
        steps += 1
        if steps > kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
getattr(database.journal, deed)(*([bytes(32)] if deed == "rekey" else []))
"""


@pytest.mark.parametrize("deed", ["compact", "rekey"])
def test_killed_at_any_step_either_generation_is_whole(folder, key, tmp_path, deed):
    with open_database(folder, key) as database:
        database.insert_multiple({"n": n} for n in range(20))
        database.journal.compact()
        database.insert({"n": 20})
    untouched, keys = tmp_path / "untouched", set()
    shutil.copytree(folder, untouched)
    for kill_at in range(40):
        shutil.rmtree(folder)
        shutil.copytree(untouched, folder)
        run = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(kill_at), deed], cwd=ROOT, check=False)
        assert run.returncode in (0, -signal.SIGKILL)

        # Exactly one of them opens it, and it says so beforehand.
        (good,) = (one for one in (key, OTHER_KEY) if fits(folder, one))
        assert numbers_in(folder, good) == list(range(21))
        assert [name for name in names_in(folder) if name.endswith((".new", ".next"))] == []
        keys.add(good)
        if run.returncode == 0:
            break
    else:
        pytest.fail("it never came to its end")

    assert keys == ({key, OTHER_KEY} if deed == "rekey" else {key})


def test_a_change_of_key_leaves_nothing_that_the_old_one_opens(folder, key):
    with open_database(folder, key) as database:
        database.insert({"n": 1})
        database.journal.compact()
        database.insert({"n": 2})
        old = {path.name: path.read_bytes() for path in folder.glob("store[-.][0s]*")}
        database.journal.rekey(OTHER_KEY)
        database.insert({"n": 3})

    assert old.keys() == {"store-000001.journal", "store.snapshot"}
    assert names_in(folder) == ["store-000002.journal", "store.lock", "store.snapshot"]
    assert not fits(folder, key)
    with pytest.raises(StoreDamaged):
        open_database(folder, key)
    assert numbers_in(folder, OTHER_KEY) == [1, 2, 3]


def test_a_change_of_key_that_cannot_be_saved_keeps_the_old_key(folder, key):
    with open_database(folder, key) as database:
        database.insert({"n": 1})
        (folder / "store.snapshot.new").mkdir()
        with pytest.raises(NotSaved):
            database.journal.rekey(OTHER_KEY)
        (folder / "store.snapshot.new").rmdir()
        database.insert({"n": 2})

    assert fits(folder, key)
    assert numbers_in(folder, key) == [1, 2]


def test_a_snapshot_holds_every_table_and_every_language(folder, key):
    rows = [{"note": 'سلام, Åsa\n"citat" \\ \u2028 😀 \ud800'}, {"deep": [{"a": [1, None, 2.5]}]}]
    with open_database(folder, key) as database:
        database.insert_multiple(rows)
        database.search(lambda row: True)
        database.table("besök").insert({"n": 1})
        database.journal.compact()

    with open_database(folder, key) as database:
        assert database.all() == rows
        assert database.table("besök").all() == [{"n": 1}]
        assert database.insert({}) == 3


def test_only_whoever_holds_the_folder_compacts_it(folder, key):
    """A process that died while compacting leaves a lock that holds nobody up."""
    with open_database(folder, key) as database:
        database.insert({"n": 1})
    run = subprocess.run([sys.executable, "-c", KILLED, str(folder), "3", "compact"], cwd=ROOT, check=False)

    assert run.returncode == -signal.SIGKILL
    assert os.path.lexists(folder / "store.lock")
    assert numbers_in(folder, key) == [1]
