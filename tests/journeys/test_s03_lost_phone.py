"""S3: a phone is lost on the underground with two visits that are nowhere else."""

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from fieldapp.actions import (
    breaches,
    closing,
    door,
    late,
    measuring,
    people,
    promises,
    queue,
    reentering,
    removing,
    sessions,
    visits,
    wiping,
)
from fieldapp.actions.connecting import enrol, read_code
from fieldapp.actions.errors import NotAllowed, PhoneRevoked, ReasonForRemovalMissing
from fieldapp.actions.reentering import WrittenAlready
from fieldapp.actions.views import BreachView, SessionState, Situation
from fieldapp.crypto.passphrase import FLOOR
from fieldapp.domain.closing import NotReadyToClose
from fieldapp.domain.data_breach import BreachReasonMissing, BreachStepKind, BreachUndecided
from fieldapp.domain.visit_choices import Outcome
from fieldapp.store import records
from fieldapp.store.store_files import files_in
from sync.client.errors import ServerUnreachable
from sync.protocol.circle import Role
from sync.protocol.members import DeviceState, WipeReason
from tests.journeys.people import PASSPHRASE, Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER
from tests.leaks.finder import hits
from tests.server.running import RunningServer

NAME, NOTE, NUMBER = "Amina Testsson", "Vill prata igen om natten", "070-174 06 05"
CALM = replace(MOTHER, name=NAME, note=NOTE, outcome=Outcome.INFORMATION_GIVEN)
REASON = "Tappad på tunnelbanan"


def lost(story: Story) -> tuple[Hands, Hands, str, list[str]]:
    """A coordinator, a supporter with six visits of which the district has four, the session, and the six codes."""
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    codes = [seen(anna, opened.id) for _visit in range(4)]
    story.sync_all(anna, siv, story.supervisor, siv, anna)
    codes += [seen(anna, opened.id) for _visit in range(2)]
    anna.hello_only()
    people.fetch_devices(story.supervisor.phone)
    return siv, anna, opened.id, codes


def seen(hands: Hands, session: str) -> str:
    return visits.register_visit(hands.phone, session, visits.new_code(hands.phone), CALM).code


def reported(story: Story, device: bytes) -> BreachView:
    breaches.report_lost(story.supervisor.phone, device.hex(), REASON)
    return breaches.breach(story.supervisor.phone, device.hex())


def cold_copy(hands: Hands, to: Path) -> Path:
    """The storage of the phone as a thief takes it out."""
    hands.lock()
    shutil.copytree(hands.folder, to)
    return to


def new_phone(story: Story, device: bytes) -> Hands:
    again = people.invite_again(story.supervisor.phone, device.hex())
    hands = story.new_hands("new-phone")
    hands.holds(enrol(hands.folder, read_code(again.link), PASSPHRASE, cost=FLOOR, clock=story.now))
    story.sync_all(hands, story.supervisor, hands)
    return hands


def test_a_lost_phone_opens_a_breach_with_a_clock_and_what_is_missing_is_counted(story: Story, tmp_path: Path) -> None:
    siv, anna, _session, codes = lost(story)
    device = anna.phone.id
    story.time = story.time.replace(microsecond=0)
    # Written after it was heard last, as whoever finds it may have it: one of them gave her number too.
    promises.agree(anna.phone, visits.my_visits(anna.phone)[0].contact_id, replace(CALL_HER, phone=NUMBER))
    found = reported(story, device)

    assert (found.issued, found.received, found.missing) == (6, 4, 2)
    assert found.people == 4
    assert found.left == timedelta(hours=72)
    assert found.is_revoked
    story.pass_time(hours=20)
    assert breaches.breach(story.supervisor.phone, device.hex()).left == timedelta(hours=52)

    # What is missing was counted without anybody being able to read it.
    assert sorted(contact.code for contact in visits.contacts(story.supervisor.phone)) == sorted(codes[:4])
    assert hits(cold_copy(anna, tmp_path / "cold"), [NAME, NOTE, NUMBER, *codes, "Anna Stöd"]) == []
    assert breaches.breaches(siv.phone) == ()
    with pytest.raises(NotAllowed):
        breaches.report_lost(siv.phone, device.hex(), REASON)


def test_the_lost_phone_is_refused_and_empties_itself_when_it_is_next_heard(story: Story) -> None:
    _siv, anna, _session, codes = lost(story)
    device = anna.phone.id
    reported(story, device)

    with pytest.raises(PhoneRevoked):
        anna.sync()
    door.close_and_wipe(anna.folder, WipeReason.REVOKED, clock=story.now)
    assert files_in(anna.folder) == []
    assert wiping.go_on(anna.folder)
    assert door.look(anna.folder).situation is Situation.NEW
    story.supervisor.sync()
    people.fetch_devices(story.supervisor.phone)
    after = breaches.breach(story.supervisor.phone, device.hex())
    assert after.wiped is not None
    # What it still held was delivered first: it lies in Arrived late, for the supervisor to see.
    arrived = {code for item in late.fetch(story.supervisor.phone) for code in item.codes}
    assert arrived == set(codes[4:])


def test_the_clock_starts_at_once_although_the_district_cannot_be_reached(story: Story, server: RunningServer) -> None:
    _siv, anna, _session, _codes = lost(story)
    device, chief = anna.phone.id, story.supervisor
    with pytest.raises(ReasonForRemovalMissing):
        breaches.report_lost(chief.phone, device.hex(), " ")
    assert breaches.breaches(chief.phone) == ()

    server.stop()
    with pytest.raises(ServerUnreachable):
        breaches.report_lost(chief.phone, device.hex(), REASON)
    first = breaches.breach(chief.phone, device.hex())
    assert not first.is_revoked
    server.start()
    chief.restart()
    story.pass_time(hours=2)
    breaches.report_lost(chief.phone, device.hex(), REASON)
    again = breaches.breach(chief.phone, device.hex())

    assert again.is_revoked
    assert again.discovered_at == first.discovered_at
    assert len(records.records(chief.phone.store, "breach")) == 1


def test_what_is_done_about_it_is_seen_by_the_other_supervisor_and_it_is_closed_with_a_reason(story: Story) -> None:
    eva = story.with_role("Eva Chef", Role.SUPERVISOR)
    _siv, anna, _session, _codes = lost(story)
    device, chief = anna.phone.id.hex(), story.supervisor
    reported(story, anna.phone.id)
    story.sync_all(chief, eva)
    with pytest.raises(BreachUndecided):
        breaches.add_step(eva.phone, device, BreachStepKind.CLOSED, "Klart")
    breaches.add_step(eva.phone, device, BreachStepKind.AUTHORITY_NOTIFIED)
    story.sync_all(eva, chief)

    seen_by_chief = breaches.breach(chief.phone, device)
    assert seen_by_chief.left is None
    assert [(step.kind, step.by) for step in seen_by_chief.steps] == [(BreachStepKind.AUTHORITY_NOTIFIED, "Eva Chef")]
    with pytest.raises(BreachReasonMissing):
        breaches.add_step(chief.phone, device, BreachStepKind.CLOSED, " ")
    breaches.add_step(chief.phone, device, BreachStepKind.CLOSED, "Telefonen är tömd, personerna är kontaktade")
    story.sync_all(chief, eva)
    assert not breaches.breach(eva.phone, device).is_open


def test_lost_visits_are_written_again_with_the_slip_s_code_and_say_that_they_are_late(story: Story) -> None:
    siv, anna, session, codes = lost(story)
    device, night = anna.phone.id, story.time
    reported(story, device)
    story.pass_time(hours=11)
    again = new_phone(story, device)
    assert {contact.code for contact in visits.contacts(again.phone)} == set(codes[:4])

    with pytest.raises(WrittenAlready):
        reentering.code_to_write(again.phone, codes[0])
    from_slip = written_again(again, session, codes[4].lower().replace("-", " "), night)
    from_memory = written_again(again, session, "", night)
    assert from_slip == codes[4]
    assert from_memory not in codes
    story.sync_all(again, siv)

    for code in (from_slip, from_memory):
        contact = queue.find_by_code(siv.phone, code)
        assert contact is not None
        (visit,) = visits.visits_of(siv.phone, contact)
        assert visit.recorded_late
        assert visit.started_at == night.replace(microsecond=night.microsecond // 1000 * 1000)
    assert not any(visit.recorded_late for visit in visits.valid_visits(siv.phone) if visit.note != NOTE)


def written_again(hands: Hands, session: str, slip: str, at: datetime) -> str:
    code = reentering.code_to_write(hands.phone, slip)
    return visits.register_visit(hands.phone, session, code, replace(CALM, started_at=at)).code


def test_the_session_closes_with_the_lost_phone_written_off_with_a_reason(story: Story) -> None:
    siv, anna, session, _codes = lost(story)
    device, chief = anna.phone.id, story.supervisor
    reported(story, device)
    story.sync_all(siv, chief)
    closing.start_closing(chief.phone, session)
    with pytest.raises(NotReadyToClose):
        closing.close(chief.phone, session)

    closing.write_off(chief.phone, session, device.hex(), REASON)
    closing.close(chief.phone, session)
    assert sessions.view(chief.phone, session).state is SessionState.CLOSED
    assert chief.phone.roster.devices[device].state is DeviceState.REVOKED
    assert breaches.breach(chief.phone, device.hex()).missing_now == 2
    [off] = [one.count for one in closing.gate(chief.phone, session).devices if one.device == device.hex()]
    assert (off.written_off_reason, off.missing) == (REASON, 2)
    assert measuring.figures(chief.phone, (session,)).written_off == 1


def test_a_phone_that_is_revoked_for_another_reason_opens_no_breach(story: Story) -> None:
    _siv, anna, _session, _codes = lost(story)
    removing.revoke_device(story.supervisor.phone, anna.phone.id.hex(), "Slutat")

    assert breaches.breaches(story.supervisor.phone) == ()
