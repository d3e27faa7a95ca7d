import pytest

from fieldapp.crypto.device_keys import DeviceKeys, DeviceKeysDamaged
from fieldapp.crypto.vault import MadeByNewerApp


def test_keys_come_back_from_their_bytes():
    keys = DeviceKeys.generate().next_incarnation()
    again = DeviceKeys.from_bytes(keys.to_bytes())

    assert again.to_bytes() == keys.to_bytes()
    assert again.incarnation == 1
    assert again.signing_public == keys.signing_public
    assert again.receiving_public == keys.receiving_public
    assert again.delivery_public == keys.delivery_public


def test_every_device_and_every_purpose_has_a_key_of_its_own():
    keys = [DeviceKeys.generate() for _ in range(3)]
    publics = {public for one in keys for public in (one.signing_public, one.receiving_public, one.delivery_public)}

    assert len(publics) == 9
    assert {len(public) for public in publics} == {32}


def test_a_signature_verifies_with_the_public_half():
    keys = DeviceKeys.generate()

    keys.signing.public_key().verify(keys.signing.sign(b"text"), b"text")


def test_no_private_half_shows_in_print():
    keys = DeviceKeys.generate()
    shown = f"{keys!r} {keys} {[keys]}"

    for private in (keys.signing, keys.receiving, keys.delivery):
        assert private.private_bytes_raw().hex()[:8] not in shown
        assert repr(private.private_bytes_raw())[2:-1] not in shown


def test_bytes_of_another_length_or_version_are_refused():
    stored = DeviceKeys.generate().to_bytes()

    for length in range(len(stored)):
        with pytest.raises(DeviceKeysDamaged):
            DeviceKeys.from_bytes(stored[:length])
    with pytest.raises(DeviceKeysDamaged):
        DeviceKeys.from_bytes(b"\x00" + stored[1:])
    with pytest.raises(MadeByNewerApp):
        DeviceKeys.from_bytes(b"\x02" + stored[1:])
