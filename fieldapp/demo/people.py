"""The invented people of the demo: who works there, who came, what they needed, what was promised."""

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.contact_choices import AffectedAs, AgeBand, BestTime, ContactWay, IdentityLevel
from fieldapp.domain.follow_up import FollowUpKind
from fieldapp.domain.priority import Priority
from fieldapp.domain.roster import RosterForm
from fieldapp.domain.visit_choices import LeftWith, Need, Outcome, SupportGiven

# Printed on the screen of whoever starts the demo: it protects invented people.
PASSPHRASE: Final = "gran ljus tegel 47"  # noqa: S105
PEOPLE: Final = {
    "officer": "Socialjouren (Johan)",
    "supporter": "Krisstödjare (Anna)",
    "coordinator": "Krisstödssamordnare (Siv)",
    "supervisor": "Enhetschef (Karin)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """One invented visitor; `tries` are (days after the visit, result) of a coordinator's calls.

    `referred_after`: days, 0 when there is no referral; `agrees`: whether there was a yes to it.
    """

    name: str = ""
    age: AgeBand = AgeBand.AGE_30_64
    affected: AffectedAs = AffectedAs.NEARBY
    needs: tuple[Need, ...] = (Need.TALK,)
    given: tuple[SupportGiven, ...] = (SupportGiven.LISTENING,)
    otherwise: Outcome = Outcome.INFORMATION_GIVEN
    note: str = ""
    promise: FollowUpKind | None = None
    way: ContactWay = ContactWay.PHONE
    phone: str = ""
    message: bool = True
    best_time: BestTime | None = None
    priority: Priority = Priority.NORMAL
    left_with: LeftWith | None = None
    tries: tuple[tuple[int, AttemptResult], ...] = ()
    claimed: bool = False
    ends_well: bool = False
    referred_after: int = 0
    agrees: bool = True

    @property
    def outcome(self) -> Outcome:
        return Outcome.FOLLOW_UP_BY_US if self.promise else self.otherwise

    @property
    def level(self) -> IdentityLevel:
        return IdentityLevel.FIRST_NAME if self.name else IdentityLevel.ANONYMOUS


# The shooting a month ago: most were called, some were not reached, the one-month calls are due now.
A_MONTH_AGO = (
    Visitor(
        name="Amina",
        affected=AffectedAs.RELATIVE_OF_INJURED,
        needs=(Need.TALK, Need.INFORMATION_ABOUT_REACTIONS),
        promise=FollowUpKind.ONE_MONTH,
        phone="070-174 06 01",
        message=False,
        best_time=BestTime.MORNING,
        priority=Priority.HIGH,
        claimed=True,
        note="Vill helst bli uppringd på förmiddagen.",
    ),
    Visitor(
        name="Johan",
        affected=AffectedAs.WITNESS,
        promise=FollowUpKind.ONE_MONTH,
        phone="070-174 06 02",
        best_time=BestTime.EVENING,
        tries=((22, AttemptResult.NO_ANSWER), (24, AttemptResult.MESSAGE_LEFT)),
        claimed=True,
    ),
    Visitor(
        name="Leyla",
        age=AgeBand.AGE_16_17,
        affected=AffectedAs.FRIEND,
        needs=(Need.TALK, Need.CONTACT_WITH_SCHOOL),
        promise=FollowUpKind.EARLY,
        phone="070-174 06 03",
        message=False,
        left_with=LeftWith.GUARDIAN,
        tries=((4, AttemptResult.NO_ANSWER),),
        priority=Priority.HIGH,
        referred_after=9,
    ),
    Visitor(
        name="Marie",
        affected=AffectedAs.RESIDENT,
        promise=FollowUpKind.EARLY,
        phone="070-174 06 04",
        tries=((3, AttemptResult.REACHED),),
        ends_well=True,
    ),
    Visitor(promise=FollowUpKind.ONE_MONTH, way=ContactWay.PERSON_CONTACTS_US),
    Visitor(age=AgeBand.AGE_65_PLUS, affected=AffectedAs.RESIDENT, needs=(Need.SAFETY, Need.TALK)),
    Visitor(
        name="Hodan",
        affected=AffectedAs.WITNESS,
        needs=(Need.TALK, Need.CHILD_AND_PARENT_SUPPORT),
        promise=FollowUpKind.THREE_MONTHS,
        phone="070-174 06 05",
        best_time=BestTime.AFTERNOON,
        claimed=True,
        referred_after=26,
        agrees=False,
    ),
    Visitor(otherwise=Outcome.DECLINED, given=(SupportGiven.INFORMATION,)),
)

# The fire five days ago: the early calls are due.
FIVE_DAYS_AGO = (
    Visitor(
        name="Pekka",
        age=AgeBand.AGE_65_PLUS,
        affected=AffectedAs.RESIDENT,
        needs=(Need.HOUSING, Need.CLOTHES),
        given=(SupportGiven.PRACTICAL_HELP,),
        promise=FollowUpKind.EARLY,
        phone="070-174 06 06",
        claimed=True,
    ),
    Visitor(name="Sara", promise=FollowUpKind.EARLY, way=ContactWay.SMS, phone="070-174 06 07"),
    Visitor(
        name="Ali",
        affected=AffectedAs.RESIDENT,
        promise=FollowUpKind.ONE_MONTH,
        phone="070-174 06 08",
        message=False,
    ),
    Visitor(needs=(Need.FOOD_AND_REST,), given=(SupportGiven.PRACTICAL_HELP,)),
    # Registered twice, and a family with one telephone: for the coordinator to decide.
    Visitor(name="Sarah", promise=FollowUpKind.EARLY, phone="070-174 06 07"),
    Visitor(name="Omar", affected=AffectedAs.RESIDENT, promise=FollowUpKind.ONE_MONTH, phone="070-174 06 08"),
    Visitor(name="Hodan", affected=AffectedAs.RESIDENT, promise=FollowUpKind.ONE_MONTH, phone="070-174 06 08"),
)

# Tonight: the session that is still open.
TONIGHT = (
    Visitor(affected=AffectedAs.WITNESS, given=(SupportGiven.LISTENING, SupportGiven.WRITTEN_INFORMATION)),
    Visitor(
        name="Elif",
        affected=AffectedAs.RELATIVE_OF_INJURED,
        needs=(Need.TALK, Need.CONTACT_WITH_RELATIVES),
        promise=FollowUpKind.EARLY,
        phone="070-174 06 09",
        message=False,
        best_time=BestTime.MORNING,
        priority=Priority.HIGH,
    ),
    Visitor(age=AgeBand.AGE_18_29, affected=AffectedAs.FRIEND, otherwise=Outcome.SIGNPOSTED),
    Visitor(name="Bengt", affected=AffectedAs.NEARBY, promise=FollowUpKind.EARLY, phone="070-174 06 10"),
)

# In the roster, without a phone yet.
COLLEAGUES = (
    RosterForm(name="Vera Stöd", phone="070-174 06 20", trained=True, languages=("arabiska", "kurdiska")),
    RosterForm(name="Dag Stöd", phone="070-174 06 21", trained=True),
    RosterForm(name="Nasra Stöd", phone="070-174 06 22", languages=("somaliska",)),
    RosterForm(name="Ulla Stöd", trained=True, active=False),
)
