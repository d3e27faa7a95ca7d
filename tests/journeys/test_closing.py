"""The end of a session: the gate, the written-off phone, the purge, and what comes late."""

from pathlib import Path

import pytest

from fieldapp.actions import closing, drafts, late, parcels, persons, promises, queue, sessions, visits
from fieldapp.actions.disposing import DisposalReasonMissing
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.views import SafetyState
from fieldapp.actions.wiping import parcel
from fieldapp.domain.closing import NotReadyToClose, WriteOffReasonMissing
from fieldapp.domain.visit_choices import Outcome
from fieldapp.domain.visit_form import VisitForm
from fieldapp.store import outbox
from sync.client.carrying import carry
from sync.client.transport import b64
from sync.protocol.circle import Circle, Role
from sync.protocol.members import SessionState
from sync.protocol.parcel import ItemKind, Parcel
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER, met
from tests.server.running import RunningServer


def everything_on_disk(hands: Hands) -> bytes:
    return b"".join(path.read_bytes() for path in hands.folder.rglob("*") if path.is_file())


def closed(story: Story, session: str, *phones: Hands) -> None:
    """Closed once its phones have been heard."""
    chief = story.supervisor.phone
    closing.start_closing(chief, session)
    story.sync_all(*phones)
    closing.close(chief, session)


def test_the_gate_lists_the_phone_that_holds_something_and_the_person_without_a_date(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    saved = visits.register_visit(anna.phone, opened.id, visits.new_code(anna.phone), MOTHER)
    story.sync_all(anna, anna, story.supervisor)
    chief = story.supervisor.phone
    closing.start_closing(chief, opened.id)
    anna.sync()
    found = closing.refresh(chief, opened.id)

    assert [person.code for person in found.people_without] == [saved.code]
    assert found.unsettled == ()
    with pytest.raises(NotReadyToClose):
        closing.close(chief, opened.id)

    promises.agree(anna.phone, saved.contact_id, CALL_HER)
    anna.hello_only()
    found = closing.refresh(chief, opened.id)
    assert [device.label for device in found.unsettled] == ["K1"]
    assert found.unsettled[0].count.missing == 1

    anna.sync()
    story.supervisor.sync()
    found = closing.refresh(chief, opened.id)
    assert found.is_ready
    assert found.kept == 1
    closing.close(chief, opened.id)
    assert sessions.view(chief, opened.id).state is SessionState.CLOSED


@pytest.mark.parametrize("backwards", [False, True])
def test_a_phone_is_written_off_only_with_a_reason_and_what_it_brings_later_is_not_lost(
    story: Story, backwards: bool
) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna, bertil = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Bertil Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    sessions.join_session(bertil.phone, opened.code)
    story.sync_all(anna, bertil, anna, bertil)
    contact_id, code = met(bertil)
    bertil.hello_only()
    chief = story.supervisor.phone
    story.supervisor.sync()
    closing.start_closing(chief, opened.id)
    anna.sync()
    with pytest.raises(NotReadyToClose):
        closing.close(chief, opened.id)
    with pytest.raises(WriteOffReasonMissing):
        closing.write_off(chief, opened.id, bertil.phone.id.hex(), "  ")
    closing.write_off(chief, opened.id, bertil.phone.id.hex(), "Telefonen är i Dalarna")
    closing.close(chief, opened.id)

    bertil.sync()
    states = {row.state for row in visits.my_visits(bertil.phone)}
    assert states == {SafetyState.QUARANTINED}
    story.supervisor.sync()
    arrived = late.fetch(chief)
    assert {item.device_label for item in arrived} == {"K2"}
    assert any(code in item.codes and item.needs_follow_up for item in arrived)
    assert queue.queue(coordinator.phone).coming == ()

    for item in reversed(arrived) if backwards else arrived:
        late.take_in(chief, item.id)
        coordinator.sync()
    assert [row.code for row in queue.queue(coordinator.phone).coming] == [code]
    assert persons.open_person(coordinator.phone, contact_id).name == "Amina"
    assert late.fetch(chief) == ()


def test_a_supporter_s_phone_lets_go_of_a_closed_session_once_a_coordinator_holds_it(story: Story) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    contact_id, _ = met(anna)
    own = Circle.own(bytes.fromhex(opened.id), anna.phone.id)
    anna.sync()
    story.supervisor.sync()
    closed(story, opened.id, anna)

    anna.sync()
    assert [row.contact_id for row in visits.my_visits(anna.phone)] == [contact_id]

    story.sync_all(coordinator, coordinator, anna)
    assert visits.my_visits(anna.phone) == ()
    assert visits.contacts(anna.phone) == []
    assert sessions.current(anna.phone) is None
    before = everything_on_disk(anna)
    anna.restart()
    anna.sync()
    story.supervisor.sync()
    assert story.supervisor.phone.roster.sessions[bytes.fromhex(opened.id)].purged == {anna.phone.id}
    assert not anna.phone.roster.may_read(anna.phone.id, own)
    assert everything_on_disk(anna) != before
    assert persons.open_person(coordinator.phone, contact_id).name == "Amina"


def test_a_visit_half_filled_in_when_the_session_closes_can_be_finished_and_arrives_late(story: Story) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    met(anna)
    drafts.save(anna.phone, visits.DRAFT, {"code": "HV-000-000-0", "name": "Amina"})
    story.sync_all(anna, coordinator, coordinator, story.supervisor)
    closed(story, opened.id, anna)
    story.sync_all(coordinator, anna)

    assert drafts.load(anna.phone, visits.DRAFT) is not None
    current = sessions.current(anna.phone)
    assert current is not None
    _, code = met(anna)
    story.sync_all(anna, story.supervisor)
    assert any(code in item.codes for item in late.fetch(story.supervisor.phone))


def test_closing_leaves_the_promises_in_the_queue(story: Story) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    _, code = met(anna)
    visits.register_visit(anna.phone, opened.id, visits.new_code(anna.phone), _calm())
    story.sync_all(anna, anna, coordinator, story.supervisor)
    closed(story, opened.id, anna)
    coordinator.sync()

    assert [row.code for row in queue.queue(coordinator.phone).coming] == [code]


def _calm() -> VisitForm:
    fields = {name: getattr(MOTHER, name) for name in MOTHER.__dataclass_fields__}
    return VisitForm(**fields | {"outcome": Outcome.INFORMATION_GIVEN, "name": "Bo"})


def test_a_written_off_phone_learns_that_its_late_visit_was_let_in_and_lets_go(story: Story) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    met(anna)
    story.sync_all(anna, coordinator)
    _, code = met(anna)
    chief = story.supervisor.phone
    story.supervisor.sync()
    closing.start_closing(chief, opened.id)
    closing.write_off(chief, opened.id, anna.phone.id.hex(), "Telefonen är i Dalarna")
    closing.close(chief, opened.id)
    story.sync_all(anna, coordinator, anna)
    assert SafetyState.QUARANTINED in {row.state for row in visits.my_visits(anna.phone)}

    # What is let in does not come right after what the phone has read.
    persons.take(coordinator.phone, queue.queue(coordinator.phone).coming[0].follow_up_id)
    coordinator.sync()
    for item in reversed(late.fetch(chief)):
        late.take_in(chief, item.id)
    # Not let go of before a coordinator's device holds it.
    anna.sync()
    assert {row.state for row in visits.my_visits(anna.phone)} == {SafetyState.RECEIPTED}

    story.sync_all(coordinator, anna)
    assert code in {row.code for row in queue.queue(coordinator.phone).coming}
    assert visits.my_visits(anna.phone) == ()
    anna.restart()
    story.sync_all(anna, story.supervisor)
    assert chief.roster.sessions[bytes.fromhex(opened.id)].purged == {anna.phone.id}


def _late_from(story: Story) -> tuple[Hands, str]:
    """A phone that comes after its session was closed, with counted heads and with a promise."""
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, anna, story.supervisor)
    closed(story, opened.id, anna)
    visits.register_visit(anna.phone, opened.id, visits.new_code(anna.phone), _calm())
    met(anna)
    story.sync_all(anna, story.supervisor)
    return anna, opened.id


def test_what_came_late_is_disposed_of_with_a_reason_and_the_phone_lets_go_of_it(story: Story) -> None:
    anna, session = _late_from(story)
    chief = story.supervisor.phone
    arrived = late.fetch(chief)
    calm = [item.id for item in arrived if not item.needs_follow_up]
    promised = [item.id for item in arrived if item.needs_follow_up]
    with pytest.raises(DisposalReasonMissing):
        late.dispose(chief, calm, "")
    with pytest.raises(late.TakeItInInstead):
        late.dispose(chief, promised, "Behövs inte")
    late.dispose(chief, calm, "Övning")

    assert {item.id for item in late.fetch(chief)} == set(promised)
    assert [group.device_label for group in late.groups(chief)] == ["K1"]
    anna.sync()
    assert set(calm).isdisjoint(row["key"] for row in anna.phone.store.all("set_aside"))
    assert {row["key"] for row in anna.phone.store.all("set_aside") if row["kind"] == "envelope"} == set(promised)


def test_what_belongs_to_another_board_is_handed_on_as_a_file_with_the_keys_that_open_it(
    story: Story, server: RunningServer, tmp_path: Path
) -> None:
    other = Story(tmp_path / "other", server.url, server.new_claim_code())
    coordinator = other.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = other.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    _, code = met(anna)
    anna.lock()
    astray = parcel(anna.folder).content
    chief = story.supervisor.phone
    # Carried to the wrong place: this board can read none of it.
    chief.link.call(lambda call: carry(call, Parcel.from_bytes(astray), lambda done, total: None))
    arrived = late.fetch(chief)
    file = late.hand_on(chief, [item.id for item in arrived])
    with pytest.raises(parcels.ParcelOfAnotherBoard):
        parcels.look_into(chief, file.content)
    # Only its statements are missing, which need no carrying: she joined there herself.
    anna.unlock()
    statements = [item.raw for item in outbox.waiting(anna.phone.store, outbox.Kind.STATEMENT)]
    anna.phone.link.call(lambda call: call.post("/log", {"statements": [b64(raw) for raw in statements]}))
    parcels.take_in(coordinator.phone, file.content)
    coordinator.sync()
    codes = [row.code for row in queue.queue(coordinator.phone).coming]
    other.end()

    assert {item.reason for item in arrived} == {"other_board"}
    assert Parcel.from_bytes(file.content).of_kind(ItemKind.GRANT)
    assert codes == [code]
    with pytest.raises(GoneMeanwhile):
        late.hand_on(chief, ["ff" * 32])
