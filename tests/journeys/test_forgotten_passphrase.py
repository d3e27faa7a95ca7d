"""Somebody forgot her passphrase: what waited is delivered from the lock screen, a new invite gives her work back."""

import pytest

from fieldapp.actions import closing, late, people, queue, rescue, sessions, visits, wiping
from fieldapp.actions.connecting import enrol, read_code
from fieldapp.actions.door import look
from fieldapp.actions.views import Situation, WipeReason
from fieldapp.crypto.passphrase import FLOOR
from fieldapp.crypto.vault import WrongPassphrase
from fieldapp.store.outbox import Kind
from fieldapp.store.spool import Spool
from sync.client.errors import ServerUnreachable
from sync.protocol.circle import Role
from tests.journeys.people import PASSPHRASE, Story
from tests.journeys.test_main_job import ALARM, met
from tests.server.running import RunningServer, run_command


def test_what_waited_is_delivered_locked_and_a_new_invite_gives_the_work_back(
    story: Story, server: RunningServer
) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    contact_id, code = met(anna)
    old_device = anna.phone.id.hex()
    anna.lock()
    with pytest.raises(WrongPassphrase):
        anna.unlock_with("jag minns inte alls")

    assert look(anna.folder).waiting == rescue.waiting(anna.folder) > 0
    server.stop()
    with pytest.raises(rescue.StillWaiting):
        wiping.start_over(anna.folder, clock=story.now)
    with pytest.raises(ServerUnreachable):
        rescue.deliver_locked(anna.folder)
    server.start()
    rescue.deliver_locked(anna.folder)
    assert rescue.waiting(anna.folder) == 0
    coordinator.sync()
    assert [row.code for row in queue.queue(coordinator.phone).coming] == [code]

    wiping.start_over(anna.folder, clock=story.now)
    assert look(anna.folder).situation is Situation.NEW
    story.supervisor.sync()
    receipts = {row.device: row.wiped for row in people.devices(story.supervisor.phone) if row.wiped}
    assert {device: (said.reason, said.left) for device, said in receipts.items()} == {
        old_device: (WipeReason.FORGOTTEN, 0)
    }
    again = people.invite_again(story.supervisor.phone, old_device)
    anna.holds(enrol(anna.folder, read_code(again.link), PASSPHRASE, cost=FLOOR, clock=story.now))
    story.sync_all(anna, coordinator, anna)

    assert [row.contact_id for row in visits.my_visits(anna.phone)] == [contact_id]
    assert sessions.view(anna.phone, opened.id).joined
    sessions.choose(anna.phone, opened.id)
    _, second = met(anna)
    story.sync_all(anna, coordinator)
    assert {row.code for row in queue.queue(coordinator.phone).coming} == {code, second}


def test_what_was_delivered_locked_gets_its_receipts_after_unlocking(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    met(anna)
    anna.lock()
    rescue.deliver_locked(anna.folder)
    anna.unlock()
    anna.sync()

    assert {row.state for row in visits.my_visits(anna.phone)} == {"receipted"}


def test_what_the_district_set_aside_stands_in_nobody_s_way_and_is_not_lost(story: Story) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    opener, anna = story.with_role("Olle Stöd", Role.SUPPORTER), story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(opener.phone, ALARM)
    chief = story.supervisor.phone
    story.sync_all(opener, story.supervisor)
    closing.start_closing(chief, opened.id)
    story.sync_all(opener, story.supervisor)
    closing.close(chief, opened.id)
    # She has no coverage and does not know: joining is said too late to be true any more.
    sessions.join_session(anna.phone, opened.code)
    _, code = met(anna)
    anna.lock()
    rescue.deliver_locked(anna.folder)
    wiping.start_over(anna.folder, clock=story.now)
    for item in late.fetch(chief):
        late.take_in(chief, item.id)
    coordinator.sync()

    assert look(anna.folder).situation is Situation.NEW
    assert [row.code for row in queue.queue(coordinator.phone).coming] == [code]


def test_a_statement_that_the_district_does_not_keep_stays_on_the_phone(story: Story, server: RunningServer) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    anna.lock()
    # Right after a restore its log takes nothing new, and keeps nothing of it either.
    assert run_command("restored", "--database", str(server.database)).returncode == 0
    rescue.deliver_locked(anna.folder)

    assert [item.kind for item in Spool(anna.folder).waiting()] == [Kind.STATEMENT]
    with pytest.raises(rescue.StillWaiting):
        wiping.start_over(anna.folder, clock=story.now)
