import json
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.sync.beside_pouch import STEPS, beside_pouch

BENCHES = {"spara", "page", "sync", "wire", "unlock", "no_change"}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    folder: Path = tmp_path_factory.mktemp("benchmarks")
    assert main(["main", "--n", "2", "--json", str(folder / "rows.json"), "--folder", str(folder)]) == 0
    return list(json.loads((folder / "rows.json").read_text()))


def test_every_row_says_what_was_measured_on_how_much_and_in_which_unit(rows):
    assert {row["bench"] for row in rows} == BENCHES
    for row in rows:
        assert list(row) == ["bench", "subject", "n", "value", "unit"]
        assert isinstance(row["n"], int)
        assert isinstance(row["value"], float | int)
        assert row["value"] >= 0 or row["subject"].startswith("all but KDF")


def test_no_figure_is_told_twice(rows):
    told = [(row["bench"], row["subject"], row["n"]) for row in rows]

    assert len(told) == len(set(told))


def test_asking_with_nothing_new_takes_one_request(rows):
    warm = {row["value"] for row in rows if row["subject"].endswith("warm token, requests")}

    assert warm == {1}


def test_without_node_there_is_nothing_to_compare_with_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    rows = list(beside_pouch(tmp_path, 10))

    assert "not run" in rows[0].subject
    assert [row.subject for row in rows[1:]] == [f"ours: {step}" for step in STEPS]
    assert all(row.value > 0 for row in rows[1:])
