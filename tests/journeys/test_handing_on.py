"""A coordinator lets another supporter take over a contact."""

import pytest

from fieldapp.actions import handing_on, persons, queue, sessions, visits
from fieldapp.actions.action import one_action
from fieldapp.actions.errors import GoneMeanwhile, NotAllowed
from fieldapp.actions.promises import follow_ups_of
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import ContactWay
from fieldapp.domain.merge import conflicts
from fieldapp.store import records
from sync.protocol.circle import Circle, Role
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, met


@pytest.fixture
def night(story: Story) -> tuple[Hands, Hands, Hands, str]:
    """Anna, who met the mother; Bertil in the same session; Siv; the contact."""
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna, bertil = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Bertil Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    sessions.join_session(bertil.phone, opened.code)
    contact, _ = met(anna)
    story.sync_all(anna, bertil, siv, anna, bertil, siv)
    return anna, bertil, siv, contact


def settle(story: Story, *everybody: Hands) -> None:
    story.sync_all(*everybody, *everybody)


def person(hands: Hands, contact: str) -> Contact:
    record = records.record(hands.phone.store, "contact", contact)
    assert record is not None
    return Contact.from_record(record)


def test_the_other_supporter_sees_and_handles_her_and_the_coordinator_has_one_person(
    story: Story, night: tuple[Hands, Hands, Hands, str]
) -> None:
    anna, bertil, siv, contact = night
    assert visits.contacts(bertil.phone) == []
    [choice] = handing_on.colleagues(siv.phone, contact)
    handing_on.hand_on(siv.phone, contact, choice.device)
    settle(story, siv, bertil)

    assert choice.label == bertil.phone.device_label
    assert [one.name for one in handing_on.handed_to_me(bertil.phone)] == ["Amina"]
    [promised] = follow_ups_of(bertil.phone, contact)
    persons.record_attempt(bertil.phone, promised.id, ContactWay.PHONE, AttemptResult.NO_ANSWER, "070-7654321")
    settle(story, bertil, siv, anna, siv)

    assert person(siv, contact).phone == "070-7654321"
    assert len(persons.open_person(siv.phone, contact).follow_ups) == 1
    assert len(queue.attempts_of(siv.phone, promised.id)) == 1
    assert len([one for one in visits.contacts(siv.phone) if one.id == contact]) == 1
    assert handing_on.colleagues(siv.phone, contact)[0].has_it


def test_what_a_caseworker_changes_reaches_her_and_what_the_first_writes_is_no_conflict(
    story: Story, night: tuple[Hands, Hands, Hands, str]
) -> None:
    anna, bertil, siv, contact = night
    handing_on.hand_on(siv.phone, contact, bertil.phone.id.hex())
    settle(story, siv, bertil)
    [promised] = follow_ups_of(siv.phone, contact)
    persons.take(siv.phone, promised.id)
    with one_action(anna.phone) as action:
        home = records.circle_of(anna.phone.store, "contact", contact)
        assert home is not None
        action.set(home, "contact", contact, name="Amina H")
    settle(story, siv, anna, bertil, siv)

    assert follow_ups_of(bertil.phone, contact)[0].contact_person == siv.phone.me.person.hex()
    record = records.record(siv.phone.store, "contact", contact)
    assert record is not None
    assert conflicts(record) == []
    assert person(siv, contact).name == "Amina H"


def test_a_coordinator_who_comes_later_reads_one_person_whichever_stream_comes_first(
    story: Story, night: tuple[Hands, Hands, Hands, str]
) -> None:
    anna, bertil, siv, contact = night
    handing_on.hand_on(siv.phone, contact, bertil.phone.id.hex())
    settle(story, siv, bertil)
    with one_action(bertil.phone) as action:
        home = records.circle_of(bertil.phone.store, "contact", contact)
        assert home == Circle.own(bytes.fromhex(person(bertil, contact).session_id), bertil.phone.id)
        action.set(home, "contact", contact, best_time="evening")
    settle(story, bertil, siv, story.supervisor, story.supervisor)

    assert person(story.supervisor, contact).name == "Amina"
    assert records.record(story.supervisor.phone.store, "contact", contact) == records.record(
        siv.phone.store, "contact", contact
    )
    assert story.supervisor.phone.store.all("unopened") == []


def test_only_a_caseworker_hands_on_and_only_to_who_works_there(
    story: Story, night: tuple[Hands, Hands, Hands, str]
) -> None:
    anna, bertil, siv, contact = night
    cecilia = story.with_role("Cecilia Stöd", Role.SUPPORTER)
    siv.sync()

    with pytest.raises(NotAllowed):
        handing_on.hand_on(anna.phone, contact, bertil.phone.id.hex())
    with pytest.raises(GoneMeanwhile):
        handing_on.hand_on(siv.phone, contact, cecilia.phone.id.hex())


def test_what_a_supporter_hands_on_by_herself_is_not_taken(
    story: Story, night: tuple[Hands, Hands, Hands, str]
) -> None:
    """A phone that breaks the rules puts somebody's record, changed, into its own circle."""
    anna, bertil, siv, contact = night
    record = records.record(siv.phone.store, "contact", contact)
    home = records.circle_of(siv.phone.store, "contact", contact)
    assert record is not None
    assert home is not None
    changed = [change | {"set": {"name": "Någon annan"}} for change in handing_on.as_changes(record)]
    changed += list(handing_on.as_changes(record))
    with one_action(bertil.phone) as action:
        action.hand_on(Circle.own(home.subject, bertil.phone.id), handing_on.Copy(home, tuple(changed)))
    settle(story, bertil, siv)

    assert person(siv, contact).name == "Amina"
    assert len(siv.phone.store.all("unopened")) == 1
