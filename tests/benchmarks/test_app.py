"""The app's figures are made, with few people."""

import json
from pathlib import Path

from tests.benchmarks.__main__ import main

STEPS = (
    "open queue, first after unlock",
    "open queue",
    "open person",
    "open queue, after a person",
    "search a name",
    "save visit",
    "open queue, after a save",
)


def test_every_step_is_told_at_both_sizes_and_as_a_ratio(tmp_path: Path) -> None:
    assert main(["app", "--n", "10", "--json", str(tmp_path / "rows.json"), "--folder", str(tmp_path)]) == 0
    rows = json.loads((tmp_path / "rows.json").read_text())
    told = {(row["subject"], row["n"]): row for row in rows}

    assert len(told) == len(rows) == 5 * len(STEPS)
    for step in STEPS:
        few, many = (told[f"{step}, median", n]["value"] for n in (5, 10))
        ratio = told[f"{step}, beside 5 contacts", 10]
        assert (ratio["unit"], ratio["value"]) == ("times", many / few)
        assert few > 0
