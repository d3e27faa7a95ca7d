import json
from typing import Any

import pytest

from fieldapp.domain.change_format import ChangeUnreadable, read_change
from fieldapp.domain.merge import fold, new_change
from tests.domain.records import NOON, made, stamp

BEFORE = made("contact", "c", name="A")
GOOD: dict[str, Any] = dict(new_change(BEFORE, type="contact", id="c", set={"name": "B"}, writer="b.0", at=stamp(NOON)))


def test_a_change_is_read_and_what_a_newer_app_adds_is_allowed() -> None:
    arrived = json.loads(json.dumps({**GOOD, "mood": 1}))

    assert fold(None, read_change(arrived)) == fold(None, read_change(GOOD))


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": ""},
        {"id": 7},
        {"at": "tomorrow"},
        {"at": None},
        {"set": []},
        {"dot": ["a.0"]},
        {"dot": ["a.0", 0]},
        {"dot": ["a.0", True]},
        {"dot": [1, 1]},
        {"seen": None},
        {"seen": {"a.0": "1"}},
        {"over": {"name": {"a.0": -1}}},
        {"over": []},
    ],
)
def test_what_is_no_change_is_refused_before_it_is_folded(wrong: dict[str, Any]) -> None:
    with pytest.raises(ChangeUnreadable):
        read_change({**GOOD, **wrong})


@pytest.mark.parametrize("arrived", [None, [], "change", {}])
def test_something_else_altogether_is_refused(arrived: Any) -> None:
    with pytest.raises(ChangeUnreadable):
        read_change(arrived)
