import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.small_cells import SMALLEST_SHOWN, Bound, Share, is_small, shown_cells

tables = st.dictionaries(st.integers(0, 9), st.integers(0, 30), max_size=8)


@given(tables)
def test_no_cell_about_few_people_is_shown_and_none_is_changed(cells: dict[int, int]) -> None:
    shown = shown_cells(cells)

    assert shown.keys() == cells.keys()
    assert all(count is None or (count == cells[key] and not is_small(count)) for key, count in shown.items())


@given(tables)
def test_a_hidden_cell_cannot_be_counted_out_of_the_total(cells: dict[int, int]) -> None:
    hidden = [key for key, count in shown_cells(cells).items() if count is None]
    could_hide_behind = [key for key, count in cells.items() if count >= SMALLEST_SHOWN]

    assert len(hidden) != 1 or not could_hide_behind


def test_nobody_at_all_is_no_secret() -> None:
    assert shown_cells({"child": 0, "adult": 12}) == {"child": 0, "adult": 12}
    assert shown_cells({"child": 2, "youth": 6, "adult": 12}) == {"child": None, "youth": None, "adult": 12}


@pytest.mark.parametrize(
    ("part", "whole", "bound", "percent"),
    [
        (0, 0, Bound.NOBODY, None),
        (2, 4, Bound.HIDDEN, None),
        (3, 6, Bound.HIDDEN, None),
        (0, 20, Bound.EXACT, 0),
        (20, 20, Bound.EXACT, 100),
        (10, 20, Bound.EXACT, 50),
        (2, 20, Bound.AT_MOST, 20),
        (19, 20, Bound.AT_LEAST, 80),
        (41, 43, Bound.AT_LEAST, 90),
    ],
)
def test_a_share_with_few_on_either_side_is_a_bound(part: int, whole: int, bound: Bound, percent: int | None) -> None:
    assert (Share(part, whole).bound, Share(part, whole).percent) == (bound, percent)


@given(st.integers(0, 400), st.integers(0, 400))
def test_what_is_told_of_a_share_is_true_and_the_same_for_all_small_counts(one: int, other: int) -> None:
    share = Share(min(one, other), max(one, other))
    exact = 100 * share.part / share.whole if share.whole else 0.0

    if share.bound is Bound.AT_MOST:
        assert share.percent is not None
        assert exact <= share.percent
        assert {Share(few, share.whole).percent for few in range(1, SMALLEST_SHOWN)} == {share.percent}
    if share.bound is Bound.AT_LEAST:
        assert share.percent is not None
        assert exact >= share.percent
        assert {Share(share.whole - few, share.whole).percent for few in range(1, SMALLEST_SHOWN)} == {share.percent}
