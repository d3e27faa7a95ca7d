from datetime import timedelta

import pytest

from fieldapp.domain.incident import Incident, IncidentType, Violence
from fieldapp.domain.merge import Record
from fieldapp.domain.pairs import Verdict
from fieldapp.domain.same_incident import Links, proposed
from tests.domain.records import NOON, made

BLAST = Incident(
    id="i", type=IncidentType.EXPLOSION, intentional_violence=Violence.YES, occurred_at=NOON, area="Vällingby"
)


def at(minutes: int, kind: IncidentType = IncidentType.EXPLOSION) -> Incident:
    return Incident(id="j", type=kind, intentional_violence=Violence.YES, occurred_at=NOON + timedelta(minutes=minutes))


def said(one: str, other: str, verdict: Verdict) -> Record:
    return made("same_incident", f"{one}:{other}", one=one, other=other, verdict=verdict)


@pytest.mark.parametrize(
    ("other", "is_proposed"),
    [
        (at(10), True),
        (at(-60), True),
        (at(61), False),
        (at(10, IncidentType.SHOOTING), False),
        (at(10, IncidentType.OTHER), True),
        (Incident(id="j", type=IncidentType.EXPLOSION, intentional_violence=Violence.YES), False),
    ],
)
def test_the_same_kind_at_nearly_the_same_time_may_be_one_incident(other: Incident, is_proposed: bool) -> None:
    assert (proposed({"a": BLAST, "b": other}, Links({})) == (("a", "b"),)) is is_proposed


def test_what_was_said_is_not_asked_again_and_also_holds_for_the_third() -> None:
    three = {"a": BLAST, "b": at(5), "c": at(9)}
    linked = Links.of([said("a", "b", Verdict.SAME), said("b", "c", Verdict.SAME)])

    assert proposed(three, linked) == ()
    assert linked.together("c") == ("a", "b", "c")
    assert proposed({"a": BLAST, "b": at(5)}, Links.of([said("a", "b", Verdict.APART)])) == ()
    assert proposed({"a": BLAST, "b": at(5)}, Links.of([said("a", "b", Verdict.OPEN)])) == (("a", "b"),)
    assert Links({}).together("a") == ("a",)
