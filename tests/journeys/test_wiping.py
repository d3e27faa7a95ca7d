"""A phone that empties itself: ten wrong tries, a revocation; what waited arrives, and the server gets a receipt."""

from datetime import timedelta
from pathlib import Path

import pytest

from fieldapp.actions import door, late, parcels, people, persons, queue, rescue, sessions, visits, wiping
from fieldapp.actions.connecting import enrol, read_code
from fieldapp.actions.door import PhoneWiped, WaitBeforeNextTry
from fieldapp.actions.errors import NotAllowed, PhoneRevoked
from fieldapp.actions.parcels import ParcelOfAnotherBoard
from fieldapp.actions.rescue import StillWaiting
from fieldapp.actions.views import DeviceRow, Situation
from fieldapp.crypto import vault
from fieldapp.crypto.passphrase import FLOOR
from fieldapp.crypto.vault import WrongPassphrase
from fieldapp.store.store_files import files_in
from sync.client.errors import NotRecognised, Refused, ServerUnreachable
from sync.protocol.circle import Role
from sync.protocol.errors import Malformed
from sync.protocol.members import WipeReason
from sync.protocol.statement import Kind
from tests.journeys.people import PASSPHRASE, Hands, Story
from tests.journeys.test_main_job import ALARM, met
from tests.server.running import RunningServer

WRONG = "inte det här lösenordet"


def use_up(hands: Hands) -> None:
    """Ten wrong tries with the waits between them."""
    for _ in range(9):
        with pytest.raises(WrongPassphrase):
            hands.unlock_with(WRONG)
        hands.story.pass_time(seconds=door.look(hands.folder, clock=hands.story.now).wait_seconds)
    with pytest.raises(PhoneWiped):
        hands.unlock_with(WRONG)


def met_without_coverage(story: Story, server: RunningServer) -> tuple[Hands, str, str]:
    """A supporter with a visit in a session of her own that nobody has heard of, and the server stopped."""
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    server.stop()
    sessions.open_session(anna.phone, ALARM)
    contact, code = met(anna)
    return anna, contact, code


def row_of(story: Story, hands: Hands, device: bytes) -> DeviceRow:
    story.supervisor.sync()
    rows = people.fetch_devices(story.supervisor.phone)
    return next(row for row in rows if row.device == device.hex())


def revoke(story: Story, device: bytes) -> None:
    story.supervisor.phone.link.append(Kind.DEVICE_REVOKED, device=device.hex(), reason="Borttappad på tunnelbanan")


def test_after_ten_wrong_tries_the_phone_is_emptied_and_what_waited_arrives_with_a_receipt(
    story: Story, server: RunningServer
) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna, contact, code = met_without_coverage(story, server)
    device, before = anna.phone.id, {path.name: path.read_bytes() for path in anna.folder.iterdir()}
    anna.lock()
    use_up(anna)

    seen = door.look(anna.folder, clock=story.now)
    assert (seen.situation, seen.wiped_because) == (Situation.WIPED, WipeReason.WRONG_PASSPHRASES)
    assert seen.waiting == rescue.waiting(anna.folder) > 0
    assert not (anna.folder / "vault.bin").exists()
    assert files_in(anna.folder) == []
    with pytest.raises(vault.WrongPassphrase):
        vault.open_vault(before["vault.bin"], PASSPHRASE, (anna.folder / "keystore.key").read_bytes())
    with pytest.raises(PhoneWiped):
        anna.unlock()
    with pytest.raises(ServerUnreachable):
        wiping.go_on(anna.folder)

    server.start()
    steps: list[tuple[int, int]] = []
    assert wiping.go_on(anna.folder, lambda done, total: steps.append((done, total)))
    assert steps
    assert list(anna.folder.iterdir()) == []
    assert door.look(anna.folder).situation is Situation.NEW
    coordinator.sync()
    assert [row.code for row in queue.queue(coordinator.phone).coming] == [code]
    assert persons.open_person(coordinator.phone, contact).name == "Amina"
    row = row_of(story, anna, device)
    assert row.wiped is not None
    assert (row.wiped.reason, row.wiped.left, row.wiped.in_file) == (WipeReason.WRONG_PASSPHRASES, 0, False)

    again = people.invite_again(story.supervisor.phone, device.hex())
    anna.holds(enrol(anna.folder, read_code(again.link), PASSPHRASE, cost=FLOOR, clock=story.now))
    story.sync_all(anna, coordinator, anna)
    assert [each.contact_id for each in visits.my_visits(anna.phone)] == [contact]


def test_a_wipe_closes_a_page_that_was_open(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    closed: list[bool] = []
    anna.phone.at_lock(lambda: closed.append(True))
    other = story.new_hands("another page")
    other.folder = anna.folder
    use_up(other)

    assert closed == [True]
    assert not door.is_open(anna.folder)
    assert files_in(anna.folder) == []


def test_without_coverage_a_file_carries_what_waited_and_the_receipt(story: Story, server: RunningServer) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    bertil = story.with_role("Bertil Stöd", Role.SUPPORTER)
    anna, contact, code = met_without_coverage(story, server)
    device = anna.phone.id
    anna.lock()
    use_up(anna)
    waiting = rescue.waiting(anna.folder)
    with pytest.raises(StillWaiting):
        wiping.leave_anyway(anna.folder)
    file = wiping.parcel(anna.folder, clock=story.now)
    wiping.saved_as_file(anna.folder)
    assert door.look(anna.folder).saved_as_file
    wiping.leave_anyway(anna.folder)

    assert list(anna.folder.iterdir()) == []
    assert file.name == f"stodkedjan-K2-{story.time:%Y%m%d}.stodpaket"
    assert parcels.look_into(coordinator.phone, file.content).records == waiting
    server.start()
    coordinator.sync()
    with pytest.raises(NotAllowed):
        parcels.take_in(bertil.phone, file.content)
    taken = parcels.take_in(coordinator.phone, file.content)
    assert (taken.device_label, taken.records, taken.safe, taken.aside) == ("K2", waiting, waiting, 0)
    assert parcels.take_in(coordinator.phone, file.content) == taken
    coordinator.sync()
    assert [row.code for row in queue.queue(coordinator.phone).coming] == [code]
    assert persons.open_person(coordinator.phone, contact).name == "Amina"
    wiped = row_of(story, anna, device).wiped
    assert wiped is not None
    assert (wiped.left, wiped.in_file) == (waiting, True)


def test_a_file_may_be_saved_and_the_phone_deliver_after_all(story: Story, server: RunningServer) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna, _, code = met_without_coverage(story, server)
    device = anna.phone.id
    anna.lock()
    use_up(anna)
    file = wiping.parcel(anna.folder, clock=story.now)
    wiping.saved_as_file(anna.folder)
    server.start()
    parcels.take_in(coordinator.phone, file.content)
    assert wiping.go_on(anna.folder)

    coordinator.sync()
    assert [row.code for row in queue.queue(coordinator.phone).coming] == [code]
    wiped = row_of(story, anna, device).wiped
    assert wiped is not None
    assert wiped.left == 0


def test_a_coordinator_carries_what_another_read_of_whom(story: Story, server: RunningServer) -> None:
    """Who opened which person is sealed for supervisors; a file that holds such a line is whole all the same."""
    siv, sara = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Sara", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    contact, _ = met(anna)
    story.sync_all(anna, siv)
    server.stop()
    persons.open_person(siv.phone, contact)
    siv.lock()
    use_up(siv)
    file = wiping.parcel(siv.folder)
    server.start()
    taken = parcels.take_in(sara.phone, file.content)

    assert taken.records == taken.safe > 0


def test_a_damaged_file_and_one_of_another_board_are_told(story: Story, server: RunningServer, tmp_path: Path) -> None:
    anna, _, _ = met_without_coverage(story, server)
    anna.lock()
    content = wiping.parcel(anna.folder).content
    server.start()
    other = Story(tmp_path / "another", server.url, server.new_claim_code())

    for place in (20, len(content) // 2, len(content) - 1):
        damaged = bytearray(content)
        damaged[place] ^= 1
        with pytest.raises(Malformed):
            parcels.look_into(story.supervisor.phone, bytes(damaged))
    with pytest.raises(ParcelOfAnotherBoard):
        parcels.take_in(other.supervisor.phone, content)
    other.end()


def test_a_revoked_phone_finds_out_while_it_is_open_and_what_waited_can_be_let_in(
    story: Story, server: RunningServer
) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna, contact, code = met_without_coverage(story, server)
    server.start()
    device = anna.phone.id
    revoke(story, device)
    with pytest.raises(PhoneRevoked):
        anna.sync()
    door.close_and_wipe(anna.folder, WipeReason.REVOKED, clock=story.now)

    assert door.look(anna.folder).wiped_because is WipeReason.REVOKED
    assert files_in(anna.folder) == []
    assert wiping.go_on(anna.folder)
    assert list(anna.folder.iterdir()) == []
    wiped = row_of(story, anna, device).wiped
    assert wiped is not None
    assert (wiped.reason, wiped.left) == (WipeReason.REVOKED, 0)
    chief = story.supervisor.phone
    arrived = late.fetch(chief)
    assert {item.reason for item in arrived} == {"device_revoked"}
    for item in arrived:
        late.take_in(chief, item.id)
    story.sync_all(coordinator, coordinator)
    assert persons.open_person(coordinator.phone, contact).name == "Amina"
    assert code in {row.code for row in queue.queue(coordinator.phone).coming}


def test_a_revoked_phone_finds_out_from_its_lock_screen_too(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    device = anna.phone.id
    anna.lock()
    assert not rescue.is_revoked(anna.folder)

    revoke(story, device)
    assert rescue.is_revoked(anna.folder)


def test_a_server_that_only_says_no_makes_no_phone_destroy_itself(
    story: Story, server: RunningServer, tmp_path: Path
) -> None:
    """A server with another database in its place does not know the board, and revokes nobody."""
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    server.stop()
    with RunningServer(tmp_path / "stranger") as stranger:
        stranger.stop()
        stranger.port = server.port
        stranger.start()
        with pytest.raises(NotRecognised):
            anna.sync()
        with pytest.raises(NotRecognised):
            rescue.is_revoked(anna.folder)
    server.start()
    anna.sync()

    assert (anna.folder / "vault.bin").exists()


def test_the_receipt_of_a_wipe_cannot_be_written_by_somebody_else(story: Story) -> None:
    anna, bertil = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Bertil Stöd", Role.SUPPORTER)
    device = anna.phone.id
    with pytest.raises(Refused, match="not_its_delivery_key"):
        bertil.phone.link.append(Kind.DEVICE_WIPED, device=device.hex(), reason="forgotten", left=0, in_file=False)

    assert row_of(story, anna, device).wiped is None


def test_waits_hold_until_the_tenth(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    anna.lock()
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            anna.unlock_with(WRONG)
    story.time -= timedelta(days=1)
    with pytest.raises(WaitBeforeNextTry):
        anna.unlock()
    story.pass_time(minutes=1)
    anna.unlock()

    assert anna.is_unlocked
