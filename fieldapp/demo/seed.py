"""A month that has already happened, made through the same actions that people use."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from fieldapp.actions import (
    counting,
    door,
    peers,
    people,
    persons,
    promises,
    roster,
    rota,
    sessions,
    syncing,
    visits,
)
from fieldapp.actions.connecting import BoardForm, Connection, claim_board, enrol, read_code
from fieldapp.actions.phone import Phone
from fieldapp.crypto.passphrase import FLOOR, KdfCost
from fieldapp.demo.people import A_MONTH_AGO, COLLEAGUES, FIVE_DAYS_AGO, PASSPHRASE, TONIGHT, Visitor
from fieldapp.demo.referrals import fill_directory, refer
from fieldapp.domain.consent import ConsentAnswer
from fieldapp.domain.follow_up import FollowUpResult
from fieldapp.domain.follow_up_form import FollowUpForm
from fieldapp.domain.incident import AlarmSource, IncidentType
from fieldapp.domain.member import Role as MemberRole
from fieldapp.domain.rota import duty_week
from fieldapp.domain.site import SiteKind
from fieldapp.domain.tally import TallyGroup
from fieldapp.domain.visit_choices import AcuteAction
from fieldapp.domain.visit_form import VisitForm
from sync.protocol.circle import Role

LONGER_THAN_THE_STORY: Final = timedelta(days=60)


class _Clock:
    """The time of the story; phones ask it instead of the machine."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def seed(folder: Path, server: str, claim_codes: list[str]) -> None:
    """Enrols everybody and lets the month pass; every phone is locked again when it is over."""
    tonight = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=3)
    # Everybody knows this passphrase, so it costs the least that is allowed.
    clock, cost = _Clock(tonight - timedelta(days=31)), FLOOR
    board = BoardForm("Hässelby-Vällingby", "HV", exercise=True, my_name="Karin Chef")
    connection = read_code(claim_codes[0], server)
    supervisor, _ = claim_board(folder / "supervisor", connection, board, PASSPHRASE, cost=cost, clock=clock)
    supporter = _enrolled(folder / "supporter", supervisor, "Anna Stöd", Role.SUPPORTER, clock, cost)
    coordinator = _enrolled(folder / "coordinator", supervisor, "Siv Samordnare", Role.COORDINATOR, clock, cost)
    _let_in(supervisor, coordinator)
    story = _Story(clock, supporter, coordinator)
    story.happens(tonight - timedelta(days=30), IncidentType.SHOOTING, "Hässelby gård", A_MONTH_AGO)
    story.happens(tonight - timedelta(days=5), IncidentType.FIRE, "Grimsta", FIVE_DAYS_AGO)
    story.happens(tonight, IncidentType.SHOOTING, "Vällingby centrum", TONIGHT)
    clock.at = datetime.now(UTC)
    people.invite(supervisor, "Bertil Stöd", Role.SUPPORTER)
    _prepare(coordinator, supervisor)
    neighbours = _out_of_hours(folder, read_code(claim_codes[1], server), supervisor, clock, cost)
    for phone in (supporter, coordinator, supervisor, *neighbours):
        _sync(phone)
        door.lock(phone)


def _enrolled(folder: Path, supervisor: Phone, name: str, role: str, clock: _Clock, cost: KdfCost) -> Phone:
    invitation = people.invite(supervisor, name, role, life=LONGER_THAN_THE_STORY)
    phone = enrol(folder, read_code(invitation.link), PASSPHRASE, cost=cost, clock=clock)
    _sync(phone)
    _sync(supervisor)
    return phone


def _out_of_hours(
    folder: Path, connection: Connection, district: Phone, clock: _Clock, cost: KdfCost
) -> tuple[Phone, ...]:
    """The board whose officers answer at night, with one of them; it and the district know each other."""
    board = BoardForm("Socialnämnden", "SJ", exercise=True, my_name="Jorun Chef")
    chief, _ = claim_board(folder / "emergency_chief", connection, board, PASSPHRASE, cost=cost, clock=clock)
    officer = _enrolled(folder / "officer", chief, "Johan Jour", MemberRole.SOCIAL_EMERGENCY, clock, cost)
    _let_in(chief, officer)
    for one, other in ((chief, district), (district, chief)):
        peers.pin(one, peers.own_address(other), other.board_name)
    return officer, chief


def _let_in(supervisor: Phone, coordinator: Phone) -> None:
    people.offer_role(supervisor, coordinator.id.hex())
    people.grant_role(supervisor, coordinator.id.hex())
    for phone in (supervisor, coordinator, supervisor, coordinator):
        _sync(phone)


def _prepare(coordinator: Phone, supervisor: Phone) -> None:
    """Who is on duty, and who can be called in."""
    for form in COLLEAGUES:
        roster.save(coordinator, form)
    order = [phone.me.person.hex() for phone in (coordinator, supervisor)]
    rota.plan(coordinator, order, duty_week(coordinator.now(), zone=coordinator.zone))


def _sync(phone: Phone) -> None:
    syncing.synchronise(phone, lambda progress: None)


class _Story:
    def __init__(self, clock: _Clock, supporter: Phone, coordinator: Phone) -> None:
        self._clock, self._supporter, self._coordinator = clock, supporter, coordinator
        self._directory = fill_directory(coordinator)

    def happens(self, at: datetime, incident: IncidentType, area: str, visitors: Iterable[Visitor]) -> None:
        """One session: opened three minutes after the alarm, visitors some minutes apart, then the calls."""
        self._clock.at = at + timedelta(minutes=3)
        opened = sessions.open_session(
            self._supporter,
            sessions.OpenSession(
                incident_type=incident,
                area=area,
                alarm_source=AlarmSource.DUTY_OFFICER,
                alarm_received_at=at,
                site_kind=SiteKind.PREMISES,
                site_name="Medborgarkontoret",
            ),
        )
        for group in (TallyGroup.ADULTS, TallyGroup.ADULTS, TallyGroup.YOUTHS):
            counting.count(self._supporter, opened.id, group, 1)
        met = [(visitor, self._meet(opened.id, visitor)) for visitor in visitors]
        _sync(self._supporter)
        _sync(self._coordinator)
        for visitor, contact_id in met:
            self._call(at, visitor, contact_id)
        _sync(self._coordinator)

    def _meet(self, session: str, visitor: Visitor) -> str:
        self._clock.at += timedelta(minutes=18)
        code = visits.new_code(self._supporter)
        saved = visits.register_visit(self._supporter, session, code, _form(visitor, self._clock.at))
        if visitor.promise:
            promises.agree(self._supporter, saved.contact_id, _promise(visitor))
        return saved.contact_id

    def _call(self, at: datetime, visitor: Visitor, contact_id: str) -> None:
        for follow_up in promises.follow_ups_of(self._coordinator, contact_id):
            if visitor.claimed:
                persons.take(self._coordinator, follow_up.id)
            for days, result in visitor.tries:
                self._clock.at = at + timedelta(days=days, hours=11)
                persons.record_attempt(self._coordinator, follow_up.id, visitor.way, result)
            if visitor.ends_well:
                persons.set_result(self._coordinator, follow_up.id, FollowUpResult.FEELS_BETTER)
        if visitor.referred_after:
            self._clock.at = at + timedelta(days=visitor.referred_after, hours=10)
            refer(self._coordinator, self._directory, visitor, contact_id)


def _form(visitor: Visitor, at: datetime) -> VisitForm:
    return VisitForm(
        identity_level=visitor.level,
        name=visitor.name,
        age_band=visitor.age,
        affected_as=visitor.affected,
        needs=visitor.needs,
        support_given=visitor.given,
        acute_actions=(AcuteAction.NO_DANGER,),
        outcome=visitor.outcome,
        note=visitor.note,
        info_given=True,
        started_at=at,
        duration_min=20,
        child_alone=visitor.left_with is not None,
        left_with=visitor.left_with,
    )


def _promise(visitor: Visitor) -> FollowUpForm:
    return FollowUpForm(
        kind=visitor.promise,
        contact_way=visitor.way,
        phone=visitor.phone,
        ok_leave_message=visitor.message if visitor.phone else None,
        best_time=visitor.best_time,
        wants=ConsentAnswer.YES,
        priority=visitor.priority,
    )
