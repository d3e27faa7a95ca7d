"""Mistakes in what the demo says is next, and in the time that a phone shows."""

from tests.broken.patch import Patch

_ACTION, _TEST = "fieldapp/actions/walkthrough.py", "tests/actions/test_walkthrough.py::"

PATCHES = (
    Patch(
        "demo-counts-its-own-story",
        "the demo's next step counts what was done since it was made, not its own month",
        _ACTION,
        "one.opened_at is not None and one.opened_at >= since",
        "one.opened_at is not None",
        _TEST + "test_nothing_counts_from_before_the_demo_was_made",
    ),
    Patch(
        "proposed-is-sent",
        "a referral that is only saved is not yet sent: the demo still asks for it",
        _ACTION,
        "any(one.sent_at for one in seen.referrals)",
        "seen.referrals",
        _TEST + "test_a_referral_that_is_only_saved_is_still_the_next_step",
    ),
)
