"""What a journal does with every kind of break: cut a torn end off, and stop before damage."""

import shutil
import struct
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from fieldapp.store import open_database
from fieldapp.store.damage import StoreDamaged, StoreFromNewerApp
from fieldapp.store.frames import FILE_HEADER, FRAME_HEADER, MAGIC, cipher_of
from fieldapp.store.store_files import fits
from tests.store.failing import journal_of


def save(folder: Path, key: bytes, *numbers: int) -> None:
    with open_database(folder, key) as database:
        for number in numbers:
            database.insert({"n": number})


def numbers_in(folder: Path, key: bytes) -> list[int]:
    with open_database(folder, key) as database:
        return [document["n"] for document in database]


def frames_of(content: bytes) -> list[bytes]:
    found, at = [], FILE_HEADER.size
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at + len(MAGIC))
        end = at + FRAME_HEADER.size + length
        found.append(content[at:end])
        at = end
    return found


@pytest.fixture
def saved(folder, key) -> bytes:
    """Opening frame, three transactions, closing frame."""
    save(folder, key, 1, 2, 3)
    return journal_of(folder).read_bytes()


def damaged(folder: Path, key: bytes, content: bytes) -> None:
    """Opening it is refused, and leaves every file as it was."""
    journal_of(folder).write_bytes(content)
    with pytest.raises(StoreDamaged):
        open_database(folder, key)

    assert journal_of(folder).read_bytes() == content


def test_a_journal_cut_at_any_byte_of_its_last_frames_keeps_every_whole_transaction(folder, key, saved):
    opening, *transactions, closing = frames_of(saved)
    ends = [FILE_HEADER.size + len(opening)]
    for frame in transactions:
        ends.append(ends[-1] + len(frame))
    for length in range(ends[0], len(saved)):
        journal_of(folder).write_bytes(saved[:length])

        assert numbers_in(folder, key) == [n for n in (1, 2, 3) if ends[n] <= length]
    assert len(frames_of(saved)) == 5


def test_a_journal_cut_inside_its_first_frame_is_damage_and_is_kept(folder, key, saved):
    for length in range(FILE_HEADER.size + len(frames_of(saved)[0])):
        damaged(folder, key, saved[:length])


def test_after_a_torn_tail_the_store_goes_on(folder, key, saved):
    journal_of(folder).write_bytes(saved[:-100])
    save(folder, key, 4)

    assert numbers_in(folder, key) == [1, 2, 4]


def test_a_torn_tail_longer_than_the_next_frame_does_not_come_back(folder, key, saved):
    journal_of(folder).write_bytes(saved + frames_of(saved)[1][:50] + b"\x00" * 5000)
    save(folder, key, 4)
    assert numbers_in(folder, key) == [1, 2, 3, 4]

    assert journal_of(folder).stat().st_size < len(saved) + 1000


def test_a_flipped_bit_at_any_place_is_told_or_was_only_the_closing_frame(folder, key, saved):
    closing = len(saved) - len(frames_of(saved)[-1])
    for place in range(len(saved)):
        flipped = bytearray(saved)
        flipped[place] ^= 0x01
        journal_of(folder).write_bytes(flipped)
        if place >= closing:
            assert numbers_in(folder, key) == [1, 2, 3]
        else:
            with pytest.raises((StoreDamaged, StoreFromNewerApp)):
                open_database(folder, key)
            assert journal_of(folder).read_bytes() == flipped


def test_an_authentic_frame_behind_a_bad_one_is_damage_and_not_a_torn_tail(folder, key, saved):
    opening, first, second, third, closing = frames_of(saved)
    header = saved[: FILE_HEADER.size]

    damaged(folder, key, header + opening + first + b"\x00" * len(second) + third + closing)
    damaged(folder, key, header + opening + first + second[:60] + third + closing)
    damaged(folder, key, header + opening + first + MAGIC * 9 + closing)


def test_swapped_doubled_and_dropped_frames_are_damage(folder, key, saved):
    opening, first, second, third, closing = frames_of(saved)
    header = saved[: FILE_HEADER.size]

    damaged(folder, key, header + opening + second + first + third + closing)
    damaged(folder, key, header + opening + first + first + second + third + closing)
    damaged(folder, key, header + opening + first + third + closing)
    damaged(folder, key, header + opening + first + second + third + closing + second)
    damaged(folder, key, header + first + second + third + closing)


def test_frames_of_another_past_are_damage(folder, key, saved, tmp_path):
    """Two phones that went on from one backup: each frame is authentic, and one does not follow the other."""
    shutil.copytree(folder, tmp_path / "other")
    save(folder, key, 4)
    save(tmp_path / "other", key, 40, 5)
    mine, other = frames_of(journal_of(folder).read_bytes()), frames_of(journal_of(tmp_path / "other").read_bytes())

    damaged(folder, key, saved[: FILE_HEADER.size] + b"".join(mine[:6] + other[6:]))


def test_a_journal_of_another_generation_does_not_stand_in_for_this_one(folder, key, saved):
    damaged(folder, key, FILE_HEADER.pack(2, b"SKJN", 1) + saved[FILE_HEADER.size :])


def test_a_wrong_key_is_told_and_changes_nothing(folder, key, saved):
    with pytest.raises(StoreDamaged):
        open_database(folder, bytes(32))

    assert journal_of(folder).read_bytes() == saved
    assert fits(folder, key)
    assert not fits(folder, bytes(32))


def test_a_newer_version_asks_for_an_update_and_is_not_touched(folder, key, saved):
    newer = b"\x03" + saved[1:]
    journal_of(folder).write_bytes(newer)
    with pytest.raises(StoreFromNewerApp):
        open_database(folder, key)

    assert journal_of(folder).read_bytes() == newer


def test_the_version_is_bound_into_every_frame(folder, key, saved):
    """Nobody can pass new bytes off as old ones."""
    frame = frames_of(saved)[1]
    header, sealed = frame[: FRAME_HEADER.size], frame[FRAME_HEADER.size :]
    nonce = FRAME_HEADER.unpack(header)[3]
    cipher = cipher_of(key)
    assert b'"n":1' in cipher.decrypt(nonce, sealed, saved[: FILE_HEADER.size] + header)
    for place in range(FILE_HEADER.size):
        bound = bytearray(saved[: FILE_HEADER.size])
        bound[place] ^= 1
        with pytest.raises(InvalidTag):
            cipher.decrypt(nonce, sealed, bytes(bound) + header)


def test_every_frame_has_a_nonce_of_its_own(saved):
    nonces = {FRAME_HEADER.unpack(frame[: FRAME_HEADER.size])[3] for frame in frames_of(saved)}

    assert len(nonces) == 5


def test_closing_appends_an_empty_frame_once(folder, key, saved):
    open_database(folder, key).close()

    assert journal_of(folder).read_bytes() == saved


def test_a_lost_journal_is_damage_and_not_a_new_store(folder, key, saved):
    journal_of(folder).unlink()
    with pytest.raises(StoreDamaged):
        open_database(folder, key)

    assert [path.name for path in folder.iterdir()] == ["store.lock"]


@pytest.fixture
def snapshot(folder, key, saved) -> Path:
    """With the numbers 1 to 3, and 4 in the journal."""
    with open_database(folder, key) as database:
        database.journal.compact()
        database.insert({"n": 4})
    return folder / "store.snapshot"


def test_a_snapshot_and_its_journal_make_up_the_store(folder, key, snapshot):
    assert numbers_in(folder, key) == [1, 2, 3, 4]
    assert sorted(path.name for path in folder.iterdir()) == ["store-000001.journal", "store.lock", "store.snapshot"]


def test_a_snapshot_cut_or_flipped_anywhere_is_damage_and_is_kept(folder, key, snapshot):
    whole = snapshot.read_bytes()
    breaks = [whole[:length] for length in range(len(whole))] + [whole + b"x", whole + whole[FILE_HEADER.size :]]
    for place in range(1, len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 0x80
        breaks.append(bytes(flipped))
    for content in breaks:
        snapshot.write_bytes(content)
        with pytest.raises(StoreDamaged):
            open_database(folder, key)
        assert snapshot.read_bytes() == content


def test_a_newer_snapshot_asks_for_an_update(folder, key, snapshot):
    snapshot.write_bytes(b"\x03" + snapshot.read_bytes()[1:])

    with pytest.raises(StoreFromNewerApp):
        open_database(folder, key)


def test_a_lost_snapshot_or_journal_is_damage(folder, key, snapshot, tmp_path):
    shutil.copytree(folder, tmp_path / "kept")
    snapshot.unlink()
    with pytest.raises(StoreDamaged):
        open_database(folder, key)

    shutil.copy(tmp_path / "kept" / "store.snapshot", snapshot)
    journal_of(folder).unlink()
    with pytest.raises(StoreDamaged):
        open_database(folder, key)


def test_an_older_snapshot_does_not_fit_the_journal(folder, key, snapshot):
    older = snapshot.read_bytes()
    with open_database(folder, key) as database:
        database.journal.compact()
    snapshot.write_bytes(older)

    with pytest.raises(StoreDamaged):
        open_database(folder, key)


def test_what_is_unfinished_beside_is_swept_away(folder, key, snapshot):
    (folder / "store.snapshot.new").write_bytes(b"half a snap")
    (folder / "store-000002.journal.next").write_bytes(b"of a renewal that was not decided")

    assert numbers_in(folder, key) == [1, 2, 3, 4]
    assert sorted(path.name for path in folder.iterdir()) == ["store-000001.journal", "store.lock", "store.snapshot"]
