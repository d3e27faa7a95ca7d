"""From a passphrase to an open store, beside its two parts: the KDF, and opening."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.crypto.passphrase import FLOOR, SALT_BYTES, KdfCost, stretch
from fieldapp.store.door import Door
from fieldapp.store.label import Label
from fieldapp.store.store import Store, open_database
from tests.benchmarks.rows import Row, spread
from tests.benchmarks.store.documents import CONTACT, documents
from tests.benchmarks.store.effort import Effort
from tests.benchmarks.store.turns import Turn, take
from tests.journeys.people import PASSPHRASE

LABEL = Label("Telefon 3", "Hässelby", "http://localhost", exercise=True)
BESIDE = "beside KDF and open"


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
    for name, seconds in _timed(locked, effort.opens).items():
        yield from spread("unlock", name, n, seconds)
    yield Row("unlock", BESIDE, n, _beside(_cheap(locked), effort.opens) * 1000, "ms")


def _timed(locked: LockedStore, times: int) -> dict[str, list[float]]:
    acts: dict[str, Callable[[], None]] = {"KDF": locked.kdf, "open": locked.opening, "whole": locked.unlocking}
    turns = take([Turn(name, 0, times, lambda act=act: act) for name, act in acts.items()])
    return {turn.who: turn.seconds for turn in turns}


def _cheap(locked: LockedStore) -> LockedStore:
    Door(locked.folder).change_passphrase(PASSPHRASE, PASSPHRASE, now=datetime.now(UTC), cost=FLOOR)
    return replace(locked, cost=FLOOR)


def _beside(locked: LockedStore, times: int) -> float:
    """Seconds, from the best of each, under the cheapest KDF: a dear one varies by more than all the rest takes."""
    best = {name: min(seconds) for name, seconds in _timed(locked, times).items()}
    return max(0.0, best["whole"] - best["KDF"] - best["open"])


def _locked(folder: Path, n: int, cost: KdfCost) -> LockedStore:
    key = Door(folder).create(PASSPHRASE, LABEL, Ed25519PrivateKey.generate(), cost=cost)
    database = open_database(folder, key)
    database.table(CONTACT).insert_multiple(documents(n))
    database.close()
    return LockedStore(folder, key, cost)
