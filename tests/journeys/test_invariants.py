"""I1 to I10 of the domain description, over random days of everybody at a board.

`STODKEDJAN_DAYS` says how many; a failure names the invariant and tells the days that break it.
"""

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.journeys.invariants.days import Days

USUALLY, DEEDS_A_DAY = 3, 40
WANTED = int(os.environ.get("STODKEDJAN_DAYS", "0"))


def test_i1_to_i10_hold_whatever_everybody_does() -> None:
    """I1, I4, I6, I8 and I9 are looked at whenever all is quiet, the others after each deed, I5 at the end."""
    as_often = settings(
        max_examples=WANTED or USUALLY,
        stateful_step_count=DEEDS_A_DAY,
        deadline=None,
        # The same days at each change of the code, other days at each long run.
        derandomize=not WANTED,
        database=None,
        suppress_health_check=list(HealthCheck),
        # A story of forty deeds can be read; making it shorter would take minutes.
        phases=(Phase.explicit, Phase.generate),
        print_blob=True,
    )
    run_state_machine_as_test(Days, settings=as_often)
