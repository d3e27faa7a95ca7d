"""Who is removed opens nothing that comes after, and whoever stays reads on."""

import contextlib
import sqlite3
from dataclasses import dataclass

import pytest

from fieldapp.actions import closing, counting, people, persons, removing, sessions, visits
from fieldapp.actions.leaving import check_out, is_leaving, leave_when_sent, stay
from fieldapp.actions.promises import follow_ups_of
from fieldapp.crypto.circle_keys import CannotOpen, CircleKey, open_envelope
from fieldapp.crypto.grants import open_grant
from fieldapp.crypto.role_keys import RoleKey
from fieldapp.domain.tally import TallyGroup
from fieldapp.store import findings, keyring
from sync.protocol.circle import Circle, Role
from sync.protocol.envelope import Envelope
from sync.protocol.grants import Grant, Recipient
from sync.protocol.statement import Kind
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, met
from tests.server.running import RunningServer


@dataclass
class Night:
    """A session with two supporters, a coordinator who may be removed and one who stays."""

    story: Story
    anna: Hands
    bertil: Hands
    siv: Hands
    stays: Hands
    session: bytes
    server: RunningServer

    @property
    def chief(self) -> Hands:
        return self.story.supervisor

    def settle(self, *without: Hands) -> None:
        """Everybody has heard everybody."""
        everybody = [one for one in (self.chief, self.anna, self.bertil, self.siv, self.stays) if one not in without]
        self.story.sync_all(*everybody, *everybody, *everybody)

    def own(self, hands: Hands) -> Circle:
        return Circle.own(self.session, hands.phone.id)


@pytest.fixture
def night(story: Story, server: RunningServer) -> Night:
    siv, stays = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Stig Stannar", Role.COORDINATOR)
    anna, bertil = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Bertil Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    sessions.join_session(bertil.phone, opened.code)
    made = Night(story, anna, bertil, siv, stays, bytes.fromhex(opened.id), server)
    met(anna)
    made.settle()
    return made


def every_key(night: Night, thief: Hands) -> list[CircleKey]:
    """Every key the thief holds, and every one that her keys open anywhere on the server's disk."""
    roles = keyring.role_keys(thief.phone.store)
    found = [opened for grant in all_grants(night) for opened in opened_by(thief, roles, grant)]
    more = [key for key in found if isinstance(key, RoleKey) and key not in roles]
    found += [opened for grant in all_grants(night) for opened in opened_by(thief, more, grant)]
    return [key for key, _ in keyring.circle_keys(thief.phone.store)] + [
        key for key in found if isinstance(key, CircleKey)
    ]


def all_grants(night: Night) -> list[Grant]:
    with sqlite3.connect(night.server.database) as database:
        rows = database.execute('SELECT "grant" FROM grants WHERE board = ?', (night.chief.phone.board,)).fetchall()
    database.close()
    # What its reader may not have any more is empty.
    return [Grant.from_bytes(raw) for (raw,) in rows if raw]


def opened_by(thief: Hands, roles: list[RoleKey], grant: Grant) -> list[RoleKey | CircleKey]:
    recipient, phone, found = grant.context.recipient, thief.phone, []
    signer = phone.roster.devices.get(grant.context.granter)
    for private in [phone.keys.receiving, *(key.private for key in roles)] if signer else ():
        with contextlib.suppress(CannotOpen):
            how = {"board": phone.board, "recipient": recipient, "granter_public": signer.signing}
            found.append(open_grant(grant, private, **how))
    return found


def envelopes(night: Night, circle: Circle) -> list[Envelope]:
    """As they lie on the server's disk."""
    with sqlite3.connect(night.server.database) as database:
        wanted = "SELECT envelope FROM envelopes WHERE board = ? AND circle = ? ORDER BY seq"
        rows = database.execute(wanted, (night.chief.phone.board, circle.to_bytes())).fetchall()
    database.close()
    return [Envelope.from_bytes(raw) for (raw,) in rows]


def opens(keys: list[CircleKey], envelope: Envelope) -> bool:
    for key in keys:
        try:
            open_envelope(envelope, key)
        except CannotOpen:
            continue
        return True
    return False


def later(night: Night, circle: Circle, before: int) -> list[Envelope]:
    """What was added to the stream since it held `before` envelopes; all of it in a later epoch."""
    added = envelopes(night, circle)[before:]
    assert added
    return added


def test_a_revoked_coordinator_opens_nothing_of_a_later_epoch_and_who_stays_reads_it(night: Night) -> None:
    circle = night.own(night.anna)
    before = len(envelopes(night, circle))
    removing.revoke_device(night.chief.phone, night.siv.phone.id.hex(), "Telefonen är stulen")
    night.settle(night.siv)
    contact, _ = met(night.anna)
    night.settle(night.siv)
    keys = every_key(night, night.siv)

    assert all(opens(keys, envelope) for envelope in envelopes(night, circle)[:before])
    assert not any(opens(keys, envelope) for envelope in later(night, circle, before))
    assert persons.open_person(night.stays.phone, contact).name == "Amina"
    assert persons.open_person(night.chief.phone, contact).name == "Amina"


def test_a_coordinator_who_becomes_a_supporter_reads_none_of_it_any_more(night: Night) -> None:
    circle = night.own(night.anna)
    before = len(envelopes(night, circle))
    removing.change_role(night.chief.phone, night.siv.phone.id.hex(), Role.SUPPORTER, "Slutar som samordnare")
    night.settle()
    contact, _ = met(night.anna)
    night.settle()
    keys = every_key(night, night.siv)

    assert not any(opens(keys, envelope) for envelope in later(night, circle, before))
    assert persons.open_person(night.stays.phone, contact).name == "Amina"
    assert contact not in {one.id for one in visits.contacts(night.siv.phone)}


def test_a_revoked_supporter_s_shared_and_board_circles_are_closed_to_her(night: Night) -> None:
    shared, board = Circle.shared(night.session), Circle.of_board()
    before = {circle: len(envelopes(night, circle)) for circle in (shared, board)}
    removing.revoke_device(night.chief.phone, night.bertil.phone.id.hex(), "Borta")
    night.settle(night.bertil)
    people.invite(night.chief.phone, "Nya Namnet", Role.SUPPORTER)
    sessions_facts(night)
    night.settle(night.bertil)
    keys = every_key(night, night.bertil)

    for circle, count in before.items():
        assert not any(opens(keys, envelope) for envelope in later(night, circle, count))


def sessions_facts(night: Night) -> None:
    counting.count(night.anna.phone, night.session.hex(), TallyGroup.ADULTS, 3)


def test_a_phone_that_died_right_after_the_removal_is_made_up_for_by_any_other(night: Night) -> None:
    """Only the statement reached the log: no new role key, no new circle key."""
    fields = {"device": night.siv.phone.id.hex(), "reason": "Borta"}
    night.stays.sync()
    night.chief.phone.link.append(Kind.DEVICE_REVOKED, **fields)
    night.anna.sync()
    contact, _ = met(night.anna)
    night.anna.sync()
    first = Recipient.of_role(Role.COORDINATOR, 1)
    given = {grant.context.key_id for grant in all_grants(night) if grant.context.recipient == first}
    sealed = envelopes(night, night.own(night.anna))[-1].header

    assert sealed.epoch == night.chief.phone.roster.head.seq + 1
    assert sealed.key_id not in given
    night.settle(night.siv)
    assert not night.chief.phone.roster.role_key_is_due(Role.COORDINATOR)
    assert persons.open_person(night.stays.phone, contact).name == "Amina"


def test_what_was_sealed_before_the_removal_was_known_is_taken_and_marked(night: Night) -> None:
    removing.revoke_device(night.chief.phone, night.siv.phone.id.hex(), "Stulen")
    night.story.sync_all(night.chief, night.stays, night.chief)
    contact, _ = met(night.anna)
    night.anna.sync()
    night.story.sync_all(night.chief, night.stays)
    rows = {row.label: row.stale for row in people.devices(night.stays.phone)}

    assert persons.open_person(night.stays.phone, contact).name == "Amina"
    assert rows["K1"] > 0
    assert sum(rows.values()) == rows["K1"]

    night.settle(night.siv)
    met(night.anna)
    night.settle(night.siv)
    assert {row.label: row.stale for row in people.devices(night.stays.phone)} == rows


def test_who_checks_out_while_a_visit_waits_is_still_there(night: Night) -> None:
    met(night.bertil)
    check_out(night.bertil.phone, night.session.hex())
    left_now = leave_when_sent(night.bertil.phone)

    assert not left_now
    assert is_leaving(night.bertil.phone, night.session.hex())
    stay(night.bertil.phone, night.session.hex())
    night.bertil.sync()
    assert not leave_when_sent(night.bertil.phone)


def test_checking_out_sends_what_waits_then_leaves_and_the_phone_lets_go(night: Night) -> None:
    contact, _ = met(night.bertil)
    check_out(night.bertil.phone, night.session.hex())
    night.bertil.sync()
    night.settle()
    before = len(envelopes(night, night.own(night.bertil)))
    session = night.chief.phone.roster.sessions[night.session]

    assert night.bertil.phone.id in session.left
    assert persons.open_person(night.stays.phone, contact).name == "Amina"
    assert visits.contacts(night.bertil.phone) == []
    kept = {key.circle for key, _ in keyring.circle_keys(night.bertil.phone.store)}
    assert {circle for circle in kept if circle.subject == night.session} == {Circle.shared(night.session)}

    persons.take(night.stays.phone, _promised(night, contact))
    night.settle()
    assert not any(
        opens(every_key(night, night.bertil), envelope) for envelope in later(night, night.own(night.bertil), before)
    )
    night.bertil.restart()
    night.settle()
    assert night.bertil.phone.id in night.chief.phone.roster.sessions[night.session].purged


def test_who_comes_back_the_next_evening_works_on_and_lets_go_of_everything_at_the_closing(night: Night) -> None:
    yesterday, _ = met(night.bertil)
    check_out(night.bertil.phone, night.session.hex())
    night.bertil.sync()
    night.settle()
    night.bertil.restart()
    night.settle()
    counting.count(night.anna.phone, night.session.hex(), TallyGroup.ADULTS, 1)
    night.settle()
    night.story.pass_time(hours=20)
    code = sessions.view(night.bertil.phone, night.session.hex()).code
    sessions.join_session(night.bertil.phone, code)
    tonight, _ = met(night.bertil)
    night.settle()
    seen = sessions.current(night.bertil.phone)

    assert seen is not None
    assert (seen.area, seen.facts_known) == (ALARM.area, True)
    assert counting.tally(night.bertil.phone, night.session.hex()) == counting.tally(
        night.stays.phone, night.session.hex()
    )
    assert [contact.id for contact in visits.contacts(night.bertil.phone)] == [tonight]
    assert {persons.open_person(night.stays.phone, each).name for each in (yesterday, tonight)} == {"Amina"}
    assert not findings.all_of(night.bertil.phone.store)

    closing.start_closing(night.chief.phone, night.session.hex())
    night.settle()
    closing.close(night.chief.phone, night.session.hex())
    night.settle()
    assert not [key for key, _ in keyring.circle_keys(night.bertil.phone.store) if key.circle.subject == night.session]


def test_who_checked_out_lets_go_of_the_facts_when_the_session_is_closed(night: Night) -> None:
    check_out(night.bertil.phone, night.session.hex())
    night.bertil.sync()
    night.settle()
    night.bertil.restart()
    night.settle()
    closing.start_closing(night.chief.phone, night.session.hex())
    night.settle()
    closing.close(night.chief.phone, night.session.hex())
    night.settle()

    assert not [key for key, _ in keyring.circle_keys(night.bertil.phone.store) if key.circle.subject == night.session]
    assert not sessions.view(night.bertil.phone, night.session.hex()).facts_known
    night.bertil.restart()
    night.settle()
    assert night.bertil.phone.id in night.chief.phone.roster.sessions[night.session].purged


def _promised(night: Night, contact: str) -> str:
    return follow_ups_of(night.stays.phone, contact)[0].id


def test_after_closing_the_coordinators_go_on_in_a_key_no_supporter_has(night: Night) -> None:
    contact = visits.contacts(night.anna.phone)[0].id
    session = night.session.hex()
    closing.start_closing(night.chief.phone, session)
    night.settle()
    closing.close(night.chief.phone, session)
    keys = every_key(night, night.anna)
    before = len(envelopes(night, night.own(night.anna)))
    night.settle()
    persons.take(night.stays.phone, _promised(night, contact))
    night.stays.sync()
    added = later(night, night.own(night.anna), before)

    assert not any(opens(keys, envelope) for envelope in added)
    night.settle()
    assert persons.open_person(night.siv.phone, contact).follow_ups[0].contact_person == night.stays.phone.device_label


@pytest.mark.parametrize("older", [True, False])
def test_a_new_coordinator_reads_older_sessions_only_when_that_is_chosen(night: Night, older: bool) -> None:
    session, old = night.session.hex(), visits.contacts(night.anna.phone)[0].id
    closing.start_closing(night.chief.phone, session)
    night.settle()
    closing.close(night.chief.phone, session)
    sessions.open_session(night.bertil.phone, ALARM)
    now, _ = met(night.bertil)
    night.settle()
    nina = night.story.invited("Nina Ny", Role.COORDINATOR)
    night.story.compare_digits(nina, older=older)
    night.settle()
    night.story.sync_all(nina, nina)
    known = {contact.id for contact in visits.contacts(nina.phone)}

    assert now in known
    assert (old in known) is older
