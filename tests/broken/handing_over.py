"""Mistakes between boards: a name without a yes, an owner lost, two owners, a letter from anybody."""

from tests.broken.patch import Patch

_S1 = "tests/journeys/test_s01_shooting_at_night.py"
_S10 = "tests/journeys/test_s10_handover_refused.py"
_DOMAIN, _SERVER = "tests/domain/test_handover.py", "tests/server/test_letters.py"
_RULES = "tests/protocol/test_handover_rules.py"

PATCHES = (
    Patch(
        "a-name-goes-without-a-yes",
        "a name goes only after a yes or on a recorded ground",
        "fieldapp/domain/handover_items.py",
        "    if found.is_covered:\n",
        "    if found.is_covered or not promised:\n",
        f"{_DOMAIN}::test_what_becomes_of_a_person",
    ),
    Patch(
        "a-protected-person-is-handed-over",
        "protected persons never travel",
        "fieldapp/domain/handover_items.py",
        "    if contact.is_protected:\n",
        "    if contact.is_protected and not found.is_covered:\n",
        f"{_DOMAIN}::test_a_protected_person_stays_whatever_was_said",
    ),
    Patch(
        "who-stays-has-no-day",
        "whoever stays has an owner and a day before it is sent",
        "fieldapp/actions/handing_over.py",
        "    if not all(one.is_settled for one in everybody):\n        raise HandoverNotSettled\n",
        "",
        f"{_S1}::test_nobody_who_stays_is_without_a_day",
    ),
    Patch(
        "more-is-told-than-agreed",
        "the letter holds exactly what the person agreed to",
        "fieldapp/domain/handover_letter.py",
        '        phone=contact.phone if reaches else "",\n',
        "        phone=contact.phone,\n",
        f"{_DOMAIN}::test_the_letter_tells_what_is_covered_and_nothing_else",
    ),
    Patch(
        "responsible-from-a-refusal",
        "a refusal moves nothing: the sender answers until the other has signed that it takes over",
        "fieldapp/domain/handover.py",
        "    taken = [step for step in in_time(steps) if step.kind is StepKind.TAKEN_OVER and step.at <= instant]\n",
        "    taken = [step for step in in_time(steps) if step.kind is not StepKind.PROPOSED and step.at <= instant]\n",
        f"{_DOMAIN}::test_only_a_signed_takeover_moves_the_responsibility",
    ),
    Patch(
        "two-coordinators-take-over",
        "a proposal is answered once",
        "sync/protocol/handover_rules.py",
        "    if (peer, id_) in roster.answered:\n",
        "    if (peer, id_) in roster.answered and not taken_over:\n",
        f"{_RULES}::test_a_proposal_is_answered_once_by_whoever_is_first",
    ),
    Patch(
        "a-letter-without-a-signature",
        "a letter counts only when a device of the other board signed it",
        "sync/server/letters.py",
        "        letter.verify(peers.caseworker(their, head.sender).signing)\n",
        "        peers.caseworker(their, head.sender)\n",
        f"{_SERVER}::test_a_letter_changed_anywhere_is_refused",
    ),
    Patch(
        "a-revoked-device-writes",
        "a device that was revoked writes no letters",
        "sync/server/peers.py",
        "    if not their.is_caseworker(device):\n",
        "    if device not in their.devices:\n",
        f"{_SERVER}::test_supporters_strangers_and_the_revoked_write_no_letters_and_read_no_log",
    ),
    Patch(
        "taken-back-and-taken-over",
        "what was taken back cannot be taken over",
        "sync/server/membership.py",
        "        if statement.kind in handovers.ANSWERS:\n",
        "        if statement.kind is Kind.HANDOVER_REFUSED:\n",
        f"{_SERVER}::test_of_taking_back_and_taking_over_one_is_first",
    ),
    Patch(
        "a-forked-log-is-believed",
        "another board's log that forks is refused",
        "sync/server/peers.py",
        "    if stored != statement.to_bytes():\n        raise PeerLogForked\n",
        "",
        f"{_SERVER}::test_a_forked_a_forged_and_a_broken_log_are_refused_and_nothing_of_them_is_kept",
    ),
    Patch(
        "nobody-hears-of-silence",
        "a handover that nobody answers alarms both sides",
        "fieldapp/domain/handover.py",
        "    return now - proposed_at >= ANSWER_WITHIN\n",
        "    return now - proposed_at >= 2 * ANSWER_WITHIN\n",
        f"{_S10}::test_the_log_says_who_was_responsible_at_half_past_eight",
    ),
)
