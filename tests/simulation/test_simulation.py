"""A few small worlds, a few planted bugs, and that a seed means the same world again."""

import pytest

from tests.simulation.plan import Plan
from tests.simulation.running import Setting, first_found, lived, shrunk

SMALL = Setting(actions=40)


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_lost_and_nobody_differs_whatever_happens_on_the_way(seed: int) -> None:
    outcome = lived(SMALL.plan(seed))

    assert [str(finding) for finding in outcome.findings] == [], "\n".join(outcome.story)
    assert outcome.actions == 40


def test_a_planted_bug_is_found_and_its_world_made_smaller() -> None:
    outcome = first_found("receipt-before-the-answer", range(20), SMALL)
    assert outcome is not None
    smaller = shrunk(outcome, "receipt-before-the-answer", seconds=2)

    assert smaller.findings
    assert len(smaller.plan.steps) < len(outcome.plan.steps)


def test_a_seed_is_the_same_world_every_time() -> None:
    plan = Setting(actions=20).plan(3)

    assert lived(plan).story == lived(plan).story


def test_half_of_all_worlds_have_five_devices_or_more() -> None:
    sizes = sorted(len(Plan.drawn(seed, 1, SMALL.faults).roles) for seed in range(200))

    assert (sizes[0], sizes[-1]) == (2, 12)
    assert sizes[100] >= 5
