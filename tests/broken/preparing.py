"""Mistakes in preparing and activating: the week's handover, staffing, a lost phone."""

from tests.broken.patch import Patch

_ROTA, _WEEK_TEST = "fieldapp/domain/rota.py", "tests/domain/test_rota.py::"
_BREACH, _BREACH_TEST = "fieldapp/domain/data_breach.py", "tests/domain/test_data_breach.py::"
_S03, _STAFF_TEST = "tests/journeys/test_s03_lost_phone.py::", "tests/actions/test_staffing.py::"
_JOUR_TEST = "tests/actions/test_socialjour.py::"
_ACTIVATION, _ACTIVATION_TEST = "fieldapp/actions/activation.py", "tests/actions/test_activation.py::"
_WHY_TEST = _ACTIVATION_TEST + "test_why_it_was_activated_and_what_it_did_to_people_is_read_by_all_and_is_of_nobody"

PATCHES = (
    Patch(
        "week-changes-at-midnight",
        "the week changes hands on Monday at eight by the clock on the wall",
        _ROTA,
        " - timedelta(hours=HANDOVER_HOUR)",
        "",
        _WEEK_TEST + "test_the_week_changes_on_monday_at_eight_on_the_wall",
    ),
    Patch(
        "planned-is-taken-over",
        "until a week is taken over whoever had the last answers for the queue",
        _ROTA,
        "    return last.member if last else before\n",
        "    return last.member if last and last.monday == monday else before\n",
        _WEEK_TEST + "test_until_somebody_takes_over_whoever_had_the_last_week_answers",
    ),
    Patch(
        "rota-of-anybody",
        "only coordinators and supervisors keep the rota",
        "fieldapp/actions/rota.py",
        "    check_allowed(phone, Action.KEEP_ROTA)\n    if not order:\n",
        "    if not order:\n",
        "tests/journeys/test_s11_weekly_rota.py::test_only_coordinators_and_supervisors_keep_the_rota",
    ),
    Patch(
        "late-work-stays-at-the-bottom",
        "what is late rises, whatever comes after it",
        "fieldapp/domain/queue.py",
        "    return max(0, item.priority.rank - weeks_late)\n",
        "    return max(item.priority.rank, weeks_late * 0)\n",
        "tests/domain/test_queue.py::test_what_is_late_rises_above_what_came_after_it_within_two_weeks",
    ),
    Patch(
        "personal-number-in-the-roster",
        "the roster holds no personal identity number",
        "fieldapp/domain/roster.py",
        "        raise PersonalNumberWritten\n",
        "        return\n",
        "tests/domain/test_roster.py::test_a_personal_number_never_gets_into_the_roster",
    ),
    Patch(
        "roster-overwrites-what-was-not-touched",
        "who edits one colleague writes only what was changed",
        "fieldapp/actions/roster.py",
        "if name not in known or known[name] != answer}",
        "if name}",
        _STAFF_TEST + "test_edits_of_one_colleague_made_apart_are_both_kept",
    ),
    Patch(
        "joining-starts-no-shift",
        "a shift begins with joining a session",
        "fieldapp/actions/sessions.py",
        "            shifts.check_in(action, session)\n",
        "",
        _STAFF_TEST + "test_a_shift_begins_with_joining_warns_at_four_and_eight_hours_and_ends_with_check_out",
    ),
    Patch(
        "break-never-due",
        "whoever works over four hours without a break is warned",
        "fieldapp/domain/shift.py",
        "        late = [ShiftWarning.BREAK_DUE] if due and now > due else []\n",
        "        late = [ShiftWarning.BREAK_DUE] if due and now > due + LONGEST_SHIFT else []\n",
        "tests/domain/test_shift.py::test_who_needs_a_break_and_who_has_worked_too_long",
    ),
    Patch(
        "breach-waits-for-coverage",
        "the 72 hours begin at once, also without coverage",
        "fieldapp/actions/breaches.py",
        "    with one_action(phone) as action:\n        _open(action, lost, reason)\n"
        "    if lost.state is not DeviceState.REVOKED:\n        removing.revoke_device(phone, device, reason)\n",
        "    if lost.state is not DeviceState.REVOKED:\n        removing.revoke_device(phone, device, reason)\n"
        "    with one_action(phone) as action:\n        _open(action, lost, reason)\n",
        _S03 + "test_the_clock_starts_at_once_although_the_district_cannot_be_reached",
    ),
    Patch(
        "breach-counts-what-is-about-nobody",
        "what is missing on a lost phone counts records about people",
        "fieldapp/actions/breaches.py",
        "for circle, number in last.heartbeat.issued.items() if circle.kind in _ABOUT_PEOPLE)",
        "for circle, number in last.heartbeat.issued.items())",
        _S03 + "test_a_lost_phone_opens_a_breach_with_a_clock_and_what_is_missing_is_counted",
    ),
    Patch(
        "second-discovery-restarts-the-clock",
        "two who note the same loss share the earlier clock",
        _BREACH,
        "    first = min(found, key=",
        "    first = max(found, key=",
        _BREACH_TEST + "test_two_supervisors_who_note_the_same_loss_share_one_clock_the_earlier",
    ),
    Patch(
        "breach-closed-undecided",
        "a breach is closed only when it is decided whether it is reported",
        _BREACH,
        "    if kind is BreachStepKind.CLOSED and breach.decision is None:\n        raise BreachUndecided\n",
        "",
        _BREACH_TEST + "test_a_breach_is_closed_with_a_decision_and_a_reason",
    ),
    Patch(
        "slip-of-a-lost-visit-is-void",
        "a lost visit is written again with its slip's code",
        "fieldapp/actions/reentering.py",
        "    return code\n",
        "    return new_code(phone)\n",
        _S03 + "test_lost_visits_are_written_again_with_the_slip_s_code_and_say_that_they_are_late",
    ),
    Patch(
        "lost-visit-looks-like-any-other",
        "a visit written again says that it was written down afterwards",
        "fieldapp/ui/screens/supporter/visit/draft.py",
        "    return replace(draft, form=replace(draft.form, written_again=True))\n",
        "    return draft\n",
        "tests/actions/test_written_again.py::"
        "test_a_lost_visit_says_that_it_was_written_afterwards_however_little_time_ago_it_was",
    ),
    Patch(
        "minutes-below-zero",
        "two clocks that disagree are not made into a figure",
        "fieldapp/domain/alarm_chain.py",
        "    if before is None or at is None or at < before:\n",
        "    if before is None or at is None:\n",
        "tests/domain/test_alarm_chain.py::test_clocks_that_disagree_give_no_figure_below_zero",
    ),
    Patch(
        "reasons-are-not-kept",
        "why a session was activated is kept with it",
        _ACTIVATION,
        "tuple(one for one in ActivationReason if one in form.reasons)",
        "()",
        _WHY_TEST,
    ),
    Patch(
        "impact-note-is-of-a-person",
        "what an incident did to people is written without a personal identity number",
        _ACTIVATION,
        "    check_note(form.impact)\n",
        "",
        _WHY_TEST,
    ),
    Patch(
        "one-of-two-notes-is-hidden",
        "two who write at the same time what happened are both read",
        "fieldapp/domain/merge_rules.py",
        '    ("incident", "impact_note"): keep_both,\n',
        "",
        _ACTIVATION_TEST + "test_notes_written_apart_are_both_kept",
    ),
    Patch(
        "anybody-notes-a-relief-talk",
        "only who staffs a session notes that a relief talk was offered or held",
        "fieldapp/actions/staffing.py",
        "    check_allowed(phone, Action.STAFF_SESSION)\n    if all(",
        "    if all(",
        _STAFF_TEST + "test_of_a_relief_talk_is_kept_that_it_was_offered_or_held_and_not_a_word",
    ),
    Patch(
        "officer-like-any-coordinator",
        "the social emergency unit's officers do what their column says and no more",
        "fieldapp/actions/people.py",
        "name=name, role=MemberRole(role))",
        "name=name, role=_logged(MemberRole(role)))",
        _JOUR_TEST + "test_an_officer_is_invited_as_one_and_what_she_opens_says_so",
    ),
    Patch(
        "anybody-closes-for-the-night",
        "only who staffs a session says that it is closed until tomorrow",
        "fieldapp/actions/sessions.py",
        "    check_allowed(phone, Deed.STAFF_SESSION)\n    if view(",
        "    if view(",
        _JOUR_TEST + "test_a_session_is_closed_for_the_night_and_whoever_comes_is_met",
    ),
)
