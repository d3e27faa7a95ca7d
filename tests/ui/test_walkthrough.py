"""The card of the demo has words for every step, and leads to where it is done."""

from pathlib import Path

import pytest

from fieldapp.actions.walkthrough import STEPS
from fieldapp.domain.walkthrough import Step, Walkthrough
from fieldapp.ui.screens.walkthrough import OVER, TOLD, place_of, walkthrough_card
from fieldapp.ui.state import Shell

# Done on the page where the card stands, or by somebody else.
BY_ITSELF = {Step.RECEIVE, Step.TAKE_WEEK}
FOUND = Walkthrough(steps=tuple(Step), session_id="s1", contact_id="c1", follow_up_id="f1", letter="a1")


@pytest.mark.parametrize("step", list(Step))
def test_each_step_is_told_and_leads_somewhere(step: Step) -> None:
    assert TOLD[step]
    assert bool(place_of(FOUND, step)) is (step not in BY_ITSELF)


def test_every_role_that_has_steps_is_told_who_goes_on() -> None:
    assert set(OVER) == set(STEPS)


def test_a_referral_that_is_saved_is_opened_instead_of_made_anew() -> None:
    saved = Walkthrough(steps=tuple(Step), contact_id="c1", referral_id="r1")

    assert place_of(FOUND, Step.REFER).startswith("/refer/c1")
    assert place_of(saved, Step.REFER).endswith("r1")


def test_outside_the_demo_there_is_no_card(tmp_path: Path) -> None:
    assert walkthrough_card(Shell(tmp_path)) == []
