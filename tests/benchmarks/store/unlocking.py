"""From a passphrase to an open store, beside its two parts: the KDF, and opening."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.crypto.passphrase import SALT_BYTES, KdfCost, stretch
from fieldapp.store.door import Door
from fieldapp.store.label import Label
from fieldapp.store.store import Store, open_database
from tests.benchmarks.rows import Row, spread
from tests.benchmarks.store.documents import CONTACT, documents
from tests.benchmarks.store.effort import Effort
from tests.benchmarks.store.turns import Turn, take
from tests.journeys.people import PASSPHRASE

LABEL = Label("Telefon 3", "Hässelby", "http://localhost", exercise=True)


@dataclass(frozen=True, slots=True)
class LockedStore:
    folder: Path
    key: bytes
    cost: KdfCost

    def kdf(self) -> None:
        stretch(PASSPHRASE, bytes(SALT_BYTES), self.cost)

    def opening(self) -> None:
        Store(self.folder, self.key).close()

    def unlocking(self) -> None:
        Store(self.folder, Door(self.folder).unlock(PASSPHRASE, now=datetime.now(UTC))).close()


def rows(folder: Path, n: int, effort: Effort) -> Iterator[Row]:
    locked = _locked(folder, n, effort.kdf_cost())
    acts: dict[str, Callable[[], None]] = {"KDF": locked.kdf, "open": locked.opening, "whole": locked.unlocking}
    for taken in take([Turn(name, n, effort.opens, lambda act=act: act) for name, act in acts.items()]):
        yield from spread("unlock", taken.who, n, taken.seconds)


def _locked(folder: Path, n: int, cost: KdfCost) -> LockedStore:
    key = Door(folder).create(PASSPHRASE, LABEL, Ed25519PrivateKey.generate(), cost=cost)
    database = open_database(folder, key)
    database.table(CONTACT).insert_multiple(documents(n))
    database.close()
    return LockedStore(folder, key, cost)
