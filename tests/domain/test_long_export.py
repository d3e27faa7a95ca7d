"""Twenty-four months of sessions: what is told of them, and what cannot be worked out."""

from datetime import UTC, date, datetime

from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import AgeBand
from fieldapp.domain.duplicates import Persons
from fieldapp.domain.figures import Times, Work
from fieldapp.domain.incident import IncidentType
from fieldapp.domain.long_export import Column, SessionWork, long_export, since
from fieldapp.domain.visit import Visit
from fieldapp.domain.visit_choices import Need
from fieldapp.ui.screens.evaluation.files import as_table
from fieldapp.ui.screens.reporting.months import sections

TODAY = date(2026, 11, 22)


def session(month: int, people: int, kind: IncidentType = IncidentType.SHOOTING) -> SessionWork:
    ids = [f"{month}-{number}" for number in range(people)]
    visits = tuple(
        Visit(id=one, contact_id=one, started_at=datetime(2026, month, 1, tzinfo=UTC), needs=(Need.TALK,))
        for one in ids
    )
    contacts = {one: Contact(id=one, name="Zenobia", age_band=AgeBand.AGE_18_29) for one in ids}
    work = Work(times=Times(), visits=visits, contacts=contacts, follow_ups=(), attempts=(), known=Persons(), zone=UTC)
    return SessionWork(began=date(2026, month, 1), kind=kind, work=work)


def test_the_period_is_twenty_four_whole_months() -> None:
    assert since(TODAY) == date(2024, 11, 1)
    assert since(date(2026, 1, 31)) == date(2024, 1, 1)


def test_a_session_of_few_is_hidden_together_with_another_so_that_the_total_tells_neither() -> None:
    found = long_export([session(3, 2), session(5, 8), session(7, 30)], TODAY)
    people = found.columns[Column.PEOPLE]

    assert found.sessions == ("01 2026-03", "02 2026-05", "03 2026-07")
    assert people.cells == {"01 2026-03": None, "02 2026-05": None, "03 2026-07": 30}
    assert (people.total, found.ages.total) == (40, 40)
    assert found.ages.cells == {"age_18_29": 40}


def test_a_hidden_total_is_not_told_by_another_table_of_the_same_people() -> None:
    found = long_export([session(3, 2)], TODAY)

    assert found.columns[Column.PEOPLE].total is None
    assert (found.ages.cells, found.ages.total) == ({}, None)


def test_the_file_names_nobody_and_no_place() -> None:
    found = long_export([session(3, 12), session(5, 8, IncidentType.FIRE)], TODAY)
    table = as_table(sections(found)).decode("utf-8-sig")

    assert "Zenobia" not in table
    assert '"Personer";"Insats 1, mars 2026";"12"' in table
    assert '"Personer";"Sammanlagt";"20"' in table
