import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.crypto.invites import InviteContents, InviteDamaged, InviteSecret, open_invite, seal_invite
from sync.protocol.circle import Role
from sync.protocol.errors import MadeByNewerVersion
from sync.protocol.limits import INVITE_BYTES
from sync.protocol.members import board_id

SECRET = InviteSecret(bytes(range(16)))
ROOT = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
CONTENTS = InviteContents(root=ROOT, person=b"p" * 16, role=Role.SUPPORTER, name_of_board="Hässelby-Vällingby")


def sealed_json(**changes) -> bytes:
    fields = {"board": CONTENTS.board.hex(), "root": ROOT.hex(), "person": (b"p" * 16).hex()}
    fields |= {"role": "supporter", "name_of_board": "H", **changes}
    nonce = bytes(12)
    return b"\x01" + nonce + SECRET.cipher.encrypt(nonce, json.dumps(fields).encode(), SECRET.id)


def test_the_secret_opens_what_was_sealed_under_it():
    sealed = seal_invite(SECRET, CONTENTS)

    assert open_invite(SECRET, sealed) == CONTENTS
    assert len(sealed) <= INVITE_BYTES
    assert "Hässelby".encode() not in sealed


def test_the_board_follows_from_its_root():
    assert CONTENTS.board == board_id(ROOT)


def test_a_server_that_swaps_the_root_is_found():
    with pytest.raises(InviteDamaged):
        open_invite(SECRET, sealed_json(root=bytes(32).hex()))
    with pytest.raises(InviteDamaged):
        open_invite(SECRET, sealed_json(board=bytes(16).hex()))


@pytest.mark.parametrize("changes", [{"role": "king"}, {"person": "p"}, {"root": None}, {"board": 7}])
def test_contents_that_make_no_sense_are_refused(changes):
    with pytest.raises(InviteDamaged):
        open_invite(SECRET, sealed_json(**changes))


def test_another_secret_opens_nothing():
    with pytest.raises(InviteDamaged):
        open_invite(InviteSecret(bytes(16)), seal_invite(SECRET, CONTENTS))


def test_a_changed_byte_anywhere_is_refused():
    sealed = seal_invite(SECRET, CONTENTS)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 0x01
        with pytest.raises(InviteDamaged):
            open_invite(SECRET, bytes(changed))
    for length in (0, 1, 5, 13, len(sealed) - 1):
        with pytest.raises(InviteDamaged):
            open_invite(SECRET, sealed[:length])


def test_a_newer_version_asks_for_an_update():
    with pytest.raises(MadeByNewerVersion):
        open_invite(SECRET, b"\x02" + seal_invite(SECRET, CONTENTS)[1:])


def test_id_key_and_seed_tell_nothing_of_each_other():
    assert len(SECRET.id) == 16
    assert SECRET.id != SECRET.secret
    assert SECRET.signing_public == InviteSecret(bytes(range(16))).signing_public
    assert SECRET.signing_public != InviteSecret(bytes(16)).signing_public
    assert SECRET.signing.private_bytes_raw()[:16] != SECRET.id


def test_the_secret_does_not_show_in_print():
    assert repr(SECRET) == "InviteSecret()"
