"""Killed at any step of a wipe, the next start finishes it, and what waits can still be delivered."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.actions import door, wiping
from fieldapp.actions.views import Situation, WipeReason
from fieldapp.crypto.passphrase import FLOOR
from fieldapp.store.door import Door, PhoneWiped
from fieldapp.store.keystore import NEXT, FileKeystore
from fieldapp.store.label import Label
from fieldapp.store.store import Store
from fieldapp.store.store_files import files_in
from tests.store import deeds
from tests.store.struck import Struck, struck

GOOD = "krusbär regn tåg"
LABEL = Label("K3", "Hässelby-Vällingby", "https://stod.example", exercise=False, board="b" * 32, device="d" * 32)
NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
DELIVERY = Ed25519PrivateKey.generate()


@pytest.fixture
def untouched(tmp_path: Path) -> Path:
    folder = tmp_path / "untouched"
    vault_key = Door(folder).create(GOOD, LABEL, DELIVERY, cost=FLOOR)
    store = Store(folder, vault_key)
    with store.one_write() as write:
        write.put("contact", "c1", {"n": 1})
    store.close()
    return folder


@pytest.fixture(scope="module")
def killed() -> Iterator[Struck]:
    with struck(deeds.wipe) as strike:
        yield strike


def fresh(untouched: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(untouched, folder)
    return folder


def can_still_deliver(folder: Path) -> bool:
    return Door(folder).delivery().private_bytes_raw() == DELIVERY.private_bytes_raw()


@pytest.mark.parametrize("again_at", [3, 4, 5])
def test_killed_at_any_step_and_once_more_at_the_next_start_it_is_finished(
    untouched: Path, tmp_path: Path, again_at: int, killed: Struck
) -> None:
    """The second kill falls where the key that delivers changes hands."""
    secret = FileKeystore(untouched).get()
    for at in range(40):
        folder = fresh(untouched, tmp_path / "phone")
        if not killed(at, folder, "begin"):
            break
        assert can_still_deliver(folder)
        assert (Door(folder).wipe_note() is not None) == (at > 0)
        if at == 0:
            continue
        with pytest.raises(PhoneWiped):
            Door(folder).unlock(GOOD, now=NOW)
        killed(again_at, folder, "resume")
        assert can_still_deliver(folder)
        seen = door.look(folder, clock=lambda: NOW)

        assert (seen.situation, seen.wiped_because) == (Situation.WIPED, WipeReason.WRONG_PASSPHRASES)
        left = {path.name for path in folder.iterdir()}
        assert not {"vault.bin", "vault-next.bin", "delivery-next.key", "keystore-next.key"} & left
        assert files_in(folder) == []
        assert can_still_deliver(folder)
        assert FileKeystore(folder).get() not in (None, secret)
        assert FileKeystore(folder).get(NEXT) is None
    else:
        pytest.fail("the wipe never came to its end")
    assert at > 8


def test_killed_while_the_rest_goes_nothing_stays_behind(untouched: Path, tmp_path: Path, killed: Struck) -> None:
    wiping.begin(untouched, WipeReason.FORGOTTEN, clock=lambda: NOW)
    for at in range(40):
        folder = fresh(untouched, tmp_path / "phone")
        ended = not killed(at, folder, "leave")
        seen = door.look(folder, clock=lambda: NOW)
        if ended:
            break
        assert seen.situation is (Situation.WIPED if at == 0 else Situation.NEW)
    else:
        pytest.fail("the leaving never came to its end")

    assert at > 4
    assert list(folder.iterdir()) == []


def test_a_note_that_cannot_be_read_is_still_one(untouched: Path) -> None:
    (untouched / "wipe.json").write_text("{")
    with pytest.raises(PhoneWiped):
        Door(untouched).unlock(GOOD, now=NOW)

    assert door.look(untouched).situation is Situation.WIPED
    assert not (untouched / "vault.bin").exists()
