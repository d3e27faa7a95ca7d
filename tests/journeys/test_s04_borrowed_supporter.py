"""S4: somebody from Bromma works a shift in another board's session, and nothing of it stays on her phone."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from fieldapp.actions import (
    door,
    drafts,
    guests,
    lent,
    loans,
    persons,
    places,
    queue,
    rescue,
    sessions,
    shifts,
    visits,
    wiping,
)
from fieldapp.actions.connecting import read_code
from fieldapp.actions.door import PhoneWiped
from fieldapp.actions.errors import (
    GoneMeanwhile,
    NotAllowed,
    PhoneRevoked,
    ReminderNotConfirmed,
    ShiftOver,
    VisitUnfinished,
)
from fieldapp.actions.views import Situation
from fieldapp.crypto import vault
from fieldapp.crypto.circle_keys import CannotOpen, CircleKey, open_envelope
from fieldapp.crypto.vault import WrongPassphrase
from fieldapp.domain.loan import LoanAsk, LoanHours, LoanReasonMissing, LoanState
from fieldapp.domain.member import Member
from fieldapp.domain.shift import ShiftWarning
from fieldapp.store import keyring, outbox, records
from fieldapp.store.drafts import VISIT
from fieldapp.store.envelope_log import EnvelopeLog
from fieldapp.store.store_files import files_in
from sync.client.errors import InviteUsed, NotRecognised, Refused, ServerUnreachable
from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.envelope import Envelope
from sync.protocol.members import WipeReason
from sync.protocol.statement import Kind
from tests.journeys.boards import GUESTS_PASSPHRASE, Boards, two_boards
from tests.journeys.people import Hands
from tests.journeys.test_main_job import ALARM, met
from tests.server.running import RunningServer


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, server: RunningServer) -> Iterator[Boards]:
    with two_boards(tmp_path_factory.mktemp("loans"), server) as boards:
        yield boards


@pytest.fixture
def boards(made: Boards) -> Boards:
    made.begin()
    return made


def keys_in_memory(hands: Hands) -> list[bytes]:
    """Every secret the unlocked phone knew."""
    store, device = hands.phone.store, hands.phone.keys
    keys = [key.key for key, _ in keyring.circle_keys(store)]
    keys += [key.private_bytes_raw() for key in (device.signing, device.receiving, device.delivery)]
    return [*keys, door.Door(hands.folder).unlock(GUESTS_PASSPHRASE, now=hands.story.time)]


def sealed_copies(folder: Path) -> list[Envelope]:
    log = EnvelopeLog(folder)
    items = [outbox.item_of(log, id_) for id_ in log.ids()]
    log.release()
    return [Envelope.from_bytes(item.raw) for item in items if item and item.kind is outbox.Kind.ENVELOPE]


def opened_with(envelope: Envelope, key: bytes) -> bool:
    header = envelope.header
    try:
        open_envelope(envelope, CircleKey(header.circle, header.epoch, key))
    except (CannotOpen, ValueError):
        return False
    return True


def left(boards: Boards, doris: Hands) -> None:
    """Checked out, delivered, and read by a coordinator."""
    guests.check_out(doris.phone)
    wiping.go_on(doris.folder)
    boards.here.sync_all(boards.coordinator, boards.coordinator)
    assert wiping.go_on(doris.folder)


def test_a_shift_from_the_reminder_to_an_empty_phone(boards: Boards) -> None:
    at_home = sessions.open_session(boards.doris.phone, ALARM)
    her_own, _ = met(boards.doris)
    doris = boards.guest()
    with pytest.raises(ReminderNotConfirmed):
        guests.check_in(doris.phone, reminded=False)
    guests.check_in(doris.phone, reminded=True)
    boards.here.sync_all(doris, boards.coordinator, doris)
    codes = [met(doris)[1] for _ in range(7)]
    boards.here.pass_time(hours=4, minutes=1)
    shift = shifts.mine(doris.phone, boards.session.id)
    boards.here.sync_all(doris, boards.coordinator, boards.chief)
    device, folder = doris.phone.id, doris.folder

    assert shift is not None
    assert shift.warnings(boards.here.time) == (ShiftWarning.BREAK_DUE,)
    assert sorted(row.code for row in visits.my_visits(doris.phone)) == sorted(codes)
    assert visits.my_visits(boards.doris.phone)[0].contact_id == her_own

    left(boards, doris)
    boards.here.sync_all(boards.chief)

    assert [place.folder for place in places.known(boards.doris.folder)] == [boards.doris.folder]
    assert not folder.exists()
    assert [row.contact_id for row in visits.my_visits(boards.doris.phone, at_home.id)] == [her_own]
    assert {row.code for row in queue.queue(boards.coordinator.phone).coming} >= set(codes)
    [row] = lent.by_board(boards.chief.phone, [boards.session.id])
    assert (row.board_name, row.people, row.visits) == ("Bromma", 1, 7)
    assert row.worked == timedelta(hours=4, minutes=1)
    wiped = boards.chief.phone.roster.devices[device].wiped
    assert wiped is not None
    assert (wiped.reason, wiped.left) == (WipeReason.CHECKED_OUT, 0)


def test_two_are_asked_for_one_is_named_invited_and_her_hours_come_back(boards: Boards) -> None:
    chief, bo, doris_at_home = boards.chief, boards.bromma.supervisor, boards.doris.phone.me.person.hex()
    asked = loans.ask(chief.phone, bo.phone.board.hex(), boards.session.id, two_for_eight_hours(boards))
    boards.here.sync_all(chief, bo)
    request = loans.loan(bo.phone, asked)
    assert (request.state, request.board_name) == (LoanState.ASKED, "Hässelby-Vällingby")
    assert (request.ask.people, request.ask.needs, request.ask.agreed_by) == (2, "arabiska", "Stadsdelsdirektör")

    loans.lend(bo.phone, asked, [doris_at_home])
    boards.here.sync_all(bo, chief)
    agreed = loans.loan(chief.phone, asked)
    assert (agreed.state, len(agreed.people), agreed.people[0].member) == (LoanState.AGREED, 1, "")

    loans.invite(chief.phone, asked, boards.here.time + timedelta(hours=8))
    boards.here.sync_all(chief, bo)
    [invite] = loans.loan(bo.phone, asked).invites
    doris = boards.guest(invite.link)
    guests.check_in(doris.phone, reminded=True)
    met(doris)
    boards.here.pass_time(hours=3)
    boards.here.sync_all(doris, boards.coordinator)
    left(boards, doris)
    chief.sync()
    loans.end(chief.phone, asked)
    boards.here.sync_all(chief, bo)
    over = loans.loan(bo.phone, asked)

    assert over.state is LoanState.ENDED
    assert over.hours == LoanHours(1, timedelta(hours=3))
    assert over.people[0].member == doris_at_home
    assert loans.loan(chief.phone, asked).hours == LoanHours(1, timedelta(hours=3))


def test_what_a_supervisor_asked_for_stands_on_the_coordinator_s_phone_too(boards: Boards) -> None:
    chief, bo = boards.chief, boards.bromma.supervisor
    asked = loans.ask(chief.phone, bo.phone.board.hex(), boards.session.id, two_for_eight_hours(boards))
    boards.here.sync_all(chief, boards.coordinator)

    assert [one.id for one in loans.borrowed(boards.coordinator.phone, boards.session.id)] == [asked]


def test_the_lending_board_has_the_newest_shift_s_invites_to_show_or_to_read_out(boards: Boards) -> None:
    chief, bo = boards.chief, boards.bromma.supervisor
    asked = loans.ask(chief.phone, bo.phone.board.hex(), boards.session.id, two_for_eight_hours(boards))
    boards.here.sync_all(chief, bo)
    loans.lend(bo.phone, asked, [boards.doris.phone.me.person.hex()])
    boards.here.sync_all(bo, chief)
    sent = []
    for ends in (8, 32):
        [made] = loans.invite(chief.phone, asked, boards.here.time + timedelta(hours=ends))
        boards.here.sync_all(chief, bo)
        sent.append(made.link)
        [shown] = loans.loan(bo.phone, asked).invites

        assert shown.link == made.link
        assert read_code(shown.code, shown.server) == read_code(made.link)

    assert len(set(sent)) == 2


def test_a_board_that_has_nobody_says_why_and_only_supervisors_ask_and_answer(boards: Boards) -> None:
    bo = boards.bromma.supervisor
    form = two_for_eight_hours(boards)
    with pytest.raises(NotAllowed):
        loans.ask(boards.coordinator.phone, bo.phone.board.hex(), boards.session.id, form)
    asked = loans.ask(boards.chief.phone, bo.phone.board.hex(), boards.session.id, form)
    boards.here.sync_all(boards.chief, bo)
    with pytest.raises(LoanReasonMissing):
        loans.refuse(bo.phone, asked, " ")
    loans.refuse(bo.phone, asked, "Alla är ute hos oss")
    boards.here.sync_all(bo, boards.chief)
    answered = loans.loan(boards.chief.phone, asked)

    assert (answered.state, answered.refused_because) == (LoanState.REFUSED, "Alla är ute hos oss")
    with pytest.raises(GoneMeanwhile):
        loans.lend(bo.phone, asked, [boards.doris.phone.me.person.hex()])


def two_for_eight_hours(boards: Boards) -> LoanAsk:
    begins = boards.here.time
    return LoanAsk(
        people=2, begins=begins, ends=begins + timedelta(hours=8), needs="arabiska", agreed_by="Stadsdelsdirektör"
    )


def test_after_check_out_no_visit_can_be_opened_offline_or_online_with_any_key_she_had(
    boards: Boards, server: RunningServer, tmp_path: Path
) -> None:
    doris = boards.checked_in()
    server.stop()
    met(doris)
    known = keys_in_memory(doris)
    before = {path.name: path.read_bytes() for path in doris.folder.iterdir() if path.is_file()}
    assert any(opened_with(one, key) for one in sealed_copies(doris.folder) for key in known)
    guests.check_out(doris.phone)
    on_disk = {path: path.read_bytes() for path in doris.folder.rglob("*") if path.is_file()}

    assert files_in(doris.folder) == []
    assert not (doris.folder / "vault.bin").exists()
    assert not any(key in content for key in known for content in on_disk.values())
    with pytest.raises(PhoneWiped):
        doris.unlock_with(GUESTS_PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        vault.open_vault(before["vault.bin"], GUESTS_PASSPHRASE, (doris.folder / "keystore.key").read_bytes())
    assert b"Amina" not in b"".join(on_disk.values())
    with pytest.raises(ServerUnreachable):
        wiping.go_on(doris.folder)

    server.start()
    assert not wiping.go_on(doris.folder)
    with pytest.raises((NotRecognised, Refused)):
        doris.phone.link.call(lambda call: call.post("/pull", {"after": {}}))
    boards.here.sync_all(boards.coordinator, boards.coordinator)
    assert wiping.go_on(doris.folder)
    assert list(doris.folder.iterdir()) == []


def test_what_a_phone_of_hers_kept_in_memory_opens_nothing_that_is_written_afterwards(boards: Boards) -> None:
    doris = boards.checked_in()
    met(doris)
    doris.sync()
    known = keys_in_memory(doris)
    left(boards, doris)
    shared = Circle.shared(bytes.fromhex(boards.session.id))
    boards.here.sync_all(boards.coordinator)
    sessions.choose(boards.coordinator.phone, boards.session.id)
    boards.here.pass_time(minutes=1)
    with boards.coordinator.phone.store.one_write():
        shifts.take_break(boards.coordinator.phone, boards.session.id)
    newest = keyring.sealing_key(boards.coordinator.phone.store, shared)

    assert newest is not None
    assert newest.key not in known
    assert newest.epoch == boards.coordinator.phone.roster.epoch_due(shared) > 1


def test_the_copies_stay_until_a_coordinator_holds_them_and_come_back_to_a_server_that_lost_them(
    boards: Boards,
) -> None:
    doris = boards.checked_in()
    contact, _ = met(doris)
    guests.check_out(doris.phone)

    assert not wiping.go_on(doris.folder)
    assert rescue.waiting(doris.folder) == 0
    seen = door.look(doris.folder, clock=boards.here.now)
    assert (seen.situation, seen.wiped_because) == (Situation.WIPED, WipeReason.CHECKED_OUT)
    assert sealed_copies(doris.folder)

    boards.here.sync_all(boards.coordinator, boards.coordinator)
    assert wiping.go_on(doris.folder)
    assert persons.open_person(boards.coordinator.phone, contact).name == "Amina"


def test_she_sees_no_names_of_the_boards_staff_and_nobody_elses_visits(boards: Boards) -> None:
    anna = boards.here.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.join_session(anna.phone, boards.session.code)
    met(anna)
    boards.here.sync_all(anna, boards.coordinator, boards.chief, anna)
    doris = boards.checked_in()
    boards.here.sync_all(boards.chief, boards.coordinator, doris)
    held = {key.circle.kind for key, _ in keyring.circle_keys(doris.phone.store)}

    assert [Member.from_record(one).name for one in records.records(doris.phone.store, "member")] == []
    assert records.records(doris.phone.store, "contact") == []
    assert held <= {CircleKind.SHARED, CircleKind.OWN, CircleKind.AUDIT}
    with pytest.raises(NotAllowed):
        queue.queue(doris.phone)
    assert sessions.view(doris.phone, boards.session.id).facts_known
    assert records.record(doris.phone.store, "session", boards.session.id) is not None


def test_a_guest_opens_and_joins_nothing_else(boards: Boards) -> None:
    doris = boards.checked_in()
    other = sessions.open_session(boards.chief.phone, ALARM)
    boards.chief.sync()
    own = Circle.own(bytes.fromhex(other.id), doris.phone.id)
    for kind in (Kind.SESSION_OPENED, Kind.SESSION_JOINED):
        with pytest.raises(Refused, match="guest_opens_none|another_session"):
            doris.phone.link.append(kind, session=other.id)

    assert not doris.phone.roster.may_write(doris.phone.id, own)
    with pytest.raises(NotAllowed):
        sessions.open_session(doris.phone, ALARM)
    with pytest.raises(NotAllowed):
        sessions.join_session(doris.phone, other.code)


def test_an_invite_of_a_guest_lets_one_phone_in(boards: Boards) -> None:
    invite = boards.invite()
    boards.guest(invite.link)

    with pytest.raises(InviteUsed):
        boards.guest(invite.link)


def test_only_a_supervisor_invites_a_guest(boards: Boards) -> None:
    form = guests.GuestForm(
        name="Doris",
        session=boards.session.id,
        until=boards.here.time + timedelta(hours=8),
        home=boards.bromma.supervisor.phone.board.hex(),
    )
    with pytest.raises(NotAllowed):
        guests.invite(boards.coordinator.phone, form)


def test_a_visit_that_is_half_filled_in_is_finished_first(boards: Boards) -> None:
    doris = boards.checked_in()
    drafts.save(doris.phone, VISIT, {"name": "Amina"})
    with pytest.raises(VisitUnfinished):
        guests.check_out(doris.phone)

    assert door.is_open(doris.folder)


def test_when_the_hour_is_past_the_phone_empties_itself_also_when_nobody_takes_it_up(boards: Boards) -> None:
    doris = boards.checked_in()
    contact, _ = met(doris)
    doris.lock()
    boards.here.pass_time(hours=9, minutes=1)

    assert door.look(doris.folder, clock=boards.here.now).wiped_because is WipeReason.CHECKED_OUT
    assert files_in(doris.folder) == []

    with suppress(PhoneWiped):
        doris.unlock_with(GUESTS_PASSPHRASE)
    wiping.go_on(doris.folder)
    boards.here.sync_all(boards.coordinator, boards.coordinator)
    assert wiping.go_on(doris.folder)
    assert persons.open_person(boards.coordinator.phone, contact).name == "Amina"


def test_a_clock_that_is_set_back_wins_nothing(boards: Boards) -> None:
    doris = boards.checked_in()
    boards.here.pass_time(hours=9, minutes=1)
    boards.here.sync_all(boards.coordinator)
    boards.here.pass_time(hours=-9, minutes=-1)
    with pytest.raises(PhoneRevoked):
        doris.sync()

    assert boards.coordinator.phone.roster.active(doris.phone.id) is None


def test_an_hour_that_is_past_ends_the_exchange_before_the_network_is_asked(
    boards: Boards, server: RunningServer
) -> None:
    doris = boards.checked_in()
    server.stop()
    boards.here.pass_time(hours=9, minutes=1)
    with pytest.raises(ShiftOver):
        doris.sync()
    server.start()


def test_a_phone_that_has_shown_a_later_hour_does_not_open_again(boards: Boards) -> None:
    doris = boards.checked_in()
    boards.here.pass_time(hours=10)
    door.note_time(doris.phone)
    doris.lock()
    boards.here.pass_time(hours=-10)
    with pytest.raises(PhoneWiped):
        doris.unlock_with(GUESTS_PASSPHRASE)

    assert files_in(doris.folder) == []


def test_a_supervisor_may_end_it_before_the_hour(boards: Boards) -> None:
    doris = boards.checked_in()
    met(doris)
    doris.sync()
    guests.end(boards.chief.phone, doris.phone.id.hex())
    with pytest.raises(PhoneRevoked):
        doris.sync()
    door.close_and_wipe_revoked(doris.phone)

    assert files_in(doris.folder) == []


def test_places_are_told_apart_before_anything_is_unlocked_and_wait_for_each_of_them(
    boards: Boards, server: RunningServer
) -> None:
    doris = boards.checked_in()
    server.stop()
    met(doris)
    doris.lock()
    here, there = places.known(boards.doris.folder, clock=boards.here.now)

    assert (here.door.board_name, there.door.board_name) == ("Bromma", "Hässelby-Vällingby")
    assert (here.door.until, there.door.until is None) == (None, False)
    assert (here.door.waiting, there.door.waiting > 0) == (0, True)

    server.start()
    places.deliver_all(boards.doris.folder)
    assert places.known(boards.doris.folder, clock=boards.here.now)[1].door.waiting == 0


def test_one_place_opens_nothing_of_the_other(boards: Boards, tmp_path: Path) -> None:
    doris = boards.checked_in()
    met(doris)
    doris.sync()
    known = keys_in_memory(doris)
    own = [Envelope.from_bytes(raw) for raw in boards_own_copies(boards)]
    doris.lock()

    with pytest.raises(WrongPassphrase):
        door.unlock(boards.doris.folder, GUESTS_PASSPHRASE, clock=boards.bromma.now)
    assert own
    assert not any(opened_with(envelope, key) for envelope in own for key in known)


def boards_own_copies(boards: Boards) -> list[bytes]:
    """What she wrote at home in Bromma."""
    sessions.open_session(boards.doris.phone, ALARM)
    met(boards.doris)
    return [envelope.to_bytes() for envelope in sealed_copies(boards.doris.folder)]
