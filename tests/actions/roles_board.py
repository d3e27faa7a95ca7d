"""A district board and the socialjour's board, with a phone for every column of the permission table."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fieldapp.actions import peers, recipients, referral_records, referring, sessions, visits
from fieldapp.actions.action import one_action
from fieldapp.actions.connecting import BoardForm
from fieldapp.domain.consent import ConsentAnswer, ConsentContent, GivenBy
from fieldapp.domain.contact_choices import AgeBand, ContactWay, IdentityLevel, ProtectedGrade
from fieldapp.domain.member import Role
from fieldapp.domain.permissions import COLUMNS
from fieldapp.domain.recipient import RecipientForm, RecipientType
from fieldapp.domain.referral_form import ReferralForm
from fieldapp.domain.visit_choices import Need, Outcome
from fieldapp.domain.visit_form import VisitForm
from fieldapp.store import records
from sync.protocol.circle import Circle
from sync.protocol.circle import Role as LoggedRole
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, MOTHER, met
from tests.server.running import RunningServer

PROTECTED = replace(
    MOTHER,
    identity_level=IdentityLevel.PROTECTED,
    protected_grade=ProtectedGrade.CONFIDENTIALITY_MARKING,
    contact_way=ContactWay.PERSON_CONTACTS_US,
)
NOTHING_PROMISED = replace(MOTHER, outcome=Outcome.INFORMATION_GIVEN)
CLINIC = RecipientForm(name="Vårdcentralen", type=RecipientType.HEALTH_CENTRE, phone="08-1", bound_by_secrecy=True)
ASKED_FOR = (ConsentContent.NAME, ConsentContent.PHONE)


@dataclass(frozen=True, slots=True)
class Met:
    """People whom somebody has met: one who is promised a call, one who is not, one who is protected."""

    promised: str
    quiet: str
    protected: str


class RolesBoard:
    """`hands[role]` is a phone of each; `mine[role]` whom she has met herself."""

    def __init__(self, folder: Path, server: RunningServer) -> None:
        self.folder, self.server = folder, server
        district, socialjour = (
            Story(folder / name, server.url, server.new_claim_code()) for name in ("district", "socialjour")
        )
        self.district, self.socialjour = district, socialjour
        self.other_supporter = district.with_role("Berit Stöd", LoggedRole.SUPPORTER)
        self.spare = district.with_role("Reserv", LoggedRole.SUPPORTER)
        officer = socialjour.with_role("Sofia Jour", LoggedRole.COORDINATOR)
        borrowed = district.with_role("Bodil Lånad", LoggedRole.SUPPORTER)
        self.hands = {
            Role.SUPPORTER: district.with_role("Anna Stöd", LoggedRole.SUPPORTER),
            Role.COORDINATOR: district.with_role("Siv Samordnare", LoggedRole.COORDINATOR),
            Role.SUPERVISOR: district.supervisor,
            Role.AUDITOR: district.with_role("Ada Granskare", LoggedRole.AUDITOR),
            Role.SOCIAL_EMERGENCY: officer,
            Role.BORROWED: borrowed,
        }
        assert set(self.hands) == set(COLUMNS)
        put_into_column(socialjour, officer, Role.SOCIAL_EMERGENCY)
        put_into_column(district, borrowed, Role.BORROWED)
        self.session = self._opened(district, Role.SUPPORTER)
        self.jour_session = self._opened(socialjour, Role.SOCIAL_EMERGENCY)
        self.clinic = {story.supervisor: recipients.save_recipient(story.supervisor.phone, CLINIC) for story in self}
        self._everybody_joins()
        self.met = {hands: self._meet(hands) for hands in self._who_meet()}
        self.sync()
        self.sync()

    def __iter__(self) -> Iterator[Story]:
        yield from (self.district, self.socialjour)

    def story_of(self, role: Role) -> Story:
        return self.socialjour if role is Role.SOCIAL_EMERGENCY else self.district

    def session_of(self, role: Role) -> str:
        return self.jour_session if role is Role.SOCIAL_EMERGENCY else self.session

    def chief_of(self, role: Role) -> Hands:
        return self.story_of(role).supervisor

    def whom(self, role: Role) -> Met:
        """Whom a role acts on: whom she has met, or, when she works with what others have met, Anna's."""
        return self.met.get(self.hands[role], self.met[self.hands[Role.SUPPORTER]])

    def neighbour_of(self, role: Role) -> Hands:
        """The supervisor of the other board."""
        return (self.district if role is Role.SOCIAL_EMERGENCY else self.socialjour).supervisor

    def connected_with(self, role: Role) -> str:
        """The other board's id, once this one has pinned it and this phone knows."""
        chief, other = self.chief_of(role), self.neighbour_of(role).phone
        if other.board not in chief.phone.roster.peers:
            peers.pin(chief.phone, peers.own_address(other), "Grannen")
        self.hands[role].sync()
        return other.board.hex()

    @contextmanager
    def exercise(self) -> Iterator[Hands]:
        """The supervisor of a board that only practises."""
        form = BoardForm("Övning", "EX", True, "Karin Chef")
        story = Story(self.folder / "exercise", self.server.url, self.server.new_claim_code(), form)
        yield story.supervisor
        story.end()

    def sync(self) -> None:
        for hands in (self.other_supporter, *self.hands.values(), self.socialjour.supervisor):
            hands.sync()

    def _opened(self, story: Story, role: Role) -> str:
        return sessions.open_session(self.hands[role].phone, ALARM).id

    def _everybody_joins(self) -> None:
        code = sessions.view(self.hands[Role.SUPPORTER].phone, self.session).code
        for hands in (
            self.other_supporter,
            *(self.hands[role] for role in (Role.COORDINATOR, Role.SUPERVISOR, Role.BORROWED)),
        ):
            sessions.join_session(hands.phone, code)
        self.sync()

    def _who_meet(self) -> tuple[Hands, ...]:
        workers = (Role.SUPPORTER, Role.SOCIAL_EMERGENCY, Role.BORROWED)
        return (self.other_supporter, *(self.hands[role] for role in workers))

    def _meet(self, hands: Hands) -> Met:
        promised, _ = met(hands, MOTHER)
        return Met(promised, self.visit(hands, NOTHING_PROMISED), self.visit(hands, PROTECTED))

    def visit(self, hands: Hands, form: VisitForm = NOTHING_PROMISED) -> str:
        session = self.jour_session if hands is self.hands[Role.SOCIAL_EMERGENCY] else self.session
        form = replace(form, age_band=AgeBand.AGE_30_64)
        return visits.register_visit(hands.phone, session, visits.new_code(hands.phone), form).contact_id

    def referral_of(self, role: Role) -> ReferralForm:
        return ReferralForm(
            recipient=self.clinic[self.chief_of(role)],
            need=Need.HEALTH_CARE,
            content=ASKED_FOR,
            answer=ConsentAnswer.YES,
            given_by=GivenBy.PERSON,
        )

    def prepared_referral(self, role: Role) -> str:
        """Made by whoever met the person, so that it is there also for who may not make one."""
        whose = role if self.hands[role] in self.met else Role.SUPPORTER
        contact = self.whom(role).promised
        made = referral_records.referrals_of(self.hands[whose].phone, contact)
        if not made:
            referring.refer(self.hands[whose].phone, contact, self.referral_of(whose))
            self.hands[whose].sync()
            self.hands[role].sync()
        return referral_records.referrals_of(self.hands[whose].phone, contact)[0].id

    def new_session(self, role: Role) -> str:
        """One more, known to the log and to this phone."""
        chief = self.chief_of(role)
        opened = sessions.open_session(chief.phone, ALARM)
        chief.sync()
        self.hands[role].sync()
        return opened.id


def put_into_column(story: Story, hands: Hands, role: Role) -> None:
    """As the board's roster says it."""
    chief = story.supervisor.phone
    with one_action(chief) as action:
        action.set(Circle.of_board(), "member", hands.phone.me.person.hex(), role=role)
    story.sync_all(story.supervisor, hands)
    assert records.record(hands.phone.store, "member", hands.phone.me.person.hex())


@contextmanager
def roles_board(folder: Path, server: RunningServer) -> Iterator[RolesBoard]:
    made = RolesBoard(folder, server)
    try:
        yield made
    finally:
        for story in made:
            story.end()
