import pytest

from fieldapp.crypto.circle_keys import CircleKey
from fieldapp.crypto.device_keys import DeviceKeys
from fieldapp.crypto.role_keys import RoleKey
from fieldapp.store import keyring
from fieldapp.store.store import Store
from sync.protocol.circle import Role
from sync.protocol.grants import Recipient
from tests.store.envelopes import OWN, SHARED


def add(store, *keys, made_here=False):
    with store.one_write() as write:
        for key in keys:
            keyring.add_circle_key(write, key, made_here=made_here)


def test_device_keys_come_back_after_a_restart(store, folder, key):
    keys = DeviceKeys.generate()
    with store.one_write() as write:
        keyring.save_device_keys(write, keys)
    store.close()
    again = Store(folder, key)

    assert keyring.device_keys(again).to_bytes() == keys.to_bytes()
    again.close()


def test_a_store_without_device_keys_says_so(store):
    with pytest.raises(LookupError):
        keyring.device_keys(store)


def test_a_circle_key_is_found_by_its_id(store):
    add(store, OWN, SHARED)

    assert keyring.circle_key(store, OWN.key_id) == OWN
    assert keyring.circle_key(store, b"?" * 32) is None


def test_the_newest_epoch_seals(store):
    third = CircleKey.generate(OWN.circle, 3)
    add(store, third, OWN, CircleKey.generate(OWN.circle, 2), SHARED)

    assert keyring.sealing_key(store, OWN.circle) == third
    assert keyring.sealing_key(store, SHARED.circle) == SHARED


def test_of_two_keys_of_one_epoch_every_phone_takes_the_same(folder, key):
    pair = [CircleKey.generate(OWN.circle), CircleKey.generate(OWN.circle)]
    chosen = []
    for number, order in enumerate((pair, pair[::-1])):
        store = Store(folder / str(number), key)
        add(store, *order)
        chosen.append(keyring.sealing_key(store, OWN.circle))
        store.close()

    assert chosen[0] == chosen[1]


def test_a_key_made_here_stays_so_when_it_comes_back_as_a_grant(store):
    add(store, OWN, made_here=True)
    add(store, OWN, SHARED, made_here=False)

    assert dict(keyring.circle_keys(store)) == {OWN: True, SHARED: False}


def test_a_key_put_in_this_write_is_seen_in_it(store):
    with store.one_write() as write:
        keyring.add_circle_key(write, OWN, made_here=True)

        assert keyring.sealing_key(write, OWN.circle) == OWN


def test_role_keys_are_found_by_role_and_epoch(store):
    first, second = RoleKey.generate(Role.COORDINATOR, 1), RoleKey.generate(Role.COORDINATOR, 2)
    with store.one_write() as write:
        keyring.add_role_key(write, first)
        keyring.add_role_key(write, second)

    assert keyring.role_key(store, Role.COORDINATOR, 2) == second
    assert keyring.role_key(store, Role.SUPERVISOR, 2) is None
    assert sorted(keyring.role_keys(store), key=lambda one: one.epoch) == [first, second]


def test_each_reader_is_granted_each_key_once(store):
    reader, other = Recipient.of_device(b"r" * 16), Recipient.of_role(Role.COORDINATOR, 1)
    with store.one_write() as write:
        assert keyring.note_granted(write, OWN.key_id, reader)
        assert not keyring.note_granted(write, OWN.key_id, reader)
    with store.one_write() as write:
        assert not keyring.note_granted(write, OWN.key_id, reader)
        assert keyring.note_granted(write, OWN.key_id, other)
        assert keyring.note_granted(write, SHARED.key_id, reader)


def test_no_key_lies_in_the_folder_in_clear(store, folder):
    keys = DeviceKeys.generate()
    add(store, OWN)
    with store.one_write() as write:
        keyring.save_device_keys(write, keys)
    contents = b"".join(path.read_bytes() for path in folder.iterdir())

    assert OWN.key.hex().encode() not in contents
    assert OWN.key not in contents
    assert keys.signing.private_bytes_raw() not in contents
