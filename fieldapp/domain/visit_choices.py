"""What may be answered about a visit."""

from enum import StrEnum


class VisitMode(StrEnum):
    VISIT = "visit"
    PHONE = "phone"
    OUTREACH = "outreach"
    SCHOOL = "school"
    DIGITAL = "digital"
    GROUP = "group"
    OTHER = "other"


class Reaction(StrEnum):
    """Observed or told, never a diagnosis."""

    FEAR = "fear"
    HOPELESSNESS = "hopelessness"
    LONELINESS = "loneliness"
    GRIEF = "grief"
    SHOCK = "shock"
    ANGER = "anger"
    GUILT = "guilt"
    SLEEP_PROBLEMS = "sleep_problems"
    BODILY_UNREST = "bodily_unrest"
    CALM = "calm"


class Need(StrEnum):
    TALK = "talk"
    INFORMATION_ABOUT_INCIDENT = "information_about_incident"
    INFORMATION_ABOUT_REACTIONS = "information_about_reactions"
    FOOD_AND_REST = "food_and_rest"
    TRANSPORT = "transport"
    HOUSING = "housing"
    CLOTHES = "clothes"
    CONTACT_WITH_RELATIVES = "contact_with_relatives"
    CONTACT_WITH_SCHOOL = "contact_with_school"
    CONTACT_WITH_EMPLOYER = "contact_with_employer"
    CHILD_AND_PARENT_SUPPORT = "child_and_parent_support"
    INTERPRETER = "interpreter"
    MONEY = "money"
    SAFETY = "safety"
    FUNERAL_OR_RITUAL = "funeral_or_ritual"
    VICTIM_SUPPORT = "victim_support"
    HEALTH_CARE = "health_care"
    OTHER = "other"


class SupportGiven(StrEnum):
    LISTENING = "listening"
    INFORMATION = "information"
    PRACTICAL_HELP = "practical_help"
    CONTACT_ARRANGED = "contact_arranged"
    WRITTEN_INFORMATION = "written_information"
    OUTREACH_OFFER = "outreach_offer"
    NOTHING_DECLINED = "nothing_declined"


class AcuteAction(StrEnum):
    NO_DANGER = "no_danger"
    EMERGENCY_112 = "emergency_112"
    HEALTH_LINE_1177 = "health_line_1177"
    SOCIAL_EMERGENCY_UNIT = "social_emergency_unit"
    POLICE = "police"


class FollowUpReason(StrEnum):
    LOST_SOMEBODY_CLOSE = "lost_somebody_close"
    INJURED_OR_LIFE_IN_DANGER = "injured_or_life_in_danger"
    DIRECT_WITNESS = "direct_witness"
    CHILD = "child"
    EARLIER_HARD_EVENTS = "earlier_hard_events"
    ONGOING_THREAT = "ongoing_threat"
    ALONE = "alone"
    OTHER_LIFE_STRESS = "other_life_stress"
    STRONG_REACTION = "strong_reaction"
    MISSING_RELATIVE = "missing_relative"
    PERSON_WISHES = "person_wishes"


class Outcome(StrEnum):
    INFORMATION_GIVEN = "information_given"
    FOLLOW_UP_BY_US = "follow_up_by_us"
    SIGNPOSTED = "signposted"
    REFERRED = "referred"
    DECLINED_MAY_RECONTACT = "declined_may_recontact"
    DECLINED = "declined"
    UNKNOWN = "unknown"

    @property
    def promises_follow_up(self) -> bool:
        return self in (Outcome.FOLLOW_UP_BY_US, Outcome.DECLINED_MAY_RECONTACT)


class LeftWith(StrEnum):
    ALONE = "alone"
    RELATIVE = "relative"
    GUARDIAN = "guardian"
    POLICE = "police"
    SOCIAL_EMERGENCY_UNIT = "social_emergency_unit"
    HEALTH_CARE = "health_care"
    OTHER_ADULT = "other_adult"
