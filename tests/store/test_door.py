import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.crypto.passphrase import FLOOR, PassphraseTooShort
from fieldapp.crypto.vault import MadeByNewerApp, VaultDamaged, WrongPassphrase
from fieldapp.store.delivery_key import DeliveryKeyUnusable
from fieldapp.store.door import AlreadySetUp, Door, PhoneWiped
from fieldapp.store.durable_file import NotSaved
from fieldapp.store.keystore import CURRENT, NEXT, FileKeystore, KeystoreEmpty
from fieldapp.store.label import Label
from fieldapp.store.store import Store
from fieldapp.store.tries import Tries, WaitBeforeNextTry
from sync.protocol.members import WipeReason
from tests.store import deeds
from tests.store.failing import journal_of
from tests.store.struck import struck

ROOT = Path(__file__).parents[2]
GOOD, OTHER = "krusbär regn tåg", "sju grå katter"
LABEL = Label("Telefon K3", "Hässelby-Vällingby", "https://stod.example", exercise=False, board="b" * 32)
NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
DELIVERY = Ed25519PrivateKey.generate()


@pytest.fixture
def door(folder: Path) -> Door:
    return Door(folder)


@pytest.fixture
def vault_key(door: Door) -> bytes:
    return door.create(GOOD, LABEL, DELIVERY, cost=FLOOR)


def fail(door: Door, times: int, now: datetime = NOW) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassphrase):
            door.unlock("not this one", now=now)


def test_the_vault_key_comes_back_after_a_restart(folder, vault_key):
    assert len(vault_key) == 32
    assert Door(folder).unlock(GOOD, now=NOW) == vault_key


def test_a_new_folder_has_nothing(door, folder):
    assert not door.is_set_up()
    assert door.label() is None
    assert door.wait_seconds(now=NOW) == 0
    assert not folder.exists()


def test_it_is_set_up_once(door, vault_key):
    with pytest.raises(AlreadySetUp):
        door.create(GOOD, LABEL, DELIVERY, cost=FLOOR)
    assert door.unlock(GOOD, now=NOW) == vault_key


def test_a_short_passphrase_sets_nothing_up(door, folder):
    with pytest.raises(PassphraseTooShort):
        door.create("kort", LABEL, DELIVERY, cost=FLOOR)
    assert not folder.exists()


def test_the_lock_screen_knows_the_label_and_no_more(door, vault_key, folder):
    assert door.label() == LABEL
    assert set(json.loads((folder / "label.json").read_bytes())) == {
        "device_label",
        "board_name",
        "server",
        "exercise",
        "board",
        "device",
        "session",
        "until",
    }


def test_a_label_of_a_newer_or_broken_app_does_not_stop_the_lock_screen(door, vault_key, folder):
    fields = json.loads((folder / "label.json").read_bytes())
    (folder / "label.json").write_text(json.dumps({**fields, "new": 1}))
    assert door.label() == LABEL

    (folder / "label.json").write_text("{")
    assert door.label() is None


def test_the_files_are_this_users_alone(door, vault_key, folder):
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}

    names = ["vault.bin", "keystore.key", "label.json", "delivery.key", "tries.json", "tries.key"]
    assert modes == dict.fromkeys(names, 0o600)


def test_a_wrong_passphrase_is_told_and_the_right_one_still_works(door, vault_key):
    fail(door, 1)

    assert door.unlock(GOOD, now=NOW) == vault_key


def test_four_tries_are_free_and_the_fifth_costs_a_minute(door, vault_key):
    fail(door, 4)
    assert door.wait_seconds(now=NOW) == 0
    fail(door, 1)

    assert door.wait_seconds(now=NOW) == 60
    with pytest.raises(WaitBeforeNextTry) as waited:
        door.unlock(GOOD, now=NOW + timedelta(seconds=59))
    assert waited.value.seconds == 1
    assert door.unlock(GOOD, now=NOW + timedelta(seconds=60)) == vault_key


def test_waits_double_up_to_an_hour(door, vault_key):
    fail(door, 4)
    now, minutes = NOW, []
    for _ in range(5):
        fail(door, 1, now)
        seconds = door.wait_seconds(now=now)
        minutes.append(seconds // 60)
        now += timedelta(seconds=seconds)

    assert minutes == [1, 2, 4, 8, 16]
    assert Tries(40, NOW).wait(NOW) == timedelta(hours=1)


def use_up(door: Door, now: datetime = NOW) -> datetime:
    """Nine wrong tries with all the waits, as when a clock is set forward; when the tenth may be made."""
    for _ in range(9):
        fail(door, 1, now)
        now += timedelta(seconds=door.wait_seconds(now=now))
    return now


def test_the_tenth_wrong_try_condemns_the_phone_however_far_the_clock_is_set_forward(door, vault_key, folder):
    now = use_up(door, NOW + timedelta(days=4000))
    with pytest.raises(PhoneWiped):
        door.unlock("not this one", now=now + timedelta(days=4000))

    assert door.wipe_note().reason is WipeReason.WRONG_PASSPHRASES
    with pytest.raises(PhoneWiped):
        Door(folder).unlock(GOOD, now=now + timedelta(days=9000))


def test_the_right_passphrase_at_the_tenth_try_opens_and_forgets_the_failures(door, vault_key):
    now = use_up(door)

    assert door.tries_left(now=now) == 1
    assert door.unlock(GOOD, now=now) == vault_key
    assert door.tries_left(now=now) is None


def test_how_many_tries_are_left_is_said_after_the_seventh(door, vault_key):
    now, said = NOW, []
    for _ in range(9):
        fail(door, 1, now)
        said.append(door.tries_left(now=now))
        now += timedelta(seconds=door.wait_seconds(now=now))

    assert said == [None] * 6 + [3, 2, 1]


KILLED_IN_A_TRY = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from fieldapp.crypto import vault
from fieldapp.store.door import Door
def stretch(*_):
    os.kill(os.getpid(), signal.SIGKILL)
vault.stretch = stretch
Door(Path(sys.argv[1])).unlock("whatever it was", now=datetime.fromisoformat(sys.argv[2]))
"""


def test_killing_the_app_in_the_middle_of_the_tenth_try_wins_nothing(door, vault_key, folder):
    now = use_up(door)
    arguments = [sys.executable, "-c", KILLED_IN_A_TRY, str(folder), now.isoformat()]
    assert subprocess.run(arguments, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    later = now + timedelta(hours=2)
    with pytest.raises(PhoneWiped):
        Door(folder).unlock(GOOD, now=later)


@pytest.mark.parametrize("lost", ["tries.json", "tries.key"])
@pytest.mark.parametrize("how", ["gone", "broken", "an older one"])
def test_the_count_survives_the_loss_of_one_of_its_two_places(door, vault_key, folder, lost, how):
    older = (folder / lost).read_bytes()
    fail(door, 4)
    now = NOW
    for _ in range(4):
        fail(door, 1, now)
        now += timedelta(seconds=door.wait_seconds(now=now))
    (folder / lost).unlink()
    if how != "gone":
        (folder / lost).write_bytes(b"{" if how == "broken" else older)

    assert door.tries_left(now=now) == 2


def test_when_both_counts_are_lost_three_tries_are_left_and_the_first_has_to_wait(door, vault_key, folder):
    for name in ("tries.json", "tries.key"):
        (folder / name).write_bytes(b"{")

    assert door.tries_left(now=NOW) == 3
    with pytest.raises(WaitBeforeNextTry):
        door.unlock("not this one", now=NOW)


def test_a_restart_does_not_shorten_the_wait(folder, door, vault_key):
    fail(door, 5)

    assert Door(folder).wait_seconds(now=NOW + timedelta(seconds=10)) == 50


def test_a_clock_set_back_does_not_shorten_the_wait(door, vault_key):
    fail(door, 5)
    earlier = NOW - timedelta(days=3)

    assert door.wait_seconds(now=earlier) == 60
    assert door.wait_seconds(now=earlier + timedelta(seconds=30)) == 30
    assert door.unlock(GOOD, now=earlier + timedelta(seconds=60)) == vault_key


def test_a_success_forgets_the_failures(door, vault_key):
    fail(door, 4)
    door.unlock(GOOD, now=NOW)
    fail(door, 4)

    assert door.wait_seconds(now=NOW) == 0


def test_damage_is_not_counted_as_a_try(door, vault_key, folder):
    whole = (folder / "vault.bin").read_bytes()
    (folder / "vault.bin").write_bytes(whole[:50])
    for _ in range(6):
        with pytest.raises(VaultDamaged):
            door.unlock(GOOD, now=NOW)
    (folder / "vault.bin").write_bytes(whole)

    assert door.unlock(GOOD, now=NOW) == vault_key


def test_a_lost_vault_beside_a_store_is_damage_and_not_a_new_phone(door, vault_key, folder, key):
    store = Store(folder, vault_key)
    with store.one_write() as write:
        write.put("contact", "c1", {"n": 1})
    store.close()
    (folder / "vault.bin").unlink()

    assert door.is_set_up()
    with pytest.raises(VaultDamaged):
        door.unlock(GOOD, now=NOW)
    with pytest.raises(AlreadySetUp):
        door.create(GOOD, LABEL, DELIVERY, cost=FLOOR)


def test_a_lost_keystore_is_told(door, vault_key, folder):
    (folder / "keystore.key").unlink()

    with pytest.raises(KeystoreEmpty):
        door.unlock(GOOD, now=NOW)
    with pytest.raises(KeystoreEmpty):
        door.delivery()


def test_a_copy_of_the_folder_without_the_keystore_opens_nothing(folder, tmp_path):
    elsewhere = FileKeystore(tmp_path / "keystore")
    Door(folder, elsewhere).create(GOOD, LABEL, DELIVERY, cost=FLOOR)

    with pytest.raises(KeystoreEmpty):
        Door(folder).unlock(GOOD, now=NOW)
    assert not (folder / "keystore.key").exists()


def test_a_new_passphrase_opens_the_same_vault(door, vault_key):
    door.change_passphrase(GOOD, OTHER, now=NOW)

    assert door.unlock(OTHER, now=NOW) == vault_key
    with pytest.raises(WrongPassphrase):
        door.unlock(GOOD, now=NOW)


def test_an_older_vault_put_back_does_not_open_with_the_passphrase_that_was_changed(door, vault_key, folder):
    seen = (folder / "vault.bin").read_bytes()
    door.change_passphrase(GOOD, OTHER, now=NOW)
    (folder / "vault.bin").write_bytes(seen)

    with pytest.raises(WrongPassphrase):
        door.unlock(GOOD, now=NOW)
    assert door.delivery().private_bytes_raw() == DELIVERY.private_bytes_raw()


def test_a_change_seals_nothing_again(door, vault_key, folder):
    with_a_record(folder, vault_key).close()
    before = journal_of(folder).read_bytes()
    door.change_passphrase(GOOD, OTHER, now=NOW)

    assert journal_of(folder).read_bytes() == before


def test_a_change_to_a_passphrase_that_is_too_short_is_no_try_and_changes_nothing(door, vault_key):
    with pytest.raises(PassphraseTooShort):
        door.change_passphrase(GOOD, "kort", now=NOW)

    assert door.unlock(GOOD, now=NOW) == vault_key


def test_killed_at_any_step_of_a_change_one_of_the_two_opens_and_what_waits_can_be_delivered(
    door, vault_key, folder, tmp_path
):
    with_a_record(folder, vault_key).close()
    untouched = tmp_path / "untouched"
    shutil.copytree(folder, untouched)
    good_afterwards = set()
    with struck(deeds.change_passphrase) as strike:
        for kill_at in range(40):
            shutil.rmtree(folder)
            shutil.copytree(untouched, folder)
            was_killed = strike(kill_at, folder, GOOD, OTHER)

            survivor = Door(folder)
            assert survivor.delivery().private_bytes_raw() == DELIVERY.private_bytes_raw()
            opening = [words for words in (GOOD, OTHER) if opens(survivor, words, vault_key)]
            assert len(opening) == 1
            good_afterwards |= set(opening)
            if not was_killed:
                break
        else:
            pytest.fail("the change never came to its end")

    assert good_afterwards == {GOOD, OTHER}


def opens(door: Door, passphrase: str, vault_key: bytes) -> bool:
    try:
        return door.unlock(passphrase, now=NOW + timedelta(minutes=1)) == vault_key
    except WrongPassphrase:
        return False


def test_a_change_with_a_wrong_passphrase_counts_as_a_try(door, vault_key):
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            door.change_passphrase("not this one", OTHER, now=NOW)

    with pytest.raises(WaitBeforeNextTry):
        door.change_passphrase(GOOD, OTHER, now=NOW)


def test_the_delivery_key_opens_without_a_passphrase(folder, vault_key):
    assert Door(folder).delivery().private_bytes_raw() == DELIVERY.private_bytes_raw()
    assert DELIVERY.private_bytes_raw() not in (folder / "delivery.key").read_bytes()


def test_a_damaged_delivery_key_is_told(door, vault_key, folder):
    whole = (folder / "delivery.key").read_bytes()
    for place in range(1, len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1
        (folder / "delivery.key").write_bytes(bytes(flipped))
        with pytest.raises(DeliveryKeyUnusable):
            door.delivery()
    for length in range(len(whole)):
        (folder / "delivery.key").write_bytes(whole[:length])
        with pytest.raises(DeliveryKeyUnusable):
            door.delivery()
    (folder / "delivery.key").write_bytes(b"\x02" + whole[1:])
    with pytest.raises(MadeByNewerApp):
        door.delivery()


def with_a_record(folder: Path, vault_key: bytes) -> Store:
    store = Store(folder, vault_key)
    with store.one_write() as write:
        write.put("contact", "c1", {"n": 1})
    return store


def test_renewing_changes_vault_key_and_secret_and_keeps_the_records(door, vault_key, folder):
    store = with_a_record(folder, vault_key)
    secret = FileKeystore(folder).get()
    old_store, old_vault = journal_of(folder).read_bytes(), (folder / "vault.bin").read_bytes()
    door.renew(GOOD, store, now=NOW, cost=FLOOR)
    store.close()

    renewed = Door(folder).unlock(GOOD, now=NOW)
    assert renewed != vault_key
    assert FileKeystore(folder).get() != secret
    assert FileKeystore(folder).get(NEXT) is None
    assert Door(folder).delivery().private_bytes_raw() == DELIVERY.private_bytes_raw()
    assert [path for path in folder.iterdir() if old_store in path.read_bytes()] == []
    assert (folder / "vault.bin").read_bytes() != old_vault
    reopened = Store(folder, renewed)
    assert reopened.count("contact") == 1
    reopened.close()


def test_the_old_vault_opens_nothing_after_a_renewal(door, vault_key, folder):
    store = with_a_record(folder, vault_key)
    old_vault = (folder / "vault.bin").read_bytes()
    door.renew(GOOD, store, now=NOW, cost=FLOOR)
    store.close()
    (folder / "vault.bin").write_bytes(old_vault)

    with pytest.raises(WrongPassphrase):
        door.unlock(GOOD, now=NOW)


def test_a_renewal_that_cannot_save_the_store_leaves_the_old_lock(door, vault_key, folder):
    store = with_a_record(folder, vault_key)
    (folder / "store.snapshot.new").mkdir()
    with pytest.raises(NotSaved):
        door.renew(GOOD, store, now=NOW, cost=FLOOR)
    (folder / "store.snapshot.new").rmdir()
    store.close()

    assert Door(folder).unlock(GOOD, now=NOW) == vault_key
    assert not (folder / "vault-next.bin").exists()
    Store(folder, vault_key).close()


def test_killed_at_any_step_of_a_renewal_the_phone_still_opens_and_delivers(door, vault_key, folder, tmp_path):
    with_a_record(folder, vault_key).close()
    untouched = tmp_path / "untouched"
    shutil.copytree(folder, untouched)
    kept_key = set()
    with struck(deeds.renew) as strike:
        for kill_at in range(40):
            shutil.rmtree(folder)
            shutil.copytree(untouched, folder)
            was_killed = strike(kill_at, folder, GOOD)

            survivor = Door(folder)
            assert survivor.delivery().private_bytes_raw() == DELIVERY.private_bytes_raw()
            opened = survivor.unlock(GOOD, now=NOW + timedelta(minutes=1))
            store = Store(folder, opened)
            assert store.count("contact") == 1
            store.close()
            assert survivor.unlock(GOOD, now=NOW + timedelta(minutes=2)) == opened
            assert survivor.delivery().private_bytes_raw() == DELIVERY.private_bytes_raw()
            assert not (folder / "vault-next.bin").exists()
            kept_key.add(opened == vault_key)
            if not was_killed:
                break
        else:
            pytest.fail("the renewal never came to its end")

    assert kept_key == {True, False}


def test_a_wipe_takes_everything_but_the_way_to_deliver(door, vault_key, folder):
    with_a_record(folder, vault_key).close()
    secret = FileKeystore(folder).get()
    door.wipe()

    assert not door.is_set_up()
    assert [path.name for path in folder.glob("store*")] == ["store.lock"]
    assert FileKeystore(folder).get(CURRENT) not in (None, secret)
    assert door.delivery().private_bytes_raw() == DELIVERY.private_bytes_raw()
    assert door.label() == LABEL


def test_a_wipe_is_complete_even_when_nothing_can_be_delivered(door, vault_key, folder):
    with_a_record(folder, vault_key).close()
    (folder / "delivery.key").write_bytes(b"")
    with pytest.raises(DeliveryKeyUnusable):
        door.wipe()

    assert not door.is_set_up()
    assert FileKeystore(folder).get() is None


def test_after_leaving_the_folder_is_empty_and_can_be_set_up_again(door, vault_key, folder):
    with_a_record(folder, vault_key).close()
    fail(door, 2)
    door.wipe()
    door.leave()

    assert list(folder.iterdir()) == []
    another = door.create(OTHER, LABEL, Ed25519PrivateKey.generate(), cost=FLOOR)
    with_a_record(folder, another).close()
    assert door.unlock(OTHER, now=NOW) == another


def test_nothing_secret_lies_in_the_folder_in_clear(folder, tmp_path):
    keystore = FileKeystore(tmp_path / "keystore")
    door = Door(folder, keystore)
    vault_key = door.create(GOOD, LABEL, DELIVERY, cost=FLOOR)
    with_a_record(folder, vault_key).close()
    contents = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    for secret in (vault_key, DELIVERY.private_bytes_raw(), keystore.get(), GOOD.encode()):
        assert secret not in contents
        assert os.fsencode(secret.hex()) not in contents
