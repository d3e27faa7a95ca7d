"""After a purge, nothing on the phone's disk opens what was purged, with every key that is left."""

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fieldapp.actions import closing, recipients, referring, sessions, visits
from fieldapp.crypto import vault
from fieldapp.crypto.circle_keys import CannotOpen, CircleKey, open_envelope
from fieldapp.crypto.grants import open_grant
from fieldapp.crypto.vault import WrongPassphrase
from fieldapp.store import cursors, keyring, outbox, server_contact
from fieldapp.store.door import Door
from fieldapp.store.store import Store
from sync.protocol.circle import Circle, Role
from sync.protocol.envelope import Envelope
from sync.protocol.errors import BadSignature
from sync.protocol.grants import Grant, Recipient
from tests.journeys.people import PASSPHRASE, Hands, Story
from tests.journeys.test_main_job import ALARM, met
from tests.journeys.test_s08_referral import ADULT, CLINIC


def copied(hands: Hands) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in hands.folder.iterdir() if path.is_file()}


def own_envelopes(store: Store, circle: Circle) -> list[Envelope]:
    items = [outbox.item_of(store.envelopes, id_) for id_ in store.envelopes.ids()]
    return [Envelope.from_bytes(item.raw) for item in items if item and item.circle == circle]


def keys_left(hands: Hands, circle: Circle, board: bytes, granter_public: bytes) -> list[bytes]:
    """Every 32 bytes that lie open or sealed on the disk and come out with the passphrase, and what those open."""
    vault_key = Door(hands.folder).unlock(PASSPHRASE, now=hands.story.time)
    store = Store(hands.folder, vault_key)
    device = keyring.device_keys(store)
    keys = [vault_key, *(path.read_bytes() for path in hands.folder.glob("*.key") if path.stat().st_size == 32)]
    keys += [key.private_bytes_raw() for key in (device.signing, device.receiving, device.delivery)]
    keys += [key.key for key, _ in keyring.circle_keys(store)]
    for id_ in store.envelopes.ids():
        item = outbox.item_of(store.envelopes, id_)
        if item and item.kind is outbox.Kind.GRANT:
            keys += opened(Grant.from_bytes(item.raw), device.receiving, board, granter_public)
    store.close()
    return keys


def opened(grant: Grant, private: X25519PrivateKey, board: bytes, granter_public: bytes) -> list[bytes]:
    recipient: Recipient = grant.context.recipient
    try:
        return [open_grant(grant, private, board=board, recipient=recipient, granter_public=granter_public).key]
    except (CannotOpen, BadSignature):
        return []


def test_nothing_left_opens_what_was_purged(story: Story, tmp_path: Path) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    session = sessions.open_session(anna.phone, ALARM)
    met(anna)
    circle, board = Circle.own(bytes.fromhex(session.id), anna.phone.id), anna.phone.board
    story.sync_all(anna, story.supervisor)
    purged, remnants = own_envelopes(anna.phone.store, circle), copied(anna)
    held = [key.key for key, _ in keyring.circle_keys(anna.phone.store) if key.circle == circle]
    chief = story.supervisor.phone
    closing.start_closing(chief, session.id)
    anna.sync()
    closing.close(chief, session.id)
    story.sync_all(coordinator, coordinator, anna)
    assert visits.my_visits(anna.phone) == ()
    anna.restart()
    granter_public = anna.phone.keys.signing_public
    anna.lock()
    left = keys_left(anna, circle, board, granter_public)

    assert purged
    assert any(opens(envelope, key, circle) for envelope in purged for key in held)
    assert [envelope.id for envelope in purged for key in left if opens(envelope, key, circle)] == []
    assert not any(key in content for key in held for content in copied(anna).values())
    with pytest.raises(WrongPassphrase):
        vault.open_vault(remnants["vault.bin"], PASSPHRASE, (anna.folder / "keystore.key").read_bytes())
    for key in left:
        assert not opens_store(tmp_path / "remnant", remnants, key)


def test_no_table_keeps_a_row_of_what_was_purged(story: Story) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    clinic = recipients.save_recipient(coordinator.phone, CLINIC)
    session = sessions.open_session(anna.phone, ALARM)
    contact, _ = met(anna)
    story.sync_all(anna, coordinator, anna, story.supervisor)
    referring.refer(coordinator.phone, contact, replace(ADULT, recipient=clinic))
    story.sync_all(coordinator, anna)
    subject = bytes.fromhex(session.id)
    circles = {circle.hex() for circle in (Circle.own(subject, anna.phone.id), Circle.shared(subject))}
    there = tables_of(anna.phone.store, circles)
    closing.start_closing(story.supervisor.phone, session.id)
    anna.sync()
    closing.close(story.supervisor.phone, session.id)
    story.sync_all(coordinator, coordinator, anna)

    assert {"contact", "visit", "referral", "referral_content", "shift"} <= there
    assert tables_of(anna.phone.store, circles) == set()


def tables_of(store: Store, circles: set[str]) -> set[str]:
    return {table for table in store.tables() for row in store.all(table) if row.get("circle") in circles}


def test_the_keys_cannot_be_fetched_again_after_the_purge(story: Story) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna, bertil = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Bertil Stöd", Role.SUPPORTER)
    session = sessions.open_session(anna.phone, ALARM)
    sessions.join_session(bertil.phone, session.code)
    story.sync_all(anna, bertil, anna, bertil, story.supervisor)
    shared = Circle.shared(bytes.fromhex(session.id))
    given = {key.key_id for key, made_here in keyring.circle_keys(bertil.phone.store) if not made_here}
    chief = story.supervisor.phone
    closing.start_closing(chief, session.id)
    story.sync_all(anna, bertil)
    closing.close(chief, session.id)
    story.sync_all(coordinator, coordinator, bertil)
    bertil.restart()
    bertil.sync()
    with bertil.phone.store.one_write() as write:
        cursors.forget_mailboxes(write)
        server_contact.look_again(write)
    bertil.sync()

    assert given
    assert cursors.mailbox(bertil.phone.store, Recipient.of_device(bertil.phone.id)) > 0
    assert shared not in {key.circle for key, _ in keyring.circle_keys(bertil.phone.store)}


def opens(envelope: Envelope, key: bytes, circle: Circle) -> bool:
    try:
        open_envelope(envelope, CircleKey(circle, envelope.header.epoch, key))
    except CannotOpen:
        return False
    return True


def opens_store(folder: Path, remnants: dict[str, bytes], key: bytes) -> bool:
    """The store's files as they were before the purge, under a key that is left after it."""
    folder.mkdir(exist_ok=True)
    for name in remnants:
        if name.startswith("store-") or name == "store.snapshot":
            (folder / name).write_bytes(remnants[name])
    try:
        Store(folder, key).close()
    except Exception:  # noqa: BLE001 - whatever it says, it did not open
        return False
    return True
