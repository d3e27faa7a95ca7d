"""The drill: every device of a board is lost, and two of three papers bring it back."""

import os
from itertools import combinations
from pathlib import Path

import pytest

from fieldapp.actions import people, persons, removing, sessions
from fieldapp.actions.connecting import BoardForm, RecoveryKit
from fieldapp.actions.errors import BoardNotHere
from fieldapp.actions.recovering import RestoreForm, Restorer, first_exchange, lost_devices, restore_board
from fieldapp.crypto.passphrase import FLOOR
from fieldapp.crypto.recovery import Recovery, WrongShares
from sync.client.errors import ServerUnreachable
from sync.protocol.circle import Role
from tests.client.wire import wire_to
from tests.journeys.people import PASSPHRASE, Hands, Story
from tests.journeys.test_main_job import ALARM, met

FORM = BoardForm("Bromma", "BR", False, "Karin Chef")


def worked(story: Story, *, rotated: bool) -> str:
    """A night's work, and then every phone is gone."""
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, siv, story.supervisor)
    if rotated:
        removing.revoke_device(story.supervisor.phone, siv.phone.id.hex(), "Stulen")
        story.sync_all(story.supervisor, anna)
    contact, _ = met(anna)
    story.sync_all(anna, story.supervisor, anna)
    for hands in story.everybody:
        hands.lock()
    return contact


def restored(story: Story, papers: tuple[tuple[str, ...], ...], server: str = "") -> Hands:
    hands = story.new_hands("restored")
    restorer = Restorer.make(papers, random=os.urandom(16), clock=story.now)
    form = RestoreForm(server or story.server, "Ny Chef")
    hands.holds(restore_board(hands.folder, restorer, form, PASSPHRASE, cost=FLOOR, clock=story.now))
    return hands


@pytest.mark.parametrize("rotated", [False, True])
def test_two_papers_bring_back_a_supervisor_who_reads_the_visit_and_makes_a_coordinator(
    story: Story, rotated: bool
) -> None:
    contact = worked(story, rotated=rotated)
    chief = restored(story, (story.kit.shares[0], story.kit.shares[2]))
    first_exchange(chief.phone)

    assert persons.open_person(chief.phone, contact).name == "Amina"
    assert chief.phone.role is Role.SUPERVISOR
    for lost in lost_devices(chief.phone):
        removing.revoke_device(chief.phone, lost, "Borta")
    story.supervisor = chief
    nina = story.invited("Nina Ny", Role.COORDINATOR)
    assert people.has_older(chief.phone)
    story.compare_digits(nina, older=True)
    story.sync_all(chief, nina, chief, nina)
    assert persons.open_person(nina.phone, contact).name == "Amina"
    assert {row.name for row in people.devices(nina.phone) if row.is_this or row.role is Role.SUPERVISOR} >= {
        "Nina Ny",
        "Ny Chef",
    }


def test_the_one_paper_does_it_too_and_a_lost_answer_is_tried_again(story: Story) -> None:
    contact = worked(story, rotated=False)
    restorer = Restorer.make([story.kit.words], random=os.urandom(16), clock=story.now)
    hands = story.new_hands("restored")
    with wire_to(story.server) as wire:
        wire.lose("/recover")
        form = RestoreForm(wire.url, "Ny Chef")
        with pytest.raises(ServerUnreachable):
            restore_board(hands.folder, restorer, form, PASSPHRASE, cost=FLOOR, clock=story.now)
        assert not list(hands.folder.glob("*"))
        hands.holds(restore_board(hands.folder, restorer, form, PASSPHRASE, cost=FLOOR, clock=story.now))
        first_exchange(hands.phone)

        assert persons.open_person(hands.phone, contact).name == "Amina"
        hands.lock()


def test_any_two_of_the_three_and_never_one_alone() -> None:
    kit = RecoveryKit.of(Recovery.generate())
    boards = {Restorer.make(pair, random=bytes(16)).board for pair in combinations(kit.shares, 2)}

    assert len(boards) == 1
    for paper in kit.shares:
        with pytest.raises(WrongShares):
            Restorer.make([paper], random=bytes(16))
    with pytest.raises(WrongShares):
        Restorer.make([kit.shares[0], RecoveryKit.of(Recovery.generate()).shares[1]], random=bytes(16))


def test_words_of_a_board_that_is_elsewhere_open_nothing_here(story: Story, tmp_path: Path) -> None:
    kit = RecoveryKit.of(Recovery.generate())

    with pytest.raises(BoardNotHere):
        restored(story, (kit.words,))
