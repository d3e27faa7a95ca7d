import hashlib

from fieldapp.crypto.role_keys import RoleKey
from sync.protocol.circle import Circle, Role


def test_the_key_id_can_be_checked_against_the_public_half_in_the_log():
    key = RoleKey.generate(Role.COORDINATOR)

    assert key.key_id == hashlib.sha256(key.public).digest()
    assert key.circle == Circle.of_role(Role.COORDINATOR)
    assert key.epoch == 1


def test_every_epoch_has_a_key_of_its_own():
    assert RoleKey.generate(Role.AUDITOR, 1).key != RoleKey.generate(Role.AUDITOR, 2).key


def test_the_private_half_does_not_show_in_print():
    key = RoleKey.generate(Role.COORDINATOR)
    shown = f"{key!r} {key}"

    assert key.key.hex() not in shown
    assert repr(key.key)[2:-1] not in shown
