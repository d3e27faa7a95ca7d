"""The order in which bytes reach the disk, watched at the system's own functions while they really run."""

import os
import stat
import sys
from collections.abc import Callable
from types import FrameType

from fieldapp.store.durable_file import delete_file, replace_file

_STEPS = {os.fsync: "flushed", os.replace: "renamed", os.unlink: "removed"}


def steps_of(action: Callable[[], None]) -> list[str]:
    seen: list[str] = []

    def note(frame: FrameType, event: str, called: object) -> None:
        if event == "c_call" and called in _STEPS:
            seen.append(_step(frame, called))

    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(None)
    return seen


def _step(frame: FrameType, called: object) -> str:
    if called is not os.fsync:
        return _STEPS[called]
    is_folder = stat.S_ISDIR(os.fstat(frame.f_locals["descriptor"]).st_mode)
    return "folder flushed" if is_folder else "file flushed"


def test_a_file_is_on_the_disk_before_its_name_and_its_name_before_anybody_is_told(tmp_path):
    path = tmp_path / "store.sealed"
    path.write_bytes(b"old")
    steps = steps_of(lambda: replace_file(path, b"new"))

    assert steps == ["file flushed", "renamed", "folder flushed"]
    assert path.read_bytes() == b"new"


def test_what_was_deleted_stays_so_after_a_crash(tmp_path):
    path = tmp_path / "vault.bin"
    path.write_bytes(b"old")

    assert steps_of(lambda: delete_file(path)) == ["removed", "folder flushed"]
    assert not path.exists()
