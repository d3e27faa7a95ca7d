import dataclasses

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fieldapp.crypto.circle_keys import CannotOpen, CircleKey
from fieldapp.crypto.grants import SUITE, open_grant, seal_grant
from fieldapp.crypto.recovery import Recovery
from fieldapp.crypto.role_keys import RoleKey
from sync.protocol.circle import Circle, Role
from sync.protocol.errors import BadSignature, MadeByNewerVersion, Malformed
from sync.protocol.grants import Grant, GrantContext, Recipient

BOARD, GRANTER, READER = b"b" * 16, b"g" * 16, b"r" * 16
SIGNING = Ed25519PrivateKey.generate()
RECEIVING = X25519PrivateKey.generate()
KEY = CircleKey.generate(Circle.own(b"s" * 16, GRANTER), epoch=3)


def sealed_for_reader(key=KEY, recipient=None, public=None):
    return seal_grant(
        key,
        board=BOARD,
        recipient=recipient or Recipient.of_device(READER),
        recipient_public=public or RECEIVING.public_key().public_bytes_raw(),
        granter=GRANTER,
        sign=SIGNING.sign,
    )


def opened(grant, receiving=RECEIVING, **expected):
    known = {
        "board": BOARD,
        "recipient": Recipient.of_device(READER),
        "granter_public": SIGNING.public_key().public_bytes_raw(),
    }
    return open_grant(grant, receiving, **{**known, **expected})


@pytest.fixture(scope="module")
def grant() -> Grant:
    return sealed_for_reader()


def test_a_circle_key_reaches_its_reader(grant):
    assert opened(Grant.from_bytes(grant.to_bytes())) == KEY
    assert KEY.key not in grant.to_bytes()


def test_a_role_key_reaches_a_device():
    role_key = RoleKey.generate(Role.COORDINATOR, epoch=2)

    received = opened(sealed_for_reader(role_key))
    assert received == role_key
    assert received.public == role_key.public


def test_a_key_granted_to_a_role_opens_with_the_roles_key():
    role_key = RoleKey.generate(Role.SUPERVISOR)
    whom = Recipient.of_role(Role.SUPERVISOR, 1)
    grant = sealed_for_reader(recipient=whom, public=role_key.public)

    assert opened(grant, role_key.private, recipient=whom) == KEY


def test_a_key_granted_to_recovery_opens_with_the_words():
    recovery = Recovery.generate()
    grant = sealed_for_reader(recipient=Recipient.recovery(), public=recovery.receiving_public)
    from_paper = Recovery.combine([recovery.words()])

    assert opened(grant, from_paper.receiving, recipient=Recipient.recovery()) == KEY


def test_another_reader_cannot_open_it(grant):
    with pytest.raises(CannotOpen):
        opened(grant, X25519PrivateKey.generate())


def test_a_grant_in_another_board_or_mailbox_is_refused(grant):
    with pytest.raises(CannotOpen):
        opened(grant, board=b"c" * 16)
    with pytest.raises(CannotOpen):
        opened(grant, recipient=Recipient.of_device(b"x" * 16))


def test_an_unsigned_grant_is_refused(grant):
    with pytest.raises(BadSignature):
        opened(dataclasses.replace(grant, signature=bytes(64)))
    with pytest.raises(BadSignature):
        opened(grant, granter_public=Ed25519PrivateKey.generate().public_key().public_bytes_raw())


@pytest.mark.parametrize(
    "moved",
    [
        {"board": b"c" * 16},
        {"circle": Circle.own(b"t" * 16, GRANTER)},
        {"circle": Circle.of_role(Role.SUPERVISOR)},
        {"epoch": 4},
        {"key_id": b"k" * 32},
        {"recipient": Recipient.of_device(b"x" * 16)},
        {"granter": b"h" * 16},
    ],
)
def test_a_sealed_key_moved_under_another_context_does_not_open_even_when_signed(grant, moved):
    elsewhere = dataclasses.replace(grant.context, **moved)
    replayed = Grant.make(elsewhere, grant.sealed, SIGNING.sign)

    with pytest.raises(CannotOpen):
        opened(replayed, board=elsewhere.board, recipient=elsewhere.recipient)


def test_a_changed_byte_anywhere_is_refused(grant):
    raw = grant.to_bytes()
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 0x01
        with pytest.raises((BadSignature, Malformed, MadeByNewerVersion)):
            opened(Grant.from_bytes(bytes(changed)))


def forged(context: GrantContext, secret: bytes) -> Grant:
    """What a granter makes whose own app does not keep the rules."""
    info = b"stodkedjan grant v1\0" + context.to_bytes()
    return Grant.make(context, SUITE.encrypt(secret, RECEIVING.public_key(), info=info), SIGNING.sign)


def test_a_key_that_does_not_match_its_id_is_refused(grant):
    with pytest.raises(CannotOpen):
        opened(forged(grant.context, bytes(32)))
    with pytest.raises(CannotOpen):
        opened(forged(grant.context, KEY.key[:16]))

    assert opened(forged(grant.context, KEY.key)) == KEY


def test_a_role_nobody_has_is_refused(grant):
    nobodys = Circle.from_bytes(b"\x06\x63" + bytes(31))

    with pytest.raises(CannotOpen):
        opened(forged(dataclasses.replace(grant.context, circle=nobodys), KEY.key))


def test_every_grant_of_a_key_looks_different(grant):
    assert sealed_for_reader().sealed != grant.sealed
