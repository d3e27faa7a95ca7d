"""Who holds a role's keys, whatever breaks while it is given."""

from collections.abc import Callable

import pytest

from fieldapp.actions import people, queue, removing, sessions
from fieldapp.store import keyring
from sync.client.errors import ServerNotUnderstood
from sync.protocol.circle import Role
from sync.protocol.statement import Kind
from tests.client.relay import Asked, Told, relay, through
from tests.journeys.people import Story
from tests.journeys.test_main_job import ALARM, met


def test_a_role_whose_granting_broke_off_after_the_log_still_comes_with_its_keys(story: Story) -> None:
    siv, chief = story.invited("Siv Samordnare", Role.COORDINATOR), story.supervisor
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    _, code = met(anna)
    chief.sync()
    people.offer_role(chief.phone, siv.phone.id.hex())
    nonce = chief.phone.roster.offers[siv.phone.id].nonce
    chief.phone.link.append(Kind.ROLE_GRANTED, device=siv.phone.id.hex(), nonce=nonce.hex())
    chief.restart()
    story.sync_all(anna, chief, siv)

    assert [key.role for key in keyring.role_keys(siv.phone.store)] == [Role.COORDINATOR]
    assert [row.code for row in queue.queue(siv.phone).coming] == [code]


def test_what_was_given_to_a_role_is_opened_also_when_the_role_s_own_key_comes_after_it(story: Story) -> None:
    siv, chief = story.invited("Siv Samordnare", Role.COORDINATOR), story.supervisor
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    _, code = met(anna)
    story.sync_all(anna, chief)
    people.offer_role(chief.phone, siv.phone.id.hex())
    people.grant_role(chief.phone, siv.phone.id.hex())
    siv.sync()
    held_before = keyring.role_keys(siv.phone.store)
    story.sync_all(chief, siv)

    assert held_before == []
    assert [row.code for row in queue.queue(siv.phone).coming] == [code]


def test_that_a_newcomer_is_to_have_the_older_keys_too_is_not_forgotten_when_the_answer_is_lost(story: Story) -> None:
    bertil, siv = story.with_role("Bertil", Role.COORDINATOR), story.invited("Siv Samordnare", Role.COORDINATOR)
    chief, server = story.supervisor, story.supervisor.phone.profile.server
    chief.sync()
    removing.revoke_device(chief.phone, bertil.phone.id.hex(), "lost")
    people.offer_role(chief.phone, siv.phone.id.hex())
    with relay(server, loses_what_is_said_of_the_log) as between:
        through(chief, between.url)
        with pytest.raises(ServerNotUnderstood):
            people.grant_role(chief.phone, siv.phone.id.hex(), older=True)
    through(chief, server)
    story.sync_all(chief, siv)

    assert {key.epoch for key in keyring.role_keys(siv.phone.store)} == {1, 2}


def loses_what_is_said_of_the_log(asked: Asked, ask: Callable[[Asked], Told]) -> Told:
    told = ask(asked)
    return Told(200, told.body[:1]) if asked.is_for("POST", "/log") else told
