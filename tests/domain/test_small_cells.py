import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.small_cells import SMALLEST_SHOWN, Bound, Share, guarded, is_small, shown_cells

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


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 60), max_size=12))
def test_no_small_cell_can_be_worked_out_from_a_column_and_its_total(cells: dict[int, int]) -> None:
    told, total = guarded(cells)
    hidden = [key for key, cell in told.items() if cell is None]

    assert all(told[key] == count for key, count in cells.items() if key not in hidden)
    assert not any(0 < (cell or 0) < 5 for cell in told.values())
    if total is not None and hidden:
        left = total - sum(cell for cell in told.values() if cell is not None)
        assert len(hidden) > 1
        assert left > 5
    assert total in (None, sum(cells.values()))


def test_two_ones_are_not_told_by_what_is_left_of_their_total() -> None:
    assert guarded({"a": 1, "b": 1, "c": 7, "d": 20}) == ({"a": None, "b": None, "c": None, "d": 20}, 29)
    assert guarded({"a": 1, "b": 1}) == ({"a": None, "b": None}, None)
    assert guarded({"a": 6, "b": 0}) == ({"a": 6, "b": 0}, 6)
