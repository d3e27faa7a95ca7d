import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tinydb import where

from fieldapp.store.durable_file import DiskFull, NotSaved, SaveUnconfirmed
from fieldapp.store.folder_lock import StoreInUse
from fieldapp.store.sealed_file import StoreDamaged, StoreFromNewerApp, fits, open_database

ROOT = Path(__file__).parents[2]


def sealed(folder: Path) -> Path:
    return folder / "store.sealed"


def save_one(folder: Path, key: bytes) -> None:
    with open_database(folder, key) as database:
        database.insert({"note": "Ringde i kväll"})


def test_what_was_inserted_is_there_after_a_restart(folder, key):
    save_one(folder, key)

    with open_database(folder, key) as database:
        assert database.all() == [{"note": "Ringde i kväll"}]


def test_stock_tinydb_operations_work_on_it(folder, key):
    with open_database(folder, key) as database:
        database.insert_multiple([{"n": 1}, {"n": 2}, {"n": 3}])
        database.update({"seen": True}, where("n") > 1)
        database.remove(where("n") == 3)
        database.table("other").upsert({"a": 1}, where("a") == 1)
        database.drop_table("missing")
        database.drop_table("other")

    with open_database(folder, key) as database:
        assert database.all() == [{"n": 1}, {"n": 2, "seen": True}]
        assert database.tables() == {"_default"}


def test_nothing_planted_can_be_read_in_the_folder(folder, key):
    with open_database(folder, key) as database:
        database.insert({"note": "PLANTED-0701234567", "deep": ["PLANTED-Västertorp"]})
        database.table("PLANTED-table").insert({"a": 1})

    contents = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert contents
    assert b"PLANTED" not in contents


def test_only_this_user_may_read_it(folder, key):
    save_one(folder, key)

    assert sealed(folder).stat().st_mode & 0o077 == 0


def test_a_wrong_key_is_told_and_changes_nothing(folder, key):
    save_one(folder, key)
    before = sealed(folder).read_bytes()

    with pytest.raises(StoreDamaged):
        open_database(folder, bytes(32))
    assert sealed(folder).read_bytes() == before
    assert fits(folder, key)
    assert not fits(folder, bytes(32))


def test_a_file_cut_at_any_length_is_damage_and_is_kept(folder, key):
    save_one(folder, key)
    whole = sealed(folder).read_bytes()

    for length in range(len(whole)):
        sealed(folder).write_bytes(whole[:length])
        with pytest.raises(StoreDamaged):
            open_database(folder, key)
        assert sealed(folder).read_bytes() == whole[:length]


def test_a_flipped_bit_at_any_place_is_found(folder, key):
    save_one(folder, key)
    whole = sealed(folder).read_bytes()

    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 0x01
        sealed(folder).write_bytes(bytes(flipped))
        with pytest.raises((StoreDamaged, StoreFromNewerApp)):
            open_database(folder, key)


def test_a_newer_version_asks_for_an_update(folder, key):
    save_one(folder, key)
    sealed(folder).write_bytes(b"\x02" + sealed(folder).read_bytes()[1:])

    with pytest.raises(StoreFromNewerApp):
        open_database(folder, key)


def test_a_lost_file_is_damage_and_not_a_new_store(folder, key):
    save_one(folder, key)
    sealed(folder).unlink()

    with pytest.raises(StoreDamaged):
        open_database(folder, key)
    assert not sealed(folder).exists()


def test_an_unfinished_save_beside_the_file_is_swept_away(folder, key):
    save_one(folder, key)
    (folder / "store.sealed.new").write_bytes(b"half a sa")

    with open_database(folder, key) as database:
        assert len(database) == 1
    assert not (folder / "store.sealed.new").exists()


def test_a_folder_is_open_once(folder, key):
    with open_database(folder, key), pytest.raises(StoreInUse):
        open_database(folder, key)

    save_one(folder, key)


def test_a_second_process_is_told_that_the_store_is_in_use(folder, key):
    program = (
        "import sys; from pathlib import Path; from fieldapp.store.sealed_file import open_database\n"
        "from fieldapp.store.folder_lock import StoreInUse\n"
        "try: open_database(Path(sys.argv[1]), bytes(range(32)))\n"
        "except StoreInUse: print('in use')"
    )
    with open_database(folder, key):
        second = subprocess.run([sys.executable, "-c", program, str(folder)], cwd=ROOT, capture_output=True, text=True)

    assert second.stdout == "in use\n"


def test_a_full_disk_leaves_file_and_memory_as_they_were(folder, key):
    with open_database(folder, key) as database:
        database.insert({"n": 1})
        before = sealed(folder).read_bytes()
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
        try:
            with pytest.raises(DiskFull):
                database.insert({"long": "x" * 100_000})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)

        assert database.all() == [{"n": 1}]
        assert sealed(folder).read_bytes() == before
        assert sorted(path.name for path in folder.iterdir()) == ["store.lock", "store.sealed"]


def test_a_save_that_cannot_be_written_is_told_and_can_be_repeated(folder, key):
    with open_database(folder, key) as database:
        database.insert({"n": 1})
        (folder / "store.sealed.new").mkdir()
        with pytest.raises(NotSaved):
            database.update({"n": 2})
        assert database.all() == [{"n": 1}]

        (folder / "store.sealed.new").rmdir()
        database.update({"n": 2})

    with open_database(folder, key) as database:
        assert database.all() == [{"n": 2}]


def test_when_the_folder_vanishes_nothing_unsaved_is_shown(folder, key, tmp_path):
    with open_database(folder, key) as database:
        database.insert({"n": 1})
        folder.rename(tmp_path / "elsewhere")
        with pytest.raises(StoreDamaged):
            database.insert({"n": 2})

        with pytest.raises(SaveUnconfirmed):
            database.all()


def test_an_update_that_breaks_half_way_leaves_no_half(folder, key):
    def break_on_the_second(document):
        document["n"] += 10
        if document["n"] == 12:
            raise ArithmeticError

    with open_database(folder, key) as database:
        database.insert_multiple([{"n": 1}, {"n": 2}])
        with pytest.raises(ArithmeticError):
            database.update(break_on_the_second)

        assert database.all() == [{"n": 1}, {"n": 2}]


def test_deferred_operations_are_one_save(folder, key):
    with open_database(folder, key) as database:
        database.insert({"n": 1})
        before = sealed(folder).stat().st_ino
        with database.sealed.deferred():
            database.insert({"n": 2})
            database.table("other").insert({"n": 3})
            assert sealed(folder).stat().st_ino == before

        assert sealed(folder).stat().st_ino != before


def test_an_exception_undoes_all_that_was_deferred(folder, key):
    def insert_and_break(database):
        with database.sealed.deferred():
            database.insert({"n": 2})
            raise ArithmeticError

    with open_database(folder, key) as database:
        database.insert({"n": 1})
        with pytest.raises(ArithmeticError):
            insert_and_break(database)

        assert database.all() == [{"n": 1}]


def test_a_change_of_key_is_one_replacement(folder, key):
    with open_database(folder, key) as database:
        database.insert({"n": 1})
        database.sealed.rekey(bytes(32))
        database.insert({"n": 2})

    assert not fits(folder, key)
    with open_database(folder, bytes(32)) as database:
        assert database.all() == [{"n": 1}, {"n": 2}]


def test_a_change_of_key_that_cannot_be_saved_keeps_the_old_key(folder, key):
    with open_database(folder, key) as database:
        database.insert({"n": 1})
        (folder / "store.sealed.new").mkdir()
        with pytest.raises(NotSaved):
            database.sealed.rekey(bytes(32))
        (folder / "store.sealed.new").rmdir()
        database.insert({"n": 2})

    assert fits(folder, key)


KILLED_BETWEEN_WRITE_AND_RENAME = """
import os, signal, sys
from pathlib import Path
from fieldapp.store.sealed_file import open_database
database = open_database(Path(sys.argv[1]), bytes(range(32)))
database.insert({"n": 1})
sys.addaudithook(lambda event, _: os.kill(os.getpid(), signal.SIGKILL) if event == "os.rename" else None)
database.insert({"n": 2})
"""


def test_killed_between_write_and_rename_the_old_file_stands(folder, key):
    killed = subprocess.run([sys.executable, "-c", KILLED_BETWEEN_WRITE_AND_RENAME, str(folder)], cwd=ROOT)

    assert killed.returncode == -signal.SIGKILL
    assert (folder / "store.sealed.new").exists()
    with open_database(folder, key) as database:
        assert database.all() == [{"n": 1}]


SAVES_UNTIL_KILLED = """
import sys
from pathlib import Path
from fieldapp.store.sealed_file import open_database
database = open_database(Path(sys.argv[1]), bytes(range(32)))
for n in range(1_000_000):
    database.insert({"n": n, "filling": "x" * 3000})
    print(n, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7, 20])
def test_killed_at_any_moment_everything_told_as_saved_is_there(folder, key, after):
    with subprocess.Popen(
        [sys.executable, "-c", SAVES_UNTIL_KILLED, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as saving:
        told = [int(saving.stdout.readline()) for _ in range(after)]
        saving.kill()
        told += [int(line) for line in saving.stdout if line.endswith("\n")]

    with open_database(folder, key) as database:
        assert {document["n"] for document in database} >= set(told)


def test_every_save_uses_a_new_nonce(folder, key):
    save_one(folder, key)
    first = sealed(folder).read_bytes()
    with open_database(folder, key) as database:
        database.sealed.write(database.sealed.read())

    assert sealed(folder).read_bytes()[5:17] != first[5:17]


def test_every_language_survives(folder, key):
    with open_database(folder, key) as database:
        database.insert({"note": 'سلام, Åsa\n"citat" \\ \u2028 😀'})

    with open_database(folder, key) as database:
        assert database.all() == [{"note": 'سلام, Åsa\n"citat" \\ \u2028 😀'}]


FOLDER_THAT_CANNOT_BE_FLUSHED = """
import fcntl, os, shutil, tempfile
from pathlib import Path
from fieldapp.store.durable_file import SaveUnconfirmed
from fieldapp.store.sealed_file import open_database
if os.geteuid() == 0:
    os.setuid(65534)  # Root may open any folder.
folder = Path(tempfile.mkdtemp())
database = open_database(folder, bytes(range(32)))
database.insert({"n": 1})
folder.chmod(0o300)
for attempt in (lambda: database.insert({"n": 2}), database.all, lambda: database.insert({"n": 3})):
    try:
        attempt()
    except SaveUnconfirmed:
        print("unconfirmed")
database.close()
folder.chmod(0o700)
print(len(open_database(folder, bytes(range(32)))))
shutil.rmtree(folder)
"""


def test_a_save_that_the_folder_does_not_confirm_stops_the_store_until_it_is_opened_again():
    run = subprocess.run(
        [sys.executable, "-c", FOLDER_THAT_CANNOT_BE_FLUSHED], cwd=ROOT, capture_output=True, text=True
    )

    assert run.stderr == ""
    assert run.stdout.split() == ["unconfirmed", "unconfirmed", "unconfirmed", "2"]
