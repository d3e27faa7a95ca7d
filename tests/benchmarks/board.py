"""A board to measure on: its people, and a supporter who has met n persons and promised each a call."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from fieldapp.actions import people, promises, sessions, visits
from fieldapp.actions.views import SavedVisit
from fieldapp.crypto.passphrase import KdfCost
from fieldapp.domain.consent import ConsentAnswer
from fieldapp.domain.contact_choices import AffectedAs, AgeBand, BestTime, ContactWay, IdentityLevel
from fieldapp.domain.follow_up import FollowUpKind
from fieldapp.domain.follow_up_form import FollowUpForm
from fieldapp.domain.incident import AlarmSource, IncidentType
from fieldapp.domain.site import SiteKind
from fieldapp.domain.visit_choices import AcuteAction, Need, Outcome, SupportGiven
from fieldapp.domain.visit_form import VisitForm
from fieldapp.store.door import Door
from sync.protocol.circle import Role
from tests.journeys.people import PASSPHRASE, Hands, Story
from tests.server.running import RunningServer

ALARM = sessions.OpenSession(
    incident_type=IncidentType.SHOOTING,
    area="Hässelby gård",
    alarm_source=AlarmSource.DUTY_OFFICER,
    site_kind=SiteKind.PREMISES,
    site_name="Medborgarkontoret",
)
MOTHER = VisitForm(
    identity_level=IdentityLevel.FIRST_NAME,
    name="Amina",
    age_band=AgeBand.AGE_30_64,
    affected_as=AffectedAs.RELATIVE_OF_INJURED,
    needs=(Need.TALK,),
    support_given=(SupportGiven.LISTENING,),
    acute_actions=(AcuteAction.NO_DANGER,),
    outcome=Outcome.FOLLOW_UP_BY_US,
    note="Hennes son är på sjukhuset. Hon vill prata igen när hon har varit där.",
    info_given=True,
)
CALL_HER = FollowUpForm(
    kind=FollowUpKind.EARLY,
    contact_way=ContactWay.PHONE,
    phone="070-123 45 67",
    ok_leave_message=False,
    best_time=BestTime.MORNING,
    wants=ConsentAnswer.YES,
)
AT_ONCE = 100


class MeasuredStory(Story):
    """A story told by the wall clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def waiting_for_a_grant(self, name: str, role: Role) -> Hands:
        """Somebody whose six digits have been compared, and whose next sync fetches everything."""
        hands = self.invited(name, role)
        self.supervisor.sync()
        people.offer_role(self.supervisor.phone, hands.phone.id.hex())
        hands.sync()
        people.grant_role(self.supervisor.phone, hands.phone.id.hex())
        self.supervisor.sync()
        return hands


@contextmanager
def measured_board(folder: Path) -> Iterator[MeasuredStory]:
    with RunningServer(folder / "server", typed=True) as server:
        story = MeasuredStory(folder, server.url, server.claim_code)
        try:
            yield story
        finally:
            story.end()


class Supporter:
    """Works offline in one session until told to sync."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.session = sessions.open_session(hands.phone, ALARM).id
        self.met = 0

    def register(self) -> SavedVisit:
        """One tap on Spara."""
        self.met += 1
        phone = self.hands.phone
        return visits.register_visit(phone, self.session, visits.new_code(phone), MOTHER)

    def promise(self, saved: SavedVisit) -> None:
        promises.agree(self.hands.phone, saved.contact_id, CALL_HER)

    def meet_until(self, contacts: int) -> None:
        """Many in one write, because only what comes after is measured."""
        while self.met < contacts:
            store = self.hands.phone.store
            with store.one_write():
                saved = [self.register() for _ in range(min(AT_ONCE, contacts - self.met))]
            with store.one_write():
                for one in saved:
                    self.promise(one)


def make_as_dear_as_in_use(hands: Hands, cost: KdfCost) -> None:
    """Stories keep their passphrases cheap to open."""
    Door(hands.folder).change_passphrase(PASSPHRASE, PASSPHRASE, now=datetime.now(UTC), cost=cost)
