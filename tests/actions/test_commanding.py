"""Handing the command to central crisis command: two steps, sums alone, and every person stays with the board."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from fieldapp.actions import commanding, promises, reporting, sessions, visits
from fieldapp.actions.commanding import command_handovers, standing
from fieldapp.actions.errors import GoneMeanwhile, NotAllowed
from fieldapp.domain.activation_reason import NoteAboutAPerson
from fieldapp.domain.command_handover import CommandGone, CommandState, ReceiptIncomplete, ReceivedBeforeProposed
from fieldapp.domain.contact_choices import IdentityLevel
from fieldapp.domain.handover import HandoverUnderWay
from fieldapp.domain.late_entry import TimeAhead
from fieldapp.store import outbox, records
from sync.protocol.circle import CircleKind, Role
from sync.protocol.envelope import Envelope
from tests.benchmarks.board import ALARM, CALL_HER, MOTHER
from tests.journeys.people import Hands, Story
from tests.ui.open_page import open_at

NAMED = replace(MOTHER, identity_level=IdentityLevel.IDENTIFIED, name="Zenobia Zetterqvist")


def met(hands: Hands, session: str, people: int) -> None:
    for _ in range(people):
        saved = visits.register_visit(hands.phone, session, visits.new_code(hands.phone), NAMED)
        promises.agree(hands.phone, saved.contact_id, CALL_HER)


def proposed(hands: Hands, session: str) -> str:
    return commanding.propose(hands.phone, session, reporting.status_report(hands.phone, session))


def test_sums_go_and_no_person_follows_and_the_board_leads_until_the_receipt(story: Story) -> None:
    anna, siv = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.open_session(anna.phone, ALARM).id
    met(anna, session, 6)
    story.sync_all(anna, siv, siv)
    contacts = records.records(siv.phone.store, "contact")
    proposed(siv, session)
    sealed = [Envelope.from_bytes(outbox.sealed_owed(siv.phone.store, one.id)) for one in waiting(siv)]
    story.sync_all(siv, anna)

    assert {envelope.header.circle.kind for envelope in sealed} == {CircleKind.SHARED, CircleKind.AUDIT}
    found = standing(anna.phone, session)
    assert (found.state, found.figures.people, found.figures.on_now) == (CommandState.PROPOSED, 6, 1)
    [record] = records.records(siv.phone.store, "command_handover")
    assert "Zenobia" not in str(record)
    assert not any(contact["id"] in str(record) for contact in contacts)
    assert reporting.given(siv.phone, session)

    at = story.now() + timedelta(minutes=10)
    story.pass_time(minutes=12)
    commanding.note_receipt(siv.phone, session, " Stabschef ", at)
    story.sync_all(siv, story.supervisor)
    found = standing(story.supervisor.phone, session)
    assert (found.state, found.received_by) == (CommandState.RECEIVED, "Stabschef")
    assert abs((found.received_at - at).total_seconds()) < 1
    assert records.records(siv.phone.store, "contact") == contacts


def waiting(hands: Hands) -> list[outbox.Item]:
    return outbox.waiting(hands.phone.store, outbox.Kind.ENVELOPE)


def test_small_figures_are_hidden_from_central_crisis_command_too(story: Story) -> None:
    chef = story.supervisor
    session = sessions.open_session(chef.phone, ALARM).id
    met(chef, session, 3)
    proposed(chef, session)

    assert standing(chef.phone, session).figures.people is None
    assert set(standing(chef.phone, session).figures.needs.values()) == {None}


def test_one_at_a_time_by_who_may_and_the_receipt_is_a_function_and_a_time_that_can_be(story: Story) -> None:
    anna, chef = story.with_role("Anna Stöd", Role.SUPPORTER), story.supervisor
    session = sessions.open_session(chef.phone, ALARM).id
    with pytest.raises(GoneMeanwhile):
        commanding.note_receipt(chef.phone, session, "Stabschef", story.now())
    report = reporting.status_report(chef.phone, session)
    commanding.propose(chef.phone, session, report)
    for who, at, problem in (
        (" ", story.now(), ReceiptIncomplete),
        ("19850412-1234", story.now(), NoteAboutAPerson),
        ("Stabschef", story.now() - timedelta(minutes=5), ReceivedBeforeProposed),
        ("Stabschef", story.now() + timedelta(minutes=5), TimeAhead),
    ):
        with pytest.raises(problem):
            commanding.note_receipt(chef.phone, session, who, at)
    with pytest.raises(HandoverUnderWay):
        proposed(chef, session)
    story.sync_all(chef, anna)
    with pytest.raises(NotAllowed):
        commanding.propose(anna.phone, session, report)

    assert standing(chef.phone, session).state is CommandState.PROPOSED
    assert not standing(chef.phone, session).is_unanswered(story.now())
    assert standing(chef.phone, session).is_unanswered(story.now() + timedelta(hours=2))


def test_a_proposal_can_be_taken_back_but_not_what_was_received(story: Story) -> None:
    chef, siv = story.supervisor, story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.open_session(chef.phone, ALARM).id
    proposed(chef, session)
    commanding.withdraw(chef.phone, session)
    assert standing(chef.phone, session) is None
    assert [one.state for one in command_handovers(chef.phone, session)] == [CommandState.WITHDRAWN]

    proposed(chef, session)
    story.sync_all(chef, siv)
    commanding.note_receipt(siv.phone, session, "Stabschef", story.now())
    commanding.withdraw(chef.phone, session)
    story.sync_all(chef, siv, chef)
    assert [standing(hands.phone, session).state for hands in (chef, siv)] == [CommandState.RECEIVED] * 2
    with pytest.raises(GoneMeanwhile):
        commanding.withdraw(chef.phone, session)


def test_the_board_leads_again_when_it_is_noted_and_only_then_proposes_anew(story: Story) -> None:
    chef, siv = story.supervisor, story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.open_session(chef.phone, ALARM).id
    first = proposed(chef, session)
    with pytest.raises(GoneMeanwhile):
        commanding.lead_again(chef.phone, session)
    commanding.note_receipt(chef.phone, session, "Stabschef", story.now())
    with pytest.raises(CommandGone):
        proposed(chef, session)
    commanding.lead_again(chef.phone, session)
    story.sync_all(chef, siv)

    assert standing(siv.phone, session) is None
    [led] = command_handovers(siv.phone, session)
    assert (led.state, led.received_by) == (CommandState.RETURNED, "Stabschef")
    assert led.received_at <= led.returned_at
    assert proposed(siv, session) != first


def test_who_proposed_apart_does_not_hide_that_central_crisis_command_leads(story: Story) -> None:
    chef, siv = story.supervisor, story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.open_session(chef.phone, ALARM).id
    story.sync_all(chef, siv)
    received = proposed(chef, session)
    story.pass_time(minutes=1)
    proposed(siv, session)
    commanding.note_receipt(chef.phone, session, "Stabschef", story.now())
    story.sync_all(chef, siv, chef)

    assert [standing(hands.phone, session).id for hands in (chef, siv)] == [received] * 2


def test_the_receipt_is_noted_on_the_page_and_stands_on_the_session(story: Story) -> None:
    chef = story.supervisor
    session = sessions.open_session(chef.phone, ALARM).id
    proposed(chef, session)

    async def notes() -> None:
        page = await open_at(chef.phone, f"/sessions/session/{session}")
        assert page.shows("Inte mottaget än. Nämnden leder.")
        await page.go(f"/sessions/session/{session}/command")
        await page.tap_until("Notera mottagandet", "Skriv vilken funktion hos CKL")
        await page.write("Mottaget av", "Stabschef")
        await page.tap_until("Notera mottagandet", "av Stabschef. CKL leder.")
        assert not page.offers("Spara rapporten och föreslå")
        await page.tap("Notera att nämnden leder igen")
        await page.tap_until("Nämnden leder igen", "Nämnden leder igen sedan")
        page.close()

    asyncio.run(notes())
    [led] = command_handovers(chef.phone, session)
    assert (led.state, led.received_by) == (CommandState.RETURNED, "Stabschef")
