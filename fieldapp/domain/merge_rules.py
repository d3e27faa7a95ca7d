"""Which of several concurrent values of a field is shown."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Rule = Callable[[list[Any]], Any]

CLOSED_FOLLOW_UP: Final = ("done", "declined", "unreachable", "transferred", "cancelled")
CLOSED_REFERRAL: Final = ("closed", "redirected", "declined_by_person", "closed_by_coordinator")
NOBODY_SETTLES: Final = frozenset(
    {
        "born",
        "kept",
        "watch_id",
        "watch_rev",
        "redirected_to",
        "sent_at",
        "reminded_at",
        "received_at",
        "first_contact_at",
        "laid_at",
        "answered_at",
    }
    | {"recipient_told_at"}
)
"""Fields no person has words for: the newest is used, and nobody is asked."""
GRADES_STRICTEST_FIRST: Final = (
    "fictitious_identity",
    "protected_registration",
    "confidentiality_marking",
    "unknown",
)


def newest(values: list[Any]) -> Any:
    return values[0]


def open_wins(values: list[Any]) -> Any:
    # A state this version does not know counts as open: a promise too many is better than one lost.
    return next((value for value in values if value not in CLOSED_FOLLOW_UP), values[0])


def open_referral_wins(values: list[Any]) -> Any:
    # A consent taken back is believed before everything else; until the recipient is told it stays open too.
    if "withdrawn" in values:
        return "withdrawn"
    return next((value for value in values if value not in CLOSED_REFERRAL), values[0])


def keep_both(values: list[Any]) -> Any:
    return "\n\n".join(str(value) for value in values if value) or values[0]


def strictest(*order: Any) -> Rule:
    """The earliest in `order` wins, then whatever says something at all, then the newest."""

    def rank(value: Any) -> int:
        if value in order:
            return order.index(value)
        return len(order) + (value is None or value == "")

    return lambda values: min(values, key=rank)


RULES: Final[Mapping[tuple[str, str], Rule]] = {
    ("follow_up", "state"): open_wins,
    ("follow_up", "protected"): strictest(True),
    ("follow_up", "agreement"): keep_both,
    ("referral", "state"): open_referral_wins,
    ("referral", "protected"): strictest(True),
    ("recipient", "bound_by_secrecy"): strictest(False),
    ("contact", "identity_level"): strictest("protected"),
    ("contact", "protected_grade"): strictest(*GRADES_STRICTEST_FIRST),
    ("contact", "ok_leave_message"): strictest(False),
    ("contact", "child_alone"): strictest(True),
    ("consent", "answer"): strictest("no", "not_asked"),
    # Two people shown apart lose nothing; two shown as one get each other's calls.
    ("duplicate", "verdict"): strictest("apart", "open"),
    ("same_incident", "verdict"): strictest("apart", "open"),
    ("incident_link", "verdict"): strictest("apart"),
    # What another board has signed for is theirs, whatever else was tried meanwhile.
    ("handover", "state"): strictest("taken_over", "refused", "withdrawn"),
    ("command_handover", "state"): strictest("returned", "received", "withdrawn"),
    ("evaluation", "worked"): keep_both,
    ("evaluation", "did_not_work"): keep_both,
    ("evaluation", "knew_of_support"): keep_both,
    ("local_routine", "words"): keep_both,
    ("incident", "impact_note"): keep_both,
    ("incident", "activation_why"): keep_both,
    ("visit", "note"): keep_both,
    ("visit", "agreement"): keep_both,
    ("visit", "disputed_text"): keep_both,
}


def rule_for(record_type: str, field: str) -> Rule:
    return RULES.get((record_type, field), newest)
