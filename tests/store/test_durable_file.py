"""The order in which bytes reach the disk, watched at the system's own functions while they really run."""

import os
import sys
from collections.abc import Callable
from types import FrameType

from fieldapp.store import open_database
from fieldapp.store.durable_file import delete_file, replace_file

_STEPS = {
    os.pwrite: "written",
    os.fsync: "folder flushed",
    os.fdatasync: "file flushed",
    os.replace: "renamed",
    os.unlink: "removed",
}


def steps_of(action: Callable[[], None]) -> list[str]:
    seen: list[str] = []

    def note(frame: FrameType, event: str, called: object) -> None:
        if event == "c_call" and called in _STEPS:
            seen.append(_STEPS[called])

    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(None)
    return seen


def test_a_file_is_on_the_disk_before_its_name_and_its_name_before_anybody_is_told(tmp_path):
    path = tmp_path / "store.sealed"
    path.write_bytes(b"old")
    steps = steps_of(lambda: replace_file(path, b"new"))

    assert steps == ["written", "file flushed", "renamed", "folder flushed"]
    assert path.read_bytes() == b"new"


def test_what_was_deleted_stays_so_after_a_crash(tmp_path):
    path = tmp_path / "vault.bin"
    path.write_bytes(b"old")

    assert steps_of(lambda: delete_file(path)) == ["removed", "folder flushed"]
    assert not path.exists()


def test_a_save_is_one_append_that_is_on_the_disk_before_anybody_is_told(tmp_path, key):
    with open_database(tmp_path, key) as database:
        database.insert({"n": 1})

        assert steps_of(lambda: database.insert({"n": 2})) == ["written", "file flushed"]


def test_the_names_of_a_new_folder_are_on_the_disk_before_anything_is_saved_in_it(tmp_path, key):
    steps = steps_of(lambda: open_database(tmp_path / "app" / "phone", key).close())

    assert steps[:4] == ["folder flushed", "folder flushed", "written", "file flushed"]


def test_an_opening_brings_to_the_disk_what_the_one_before_left_in_the_systems_memory(tmp_path, key):
    """Names first, then the last frame once more: after a failed flush the system takes its pages for written."""
    open_database(tmp_path, key).close()
    opened = []
    assert steps_of(lambda: opened.append(open_database(tmp_path, key))) == [
        "folder flushed",
        "written",
        "file flushed",
    ]

    opened[0].close()
