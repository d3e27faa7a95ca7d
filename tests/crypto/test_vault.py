import hashlib

import pytest

from fieldapp.crypto.passphrase import KdfCost, KdfWeakened, PassphraseTooShort
from fieldapp.crypto.vault import (
    MadeByNewerApp,
    VaultDamaged,
    VaultFile,
    WrongPassphrase,
    create,
    open_vault,
    rewrap,
    wrap,
)

PASSPHRASE = "krusbär regn tåg"
SECRET = bytes(range(32))


@pytest.fixture(scope="module")
def made():
    return create(PASSPHRASE, SECRET, KdfCost(19456, 2, 1))


def with_checksum(content: bytes) -> bytes:
    return content + hashlib.sha256(content).digest()[:16]


def test_the_vault_key_comes_back(made):
    vault_key, file_bytes = made

    assert len(vault_key) == 32
    assert open_vault(file_bytes, PASSPHRASE, SECRET) == vault_key
    assert vault_key not in file_bytes


def test_two_vaults_share_nothing(made, cost):
    vault_key, file_bytes = create(PASSPHRASE, SECRET, cost)

    assert vault_key != made[0]
    assert VaultFile.from_bytes(file_bytes).salt != VaultFile.from_bytes(made[1]).salt


def test_a_wrong_passphrase_is_told(made):
    with pytest.raises(WrongPassphrase):
        open_vault(made[1], "krusbär regn tag", SECRET)


def test_without_the_keystores_secret_the_passphrase_opens_nothing(made):
    with pytest.raises(WrongPassphrase):
        open_vault(made[1], PASSPHRASE, bytes(32))
    with pytest.raises(VaultDamaged):
        open_vault(made[1], PASSPHRASE, b"")


def test_a_flipped_bit_at_any_place_is_damage_and_not_a_wrong_passphrase(made):
    for place in range(1, len(made[1])):
        flipped = bytearray(made[1])
        flipped[place] ^= 0x40
        with pytest.raises(VaultDamaged):
            open_vault(bytes(flipped), PASSPHRASE, SECRET)


def test_a_file_cut_at_any_length_is_damage(made):
    for length in range(len(made[1])):
        with pytest.raises(VaultDamaged):
            open_vault(made[1][:length], PASSPHRASE, SECRET)
    with pytest.raises(VaultDamaged):
        open_vault(made[1] + b"\0", PASSPHRASE, SECRET)


@pytest.mark.parametrize("place", [4, 8, 9, 12, 25, 26, 37, 38, 60, 85])
def test_a_forger_who_mends_the_checksum_still_opens_nothing(made, place):
    # 4: memory +, 8: iterations +, 9: lanes +, 10–25: salt, 26–37: nonce, 38–85: the sealed key.
    forged = bytearray(made[1][:-16])
    forged[place] += 1 if forged[place] < 255 else -1

    with pytest.raises(WrongPassphrase):
        open_vault(with_checksum(bytes(forged)), PASSPHRASE, SECRET)


def test_a_lowered_cost_is_refused_before_any_passphrase_is_stretched(made):
    vault = VaultFile.from_bytes(made[1])
    lowered = VaultFile(KdfCost(8, 1, 1), vault.salt, vault.wrapped)

    with pytest.raises(KdfWeakened):
        open_vault(lowered.to_bytes(), PASSPHRASE, SECRET)


def test_a_cost_that_would_hang_the_phone_is_damage(made):
    vault = VaultFile.from_bytes(made[1])
    endless = VaultFile(KdfCost(2**32 - 1, 2**32 - 1, 1), vault.salt, vault.wrapped)

    with pytest.raises(VaultDamaged):
        open_vault(endless.to_bytes(), PASSPHRASE, SECRET)


def test_a_newer_version_asks_for_an_update(made):
    with pytest.raises(MadeByNewerApp):
        open_vault(b"\x02" + made[1][1:], PASSPHRASE, SECRET)
    with pytest.raises(MadeByNewerApp):
        open_vault(b"\x02 of any length", PASSPHRASE, SECRET)
    with pytest.raises(VaultDamaged):
        open_vault(with_checksum(b"\x00" + made[1][1:-16]), PASSPHRASE, SECRET)


def test_a_change_of_passphrase_keeps_the_vault_key(made):
    changed = rewrap(made[1], PASSPHRASE, "sju grå katter", SECRET)

    assert open_vault(changed, "sju grå katter", SECRET) == made[0]
    with pytest.raises(WrongPassphrase):
        open_vault(changed, PASSPHRASE, SECRET)


def test_a_change_of_passphrase_asks_for_the_old_one_and_a_good_new_one(made):
    with pytest.raises(WrongPassphrase):
        rewrap(made[1], "not the old one", "sju grå katter", SECRET)
    with pytest.raises(PassphraseTooShort):
        rewrap(made[1], PASSPHRASE, "kort", SECRET)


def test_a_change_can_raise_the_cost(made):
    changed = rewrap(made[1], PASSPHRASE, "sju grå katter", SECRET, cost=KdfCost(20000, 3, 1))

    assert VaultFile.from_bytes(changed).cost == KdfCost(20000, 3, 1)
    assert open_vault(changed, "sju grå katter", SECRET) == made[0]


def test_a_vault_is_never_made_below_the_floor():
    with pytest.raises(KdfWeakened):
        wrap(bytes(32), PASSPHRASE, SECRET, KdfCost(8, 1, 1))


def test_a_file_made_cheaper_is_refused_below_the_floor_and_opens_nothing_above_it(cost):
    """Whoever can write the file cannot make guessing cheaper: the cost is bound to the sealed key."""
    vault_key, file_bytes = create(PASSPHRASE, SECRET, KdfCost(2 * 19456, 3, 1))
    whole = VaultFile.from_bytes(file_bytes)
    for cheaper in (KdfCost(19456, 3, 1), KdfCost(2 * 19456, 2, 1)):
        with pytest.raises(WrongPassphrase):
            open_vault(VaultFile(cheaper, whole.salt, whole.wrapped).to_bytes(), PASSPHRASE, SECRET)
    for weak in (KdfCost(19455, 3, 1), KdfCost(2 * 19456, 1, 1), KdfCost(0, 0, 0)):
        with pytest.raises(KdfWeakened):
            open_vault(VaultFile(weak, whole.salt, whole.wrapped).to_bytes(), PASSPHRASE, SECRET)

    assert open_vault(file_bytes, PASSPHRASE, SECRET) == vault_key
    assert VaultFile.from_bytes(rewrap(file_bytes, PASSPHRASE, "sju grå katter", SECRET)).cost == whole.cost
