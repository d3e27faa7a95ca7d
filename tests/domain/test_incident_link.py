from dataclasses import replace
from typing import Any

import pytest

from fieldapp.domain.incident import Incident, IncidentType, Level, Violence
from fieldapp.domain.incident_link import AREA_CHARACTERS, CODE_CHARACTERS, IncidentFacts
from tests.domain.records import NOON

BLAST = Incident(
    id="i",
    type=IncidentType.EXPLOSION,
    intentional_violence=Violence.YES,
    occurred_at=NOON,
    area="Vällingby",
    level=Level.EXTERNAL,
    impact_note="Familjen i porten",
    activation_why="Rektorn ringde",
    alarm_received_at=NOON,
)


def test_six_facts_go_and_come_back_and_nothing_somebody_has_written_about_it() -> None:
    facts = IncidentFacts.of("H5H1-VTET", BLAST)

    assert IncidentFacts.from_json(facts.to_json()) == facts
    assert set(facts.to_json()) == {"code", "type", "area", "level", "occurred_at", "alarm_received_at"}
    assert "porten" not in str(facts.to_json())
    assert "Rektorn" not in str(facts.to_json())


@pytest.mark.parametrize(
    "said",
    [None, "hej", [], {}, {"type": 4, "level": "level_9", "code": None, "area": {}, "occurred_at": "i natt"}],
)
def test_what_another_board_s_newer_app_says_is_read_as_far_as_it_is_known(said: Any) -> None:
    assert IncidentFacts.from_json(said) == IncidentFacts()


def test_another_board_fills_no_page() -> None:
    long = IncidentFacts.from_json({"code": "A" * 5000, "area": "B" * 5000})

    assert (len(long.code), len(long.area)) == (CODE_CHARACTERS, AREA_CHARACTERS)
    assert len(IncidentFacts.of("", replace(BLAST, area="C" * 5000)).area) == AREA_CHARACTERS
