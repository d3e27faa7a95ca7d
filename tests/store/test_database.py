import json
import subprocess
import sys
from pathlib import Path

import pytest
from tinydb import where
from tinydb.table import Document

from fieldapp.store import open_database
from fieldapp.store.damage import StoreClosed
from fieldapp.store.durable_file import DiskFull, NotSaved, SaveUnconfirmed
from fieldapp.store.folder_lock import StoreInUse
from tests.store.failing import journal_of, no_room_behind, unflushable, unwritable, written_in

ROOT = Path(__file__).parents[2]


def save_one(folder: Path, key: bytes) -> None:
    with open_database(folder, key) as database:
        database.insert({"note": "Ringde i kväll"})


def open_and(folder: Path, key: bytes, action) -> None:
    with open_database(folder, key) as database:
        action(database)


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
    open_and(folder, key, lambda database: database.journal.compact())

    assert {path.stat().st_mode & 0o077 for path in folder.iterdir()} == {0}


def test_a_folder_is_open_once(folder, key):
    with open_database(folder, key), pytest.raises(StoreInUse):
        open_database(folder, key)

    save_one(folder, key)


def test_a_second_process_is_told_that_the_store_is_in_use(folder, key):
    program = (
        "import sys; from pathlib import Path; from fieldapp.store import open_database\n"
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
        before = written_in(folder)
        with no_room_behind(len(before) + 4096), pytest.raises(DiskFull):
            database.insert({"long": "x" * 100_000})

        assert database.all() == [{"n": 1}]
        assert written_in(folder) == before
        assert sorted(path.name for path in folder.iterdir()) == ["store-000000.journal", "store.lock"]

        database.insert({"n": 2})

    with open_database(folder, key) as database:
        assert database.all() == [{"n": 1}, {"n": 2}]


def test_a_save_that_cannot_be_written_is_told_and_can_be_repeated(folder, key):
    with open_database(folder, key) as database:
        database.insert({"n": 1})
        with unwritable(folder), pytest.raises(NotSaved):
            database.update({"n": 2})
        assert database.all() == [{"n": 1}]

        database.update({"n": 2})

    with open_database(folder, key) as database:
        assert database.all() == [{"n": 2}]


def test_what_could_not_even_be_cut_back_is_written_over(folder, key):
    with open_database(folder, key) as database:
        database.insert({"n": 1})
        before = written_in(folder)
        with unwritable(folder), pytest.raises(NotSaved):
            database.insert({"n": 2})
        with journal_of(folder).open("ab") as file:
            file.write(b"half a frame " * 100)
        database.insert({"n": 3})
        assert journal_of(folder).read_bytes().startswith(before)

    with open_database(folder, key) as database:
        assert database.all() == [{"n": 1}, {"n": 3}]


def test_after_an_unconfirmed_save_nothing_is_answered_until_it_is_opened_again(folder, key):
    database = open_database(folder, key)
    database.insert({"n": 1})
    with unflushable(folder), pytest.raises(SaveUnconfirmed):
        database.insert({"n": 2})

    for attempt in (database.all, database.tables, lambda: database.insert({"n": 3}), database.drop_tables):
        with pytest.raises(SaveUnconfirmed):
            attempt()
    database.close()
    with open_database(folder, key) as again:
        assert again.all() == [{"n": 1}]


def test_a_closed_database_says_so_as_tinydb_does(folder, key):
    database = open_database(folder, key)
    database.insert({"n": 1})
    database.close()
    database.close()

    for attempt in (database.all, database.tables, lambda: database.insert({"n": 3}), database.drop_tables):
        with pytest.raises(ValueError, match=r"^$") as told:
            attempt()
        assert isinstance(told.value, StoreClosed)


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


SAVES_UNTIL_KILLED = """
import sys
from pathlib import Path
from fieldapp.store import open_database
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


def test_every_language_survives(folder, key):
    with open_database(folder, key) as database:
        database.insert({"note": 'سلام, Åsa\n"citat" \\ \u2028 😀'})

    with open_database(folder, key) as database:
        assert database.all() == [{"note": 'سلام, Åsa\n"citat" \\ \u2028 😀'}]


def test_the_size_of_a_save_does_not_depend_on_what_is_there(folder, key):
    with open_database(folder, key) as database:
        grown = []
        for number in (1, 2000):
            database.insert_multiple({"n": n, "note": "x" * 200} for n in range(number))
            before = len(written_in(folder))
            database.insert({"n": 0})
            database.update({"n": 5}, where("n") == 1)
            grown.append(len(written_in(folder)) - before)

    assert grown[1] < 2 * grown[0] + 600


def test_an_operation_that_changes_nothing_writes_nothing(folder, key):
    with open_database(folder, key) as database:
        database.insert({"n": 1})
        before = written_in(folder)
        database.update({"n": 1})
        database.update_multiple([({"n": 2}, where("n") == 7)])
        database.remove(where("n") == 7)

        assert written_in(folder) == before


def test_an_insert_never_takes_the_place_of_a_document_that_is_there(folder, key):
    with open_database(folder, key) as database:
        database.insert({"n": 1})
        database.insert_multiple([Document({"n": 2}, doc_id=2)])
        with pytest.raises(ValueError, match="Document with ID 2 already exists"):
            database.insert({"n": 3})

        assert database.all() == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize("other", ['{"n":1.0}', '{"n":true}'])
def test_what_python_calls_equal_and_json_does_not_is_a_change(folder, key, other):
    with open_database(folder, key) as database:
        database.insert({"n": 1})
        database.search(where("n") == 1)
        database.update(json.loads(other))

    with open_database(folder, key) as database:
        assert json.dumps(database.all()[0], separators=(",", ":")) == other


def test_all_gives_copies_of_what_was_looked_into_and_of_what_was_not(folder, key):
    with open_database(folder, key) as database:
        database.insert_multiple({"n": n, "deep": [n]} for n in range(600))
    with open_database(folder, key) as database:
        database.update({"deep": [-1]}, doc_ids=[300])
        for documents in (database.all(), database.all()):
            assert [document["n"] for document in documents] == list(range(600))
            documents[5]["deep"].append("mine")
        database.search(where("n") == 5)
        database.all()[5]["deep"].append("mine")

        assert database.all()[5] == {"n": 5, "deep": [5]}
        assert database.all()[299] == {"n": 299, "deep": [-1]}
        assert database.all()[299].doc_id == 300


def test_a_document_inside_itself_is_refused_as_by_stock_tinydb(folder, key):
    inside_itself: dict[str, object] = {"n": 1}
    inside_itself["again"] = [inside_itself]
    with open_database(folder, key) as database:
        with pytest.raises(ValueError, match="Circular reference detected"):
            database.insert(inside_itself)

        assert database.all() == []
