"""The main job in figures, all of one run."""

from collections.abc import Iterator
from pathlib import Path

from fieldapp.crypto.passphrase import measured_cost
from sync.protocol.circle import Role
from tests.benchmarks import exchange, reading, spara
from tests.benchmarks.board import MeasuredStory, Supporter, make_as_dear_as_in_use, measured_board
from tests.benchmarks.rows import Row

TAPS, TIMES = 40, 7


def only_spara(folder: Path, n: int) -> Iterator[Row]:
    with measured_board(folder) as story:
        yield from spara.while_offline(_supporter(story), n, taps=_at_most(TAPS, n))


def main(folder: Path, n: int) -> Iterator[Row]:
    with measured_board(folder) as story:
        supporter, cost = _supporter(story), measured_cost()
        yield from spara.while_offline(supporter, n, taps=_at_most(TAPS, n))
        yield from reading.supporters_pages(supporter, times=_at_most(TIMES, n))
        yield from exchange.up(supporter.hands, supporter.met)
        yield from spara.when_synced(supporter, supporter.met, taps=_at_most(TAPS, n))
        supporter.hands.sync()
        coordinator = story.waiting_for_a_grant("Siv Samordnare", Role.COORDINATOR)
        yield from exchange.down(coordinator, supporter.met)
        make_as_dear_as_in_use(coordinator, cost)
        yield Row("unlock", "KDF memory", n, cost.memory_kib / 1024, "MiB")
        yield Row("unlock", "KDF passes", n, cost.iterations, "passes")
        yield from reading.unlock_to_list(coordinator, supporter.met, cost, times=_at_most(TIMES, n))
        yield from reading.coordinators_pages(coordinator, supporter.met, times=_at_most(TIMES, n))
        yield from exchange.with_nothing_new("coordinator", coordinator, supporter.met)
        yield from exchange.with_nothing_new("supporter", supporter.hands, supporter.met)


def _supporter(story: MeasuredStory) -> Supporter:
    return Supporter(story.with_role("Anna Stöd", Role.SUPPORTER))


def _at_most(times: int, n: int) -> int:
    return max(2, min(times, n))
