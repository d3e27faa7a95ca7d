"""Mistakes in how the phone keeps what was saved."""

from tests.broken.patch import Patch

_DURABLE, _SEALED = "fieldapp/store/durable_file.py", "fieldapp/store/sealed_file.py"
_STORE, _OUTBOX = "fieldapp/store/store.py", "fieldapp/store/outbox.py"
_FLUSH_TEST = "tests/store/test_durable_file.py::"
_FLUSH_TEST += "test_a_file_is_on_the_disk_before_its_name_and_its_name_before_anybody_is_told"

PATCHES = (
    Patch(
        "store-skips-file-flush",
        "saved means on the disk",
        _DURABLE,
        "        file.flush()\n        _flush_to_disk(file.fileno())\n",
        "        file.flush()\n",
        _FLUSH_TEST,
    ),
    Patch(
        "store-skips-folder-flush",
        "the new name of a file survives a crash",
        _DURABLE,
        "        raise _as_told_to_the_user(error) from error\n    flush_folder(path.parent)\n",
        "        raise _as_told_to_the_user(error) from error\n",
        _FLUSH_TEST,
    ),
    Patch(
        "store-writes-in-place",
        "after any crash the old or the new file is there, whole",
        _DURABLE,
        "        _write_flushed(unfinished, content)\n        unfinished.replace(path)\n",
        "        _write_flushed(path, content)\n",
        "tests/store/test_sealed_file.py::test_a_full_disk_leaves_file_and_memory_as_they_were",
    ),
    Patch(
        "store-failed-save-stays-in-memory",
        "what was not saved is not shown as if it were",
        _SEALED,
        "        except BaseException:\n            self.follow_file()\n            raise\n"
        "        self._unsaved = False\n",
        "        except BaseException:\n            raise\n        self._unsaved = False\n",
        "tests/store/test_store.py::test_a_write_that_cannot_be_saved_leaves_memory_as_it_was",
    ),
    Patch(
        "store-wrong-key-starts-anew",
        "a store is never recreated on an error",
        _SEALED,
        "    except (OSError, InvalidTag, ValueError) as error:\n        raise StoreDamaged from error\n"
        "    return tables\n",
        "    except (OSError, InvalidTag, ValueError):\n        return {}\n    return tables\n",
        "tests/store/test_sealed_file.py::test_a_wrong_key_is_told_and_changes_nothing",
    ),
    Patch(
        "store-lost-file-is-a-new-phone",
        "a lost store is told and not taken for a new phone",
        _SEALED,
        "        if self._path.exists() or self._lock.store_has_begun():\n",
        "        if self._path.exists():\n",
        "tests/store/test_sealed_file.py::test_a_lost_file_is_damage_and_not_a_new_store",
    ),
    Patch(
        "store-saves-half-an-action",
        "one action is one write: all of it or nothing",
        _STORE,
        "            pending = write.over()\n        if pending:\n            self._save(pending)\n",
        "            pending = write.over()\n            if pending:\n                self._save(pending)\n",
        "tests/store/test_store.py::test_an_exception_inside_leaves_nothing",
    ),
    Patch(
        "store-two-apps-at-once",
        "two open apps never overwrite each other",
        "fieldapp/store/folder_lock.py",
        "        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)\n",
        "        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)\n",
        "tests/store/test_sealed_file.py::test_a_second_process_is_told_that_the_store_is_in_use",
    ),
    Patch(
        "store-writes-plain-text",
        "nothing on the phone's disk can be read without the key",
        _SEALED,
        "            replace_file(self._path, _sealed(self._encoded.joined(self._tables or {}), sealing))\n",
        "            replace_file(self._path, _sealed(self._encoded.joined(self._tables or {}), sealing))\n"
        "            replace_file(self._path.with_name('index'), self._encoded.joined(self._tables or {}))\n",
        "tests/store/test_sealed_file.py::test_nothing_planted_can_be_read_in_the_folder",
    ),
    Patch(
        "outbox-drops-on-refusal",
        "what the server will not take is kept aside",
        _OUTBOX,
        '    _move(write, id_, ASIDE, {"code": code})\n',
        "    write.delete(WAITING, id_.hex())\n",
        "tests/store/test_outbox.py::test_a_refusal_sets_it_aside_with_its_code_and_keeps_it",
    ),
    Patch(
        "outbox-forgets-the-healing-copy",
        "what has a receipt is kept, so that a restored server can be healed",
        _OUTBOX,
        '    _move(write, id_, SENT, place | {"receipted_at": at.isoformat()})\n',
        "    write.delete(WAITING, id_.hex())\n",
        "tests/store/test_outbox.py::test_a_receipt_makes_it_safe_and_keeps_a_copy",
    ),
    Patch(
        "outbox-shows-the-safest-state",
        "a record is shown as receipted only when all of it is",
        _OUTBOX,
        "    for state in (State.RECEIPTED, State.WAITING, State.QUARANTINED):\n",
        "    for state in (State.QUARANTINED, State.WAITING, State.RECEIPTED):\n",
        "tests/store/test_outbox.py::test_a_record_is_as_safe_as_its_least_safe_envelope",
    ),
    Patch(
        "door-counts-no-tries",
        "guessing a passphrase costs ever longer waits",
        "fieldapp/store/door.py",
        "        tried.save(self.folder, self._keystore)\n",
        "",
        "tests/store/test_door.py::test_four_tries_are_free_and_the_fifth_costs_a_minute",
    ),
)
