"""Zeros written ahead in the journal: a save is quicker for them, and no break can hide in them."""

import os
import shutil
from pathlib import Path

import pytest

from fieldapp.store import open_database
from fieldapp.store.damage import StoreDamaged
from fieldapp.store.durable_file import DiskFull
from fieldapp.store.frames import FILE_HEADER, FRAME_HEADER, MAGIC
from fieldapp.store.journal import ROOM_BYTES
from tests.store.failing import journal_of, no_room, no_room_behind, written_in


@pytest.fixture
def database(folder, key):
    opened = open_database(folder, key)
    opened.insert({"n": 1})
    yield opened
    opened.close()


@pytest.fixture
def killed(folder, database, tmp_path) -> Path:
    """The folder as an app leaves it that dies after three saves."""
    database.insert({"n": 2})
    database.insert({"n": 3})
    return Path(shutil.copytree(folder, tmp_path / "killed"))


def numbers_in(folder: Path, key: bytes) -> list[int]:
    with open_database(folder, key) as database:
        return [document["n"] for document in database]


def length_of(folder: Path) -> int:
    return journal_of(folder).stat().st_size


def test_saves_do_not_change_the_length_of_the_file_until_the_room_is_used_up(folder, database):
    length = length_of(folder)
    database.insert({"n": 2})
    assert length_of(folder) == length

    database.insert({"long": "x" * ROOM_BYTES})
    assert length_of(folder) > length
    assert not any(journal_of(folder).read_bytes()[-ROOM_BYTES:])


def test_what_is_told_as_the_journals_size_is_without_the_room(folder, database):
    assert database.journal._files.journal_bytes == pytest.approx(len(written_in(folder)), abs=3)


def test_a_closed_journal_has_no_room(folder, key, database):
    database.close()

    assert length_of(folder) < 1000
    assert numbers_in(folder, key) == [1]


def test_a_journal_that_is_not_the_newest_has_no_room(folder, key, database):
    with no_room_behind(100), pytest.raises(DiskFull):
        database.journal.compact()
    older, newer = sorted(folder.glob("store-*.journal"))
    database.insert({"n": 2})

    assert length_of(folder) > ROOM_BYTES
    assert older.stat().st_size < 1000
    database.close()
    assert numbers_in(folder, key) == [1, 2]
    assert newer.exists()


def test_zeros_behind_the_last_frame_are_no_damage_and_are_cut_off(killed, key):
    before = written_in(killed)

    assert numbers_in(killed, key) == [1, 2, 3]
    assert written_in(killed).startswith(before)
    assert length_of(killed) < len(before) + 100


def test_a_part_of_a_frame_before_zeros_is_a_torn_tail(killed, key):
    whole = journal_of(killed).read_bytes()
    last = whole.rfind(MAGIC)
    for written in range(len(written_in(killed)) - last - 4):
        torn = whole[: last + written].ljust(len(whole), b"\0")
        journal_of(killed).write_bytes(torn)

        assert numbers_in(killed, key) == [1, 2]


def test_a_flipped_bit_before_the_last_frame_is_damage_although_zeros_follow(killed, key):
    whole = journal_of(killed).read_bytes()
    for place in range(FILE_HEADER.size + FRAME_HEADER.size, whole.rfind(MAGIC)):
        flipped = bytearray(whole)
        flipped[place] ^= 0x10
        journal_of(killed).write_bytes(flipped)

        with pytest.raises(StoreDamaged):
            open_database(killed, key)


def test_a_frame_that_fits_is_saved_where_the_zeros_do_not(folder, key, database):
    database.journal._files.journal.settle()
    with no_room_behind(len(written_in(folder)) + 4096):
        database.insert({"n": 2})
        assert length_of(folder) < 1000
        database.insert({"n": 3})
    database.close()

    assert numbers_in(folder, key) == [1, 2, 3]


def test_without_any_room_left_nothing_is_saved_and_the_journal_is_whole(folder, key, database):
    with no_room(folder), pytest.raises(DiskFull):
        database.insert({"n": 2})
    database.insert({"n": 3})
    database.close()

    assert numbers_in(folder, key) == [1, 3]


def test_what_could_not_be_cut_back_behind_a_save_does_not_stay_in_an_older_journal(folder, key, database):
    with journal_of(folder).open("ab") as file:
        file.write(os.urandom(5000))
    database.journal._files.switch()
    database.insert({"n": 2})
    database.close()

    assert numbers_in(folder, key) == [1, 2]
