"""The folder from outside the vault: what is there before anybody has typed a passphrase."""

import math
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.crypto import vault
from fieldapp.crypto.passphrase import KdfCost, check_strength
from fieldapp.crypto.vault import KEYSTORE_SECRET_BYTES, VaultDamaged, VaultFile, WrongPassphrase
from fieldapp.store import delivery_key
from fieldapp.store.delivery_key import DeliveryKeyUnusable
from fieldapp.store.durable_file import delete_file, flush_folder, replace_file
from fieldapp.store.folder_lock import LOCK_NAME
from fieldapp.store.keystore import CURRENT, NEXT, FileKeystore, Keystore, secret_of
from fieldapp.store.label import FILE_NAME as LABEL_NAME
from fieldapp.store.label import Label
from fieldapp.store.spool import FILE_NAMES as SPOOL_NAMES
from fieldapp.store.store import Store
from fieldapp.store.store_files import files_in, fits
from fieldapp.store.tries import WARNED_FROM, Tries, WaitBeforeNextTry
from fieldapp.store.wipe_note import WipeNote
from sync.errors import AskForHelp, FixAndRetry
from sync.protocol.guest_rules import GRACE
from sync.protocol.members import WipeReason

VAULT_NAME = "vault.bin"
NEXT_VAULT_NAME = "vault-next.bin"
DELIVERY_NAME = "delivery.key"
NEXT_DELIVERY_NAME = "delivery-next.key"


class AlreadySetUp(FixAndRetry):
    """This phone is already set up. Unlock it instead."""


class PhoneWiped(AskForHelp):
    """What was on this phone has been destroyed. What waited is delivered without the passphrase.

    Ask your supervisor for a new invite: with it your work comes back.
    """


class Door:
    """vault.bin, the keystore, tries.json, label.json and delivery.key of one folder."""

    def __init__(self, folder: Path, keystore: Keystore | None = None) -> None:
        """Without a keystore of the phone's own the secret lies in the folder, in keystore.key."""
        self.folder = folder
        self._keystore = keystore or FileKeystore(folder)

    def is_set_up(self) -> bool:
        """Also when only a part is left: what is damaged is told at the unlocking and never set up anew."""
        vaults = (self.folder / name for name in (VAULT_NAME, NEXT_VAULT_NAME))
        return any(path.exists() for path in vaults) or any(files_in(self.folder))

    def create(self, passphrase: str, label: Label, delivery: Ed25519PrivateKey, *, cost: KdfCost) -> bytes:
        """A new vault; gives its key (32 bytes). vault.bin comes last: before it there is nothing to unlock.

        Raises AlreadySetUp, PassphraseTooShort, PassphraseTooSimple, DiskFull, NotSaved.
        """
        if self.is_set_up() or self.wipe_note():
            raise AlreadySetUp
        secret = os.urandom(KEYSTORE_SECRET_BYTES)
        vault_key, file_bytes = vault.create(passphrase, secret, cost)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._keystore.set(secret)
        delivery_key.save(self.folder / DELIVERY_NAME, delivery, secret)
        label.save(self.folder)
        Tries().save(self.folder, self._keystore)
        replace_file(self.folder / VAULT_NAME, file_bytes)
        return vault_key

    def unlock(self, passphrase: str, *, now: datetime) -> bytes:
        """The vault key. now: aware.

        Raises WaitBeforeNextTry, WrongPassphrase, VaultDamaged, MadeByNewerApp, KdfWeakened, KeystoreEmpty, and
        PhoneWiped at the tenth wrong try in a row: `wipe` is then to follow at once.
        """
        return self._counted(now, lambda: self._opened(passphrase))

    def change_passphrase(self, old: str, new: str, *, now: datetime, cost: KdfCost | None = None) -> None:
        """The same vault key under a new passphrase, so nothing is sealed again. A wrong old one counts as a try.

        Raises as unlock and create do; the old passphrase is good until the new file is in place.
        """
        check_strength(new)
        vault_key = self._counted(now, lambda: self._opened(old))
        # Under a new secret too: an older vault.bin put back must not open with the passphrase somebody saw.
        secret = os.urandom(KEYSTORE_SECRET_BYTES)
        rewrapped = vault.wrap(vault_key, new, secret, cost or self.cost())
        self._keystore.set(secret, NEXT)
        delivery_key.save(self.folder / NEXT_DELIVERY_NAME, self.delivery(), secret)
        replace_file(self.folder / NEXT_VAULT_NAME, rewrapped)
        self._finish_renewal()

    def wait_seconds(self, *, now: datetime) -> int:
        """Before the next try is allowed; 0 when it is."""
        tries = self._tries(now)
        seen = tries.seen_from(now)
        if seen != tries:
            seen.save(self.folder, self._keystore)
        return math.ceil(seen.wait(now).total_seconds())

    def tries_left(self, *, now: datetime) -> int | None:
        """How many wrong tries before everything here is destroyed; None while there is no need to say it."""
        tries = self._tries(now)
        return tries.left if tries.count >= WARNED_FROM else None

    def wipe_note(self) -> WipeNote | None:
        """Why everything here is to be destroyed, from the moment that was decided until nothing is left."""
        return WipeNote.load(self.folder)

    def condemn(self, reason: WipeReason, *, now: datetime) -> None:
        """From here on nothing opens any more, whatever happens to the app: `wipe` follows now or at the next start."""
        if self.wipe_note() is None:
            WipeNote(reason, now).save(self.folder)

    def condemn_when_tries_are_used_up(self, *, now: datetime) -> None:
        """An app that was killed in the middle of the tenth try has made it."""
        if self.is_set_up() and self._tries(now).are_used_up:
            self.condemn(WipeReason.WRONG_PASSPHRASES, now=now)

    def condemn_when_the_hour_is_past(self, *, now: datetime) -> None:
        """A guest's phone that was never taken up again is emptied all the same."""
        label = self.label()
        if label and label.hour and self.is_set_up() and now > label.hour + GRACE:
            self.condemn(WipeReason.CHECKED_OUT, now=now)

    def cost(self) -> KdfCost:
        """What the standing vault asks of a passphrase. Raises VaultDamaged, MadeByNewerApp, KdfWeakened."""
        return VaultFile.from_bytes(self._vault_file(VAULT_NAME)).cost

    def label(self) -> Label | None:
        return Label.load(self.folder)

    def delivery(self) -> Ed25519PrivateKey:
        """Opens without a passphrase. Raises DeliveryKeyUnusable, KeystoreEmpty, MadeByNewerApp."""
        try:
            return delivery_key.load(self.folder / DELIVERY_NAME, secret_of(self._keystore))
        except DeliveryKeyUnusable:
            if self._keystore.get(NEXT) is None:
                raise
            return delivery_key.load(self.folder / NEXT_DELIVERY_NAME, secret_of(self._keystore, NEXT))

    def renew(self, passphrase: str, store: Store, *, now: datetime, cost: KdfCost) -> None:
        """A new vault key and a new keystore secret, so that what was dropped from the store cannot be opened again.

        The replacement of the store's file decides: a crash before it leaves everything as it was, a crash after
        it is finished at the next unlock. Raises as unlock does, and DiskFull, NotSaved, SaveUnconfirmed.
        """
        self.unlock(passphrase, now=now)
        secret = os.urandom(KEYSTORE_SECRET_BYTES)
        vault_key, file_bytes = vault.create(passphrase, secret, cost)
        self._keystore.set(secret, NEXT)
        delivery_key.save(self.folder / NEXT_DELIVERY_NAME, self.delivery(), secret)
        replace_file(self.folder / NEXT_VAULT_NAME, file_bytes)
        store.rekey(vault_key)
        self._finish_renewal()

    def wipe(self) -> None:
        """The vault, the store and the secret that opened them, at once. What waits can still be delivered.

        Close the store first. May be repeated after a crash at any point of it. Raises DeliveryKeyUnusable or
        KeystoreEmpty when everything is gone but nothing can be delivered.
        """
        self._drop_vaults()
        try:
            delivery = self.delivery()
        except BaseException:
            self._drop_secrets()
            raise
        self._settle_delivery_key(delivery)
        secret = os.urandom(KEYSTORE_SECRET_BYTES)
        self._keystore.set(secret, NEXT)
        delivery_key.save(self.folder / NEXT_DELIVERY_NAME, delivery, secret)
        self._finish_renewal()

    def leave(self) -> None:
        """The rest, once what waited has its receipts."""
        self._drop_vaults()
        for name in (*SPOOL_NAMES, DELIVERY_NAME, NEXT_DELIVERY_NAME, LABEL_NAME, LOCK_NAME):
            delete_file(self.folder / name)
        Tries.forget(self.folder, self._keystore)
        self._drop_secrets()
        WipeNote.forget(self.folder)

    def _opened(self, passphrase: str) -> bytes:
        if not (self.folder / NEXT_VAULT_NAME).exists():
            return vault.open_vault(self._vault_file(VAULT_NAME), passphrase, secret_of(self._keystore))
        return self._opened_after_a_renewal_was_cut_off(passphrase)

    def _opened_after_a_renewal_was_cut_off(self, passphrase: str) -> bytes:
        coming = vault.open_vault(self._vault_file(NEXT_VAULT_NAME), passphrase, secret_of(self._keystore, NEXT))
        if fits(self.folder, coming):
            self._finish_renewal()
            return coming
        standing = vault.open_vault(self._vault_file(VAULT_NAME), passphrase, secret_of(self._keystore))
        if fits(self.folder, standing):
            self._abandon_renewal()
        return standing

    def _finish_renewal(self) -> None:
        """Each step may be repeated; the next secret goes last, because the next files need it."""
        self._keystore.set(secret_of(self._keystore, NEXT))
        self._move(NEXT_DELIVERY_NAME, DELIVERY_NAME)
        self._move(NEXT_VAULT_NAME, VAULT_NAME)
        self._keystore.delete(NEXT)

    def _abandon_renewal(self) -> None:
        delete_file(self.folder / NEXT_VAULT_NAME)
        delete_file(self.folder / NEXT_DELIVERY_NAME)
        self._keystore.delete(NEXT)

    def _move(self, source: str, target: str) -> None:
        if (self.folder / source).exists():
            (self.folder / source).replace(self.folder / target)
            flush_folder(self.folder)

    def _settle_delivery_key(self, delivery: Ed25519PrivateKey) -> None:
        """Under the secret in use, whichever of two it was found under: the next secret is about to be replaced."""
        try:
            delivery_key.load(self.folder / DELIVERY_NAME, secret_of(self._keystore))
        except DeliveryKeyUnusable:
            self._keystore.set(secret_of(self._keystore, NEXT))
            self._move(NEXT_DELIVERY_NAME, DELIVERY_NAME)
        self._keystore.delete(NEXT)

    def _drop_vaults(self) -> None:
        for name in (VAULT_NAME, NEXT_VAULT_NAME):
            delete_file(self.folder / name)
        for path in files_in(self.folder):
            delete_file(path)

    def _drop_secrets(self) -> None:
        self._keystore.delete(CURRENT)
        self._keystore.delete(NEXT)

    def _vault_file(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise VaultDamaged from error

    def _counted(self, now: datetime, attempt: Callable[[], bytes]) -> bytes:
        """Counts a try before it is made, so that killing the app in the middle of one wins nothing."""
        self.condemn_when_tries_are_used_up(now=now)
        self.condemn_when_the_hour_is_past(now=now)
        if self.wipe_note():
            raise PhoneWiped
        if seconds := self.wait_seconds(now=now):
            raise WaitBeforeNextTry(seconds)
        before = self._tries(now)
        tried = before.failed(now)
        tried.save(self.folder, self._keystore)
        try:
            vault_key = attempt()
        except WrongPassphrase as wrong:
            if tried.are_used_up:
                self.condemn(WipeReason.WRONG_PASSPHRASES, now=now)
                raise PhoneWiped from wrong
            raise
        except BaseException:
            before.save(self.folder, self._keystore)
            raise
        Tries().save(self.folder, self._keystore)
        return vault_key

    def _tries(self, now: datetime) -> Tries:
        """None were made where nothing can be opened: a folder that is not set up, or that lost its secret."""
        if not self.is_set_up() or self._keystore.get(CURRENT) is None:
            return Tries()
        return Tries.load(self.folder, self._keystore, now=now)
