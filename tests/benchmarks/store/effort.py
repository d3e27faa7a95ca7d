"""How often each thing is repeated: often where it is quick, seldom where a save costs the whole file."""

from collections.abc import Callable
from dataclasses import dataclass

from fieldapp.crypto.passphrase import FLOOR, KdfCost, measured_cost
from tests.benchmarks.store.backends import Backend

# Of an append, of a save that costs the whole file: at up to so many documents.
IN_A_ROW = 10
REWRITES = {1_000: 20, 10_000: 5, 50_000: 3}


@dataclass(frozen=True, slots=True)
class Effort:
    saves: int = 400
    gets: int = 200
    searches: int = 30
    opens: int = 9
    kdf_cost: Callable[[], KdfCost] = measured_cost

    def of_saves(self, backend: Backend, n: int) -> int:
        return min(self.saves, _of_rewrites(n)) if backend.rewrites else self.saves // self.in_a_row(backend)

    def of_lone_saves(self, backend: Backend, n: int) -> int:
        return 1 if backend.rewrites else self.saves

    def of_visits(self, backend: Backend, n: int) -> int:
        """Where TinyDB writes five times for a visit, a fifth as often."""
        times = self.of_saves(backend, n)
        return max(1, times // 5) if backend.rewrites else times

    def in_a_row(self, backend: Backend) -> int:
        """The second save finds code and pages at hand that the first had to fetch after somebody else's turn."""
        return 1 if backend.rewrites else min(IN_A_ROW, self.saves)

    def of_gets(self, backend: Backend, n: int) -> int:
        return min(self.gets, _of_rewrites(n)) if backend.rewrites else self.gets

    def of_searches(self, backend: Backend, n: int) -> int:
        return min(self.searches, _of_rewrites(n)) if backend.rewrites else self.searches

    def of_opens(self, backend: Backend, n: int) -> int:
        return min(self.opens, _of_rewrites(n)) if backend.rewrites else self.opens


QUICK = Effort(saves=4, gets=2, searches=2, opens=2, kdf_cost=lambda: FLOOR)


def _of_rewrites(n: int) -> int:
    return next((times for most, times in REWRITES.items() if n <= most), 1)
