"""What counts as owed to a person, state by state."""

from datetime import date

import pytest

from fieldapp.domain.follow_up import FollowUp, FollowUpState
from fieldapp.domain.queue import queue
from fieldapp.domain.windows import DueWindow

TODAY = date(2026, 11, 22)
WINDOW = DueWindow(date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 25))
OWED = {FollowUpState.PLANNED, FollowUpState.IN_PROGRESS}


@pytest.mark.parametrize("state", list(FollowUpState))
def test_a_follow_up_somebody_has_begun_is_still_owed(state):
    follow_up = FollowUp(id="f", contact_id="c", code="HV-1", window=WINDOW, state=state)

    assert [item.follow_up_id for item in queue([follow_up], {}, TODAY).items] == (["f"] if state in OWED else [])
