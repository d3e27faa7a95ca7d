"""Mistakes in who is one person, in looking back on a session, and in the calls of those who come back."""

from tests.broken.patch import Patch

_DOMAIN, _ACTIONS = "fieldapp/domain/", "fieldapp/actions/"
_TWICE = "tests/domain/test_duplicates.py::"
_MOTHER = "tests/journeys/test_s02_same_mother.py::"
_CLOSED = "tests/journeys/test_s09_closed_with_one_phone_unsynced.py::"
_DECLINED = "tests/journeys/test_s05_declines.py::"
_LINKED = "tests/journeys/test_s12_two_sessions.py::"

PATCHES = (
    Patch(
        "yes-wins-over-no",
        "two who decide apart leave two persons",
        _DOMAIN + "merge_rules.py",
        '("duplicate", "verdict"): strictest("apart", "open")',
        '("duplicate", "verdict"): strictest("same")',
        _TWICE + "test_saying_no_and_yes_apart_is_no_and_is_asked_again",
    ),
    Patch(
        "duplicate-closed-for-good",
        "a promise closed as a duplicate is open again when the two are not one",
        _DOMAIN + "duplicates.py",
        "    return instead is not None and not known.are_one(promise.contact_id, instead.contact_id)\n",
        "    return False\n",
        _TWICE + "test_every_person_who_was_promised_a_call_still_has_one_whoever_joined_whom",
    ),
    Patch(
        "each-closes-the-other-s",
        "of two promises everybody keeps the same one",
        _DOMAIN + "duplicates.py",
        '    return (promise.window.latest.isoformat() if promise.window else "", promise.id)\n',
        '    return ("" if promise.state is FollowUpState.IN_PROGRESS else "1", promise.id)\n',
        _TWICE + "test_of_two_early_promises_one_is_kept_and_it_is_the_same_one_for_everybody",
    ),
    Patch(
        "protected-compared",
        "a protected person is never proposed as a duplicate",
        _DOMAIN + "likeness.py",
        "    if one.is_protected or one.status",
        "    if one.status",
        "tests/domain/test_likeness.py::test_who_is_protected_or_cannot_be_the_same_is_not_proposed",
    ),
    Patch(
        "family-joined",
        "a family with one number is not taken for one person",
        _DOMAIN + "likeness.py",
        "            if alike_names(one.name, other.name):\n                found.append",
        "            if one.name:\n                found.append",
        "tests/domain/test_likeness.py::"
        "test_a_family_of_five_with_one_number_is_offered_to_be_handled_once_and_never_joined",
    ),
    Patch(
        "second-code-forgotten",
        "both codes find the one person",
        _ACTIONS + "queue.py",
        "    return one_person.survivor(phone, first) if first else None\n",
        "    return first\n",
        _MOTHER + "test_joined_she_is_one_person_with_both_visits_both_codes_and_one_early_call",
    ),
    Patch(
        "no-not-remembered",
        "not the same person is remembered",
        _DOMAIN + "likeness.py",
        "if one != other and not known.are_apart(one, other):",
        "if one != other:",
        _MOTHER + "test_not_the_same_person_is_remembered_by_everybody",
    ),
    Patch(
        "anybody-joins",
        "only who may decide joins two persons",
        _ACTIONS + "duplicates.py",
        "    check_allowed(phone, Deed.MERGE_OR_CORRECT)\n",
        "    pass\n",
        _MOTHER + "test_only_who_may_decide_joins_and_it_is_on_record",
    ),
    Patch(
        "small-cell-shown",
        "figures about few people are hidden",
        _DOMAIN + "small_cells.py",
        "    hidden = {key for key, count in cells.items() if is_small(count)}\n",
        "    hidden: set[Key] = set()\n",
        "tests/domain/test_small_cells.py::test_no_cell_about_few_people_is_shown_and_none_is_changed",
    ),
    Patch(
        "hidden-cell-counted-out",
        "a hidden cell cannot be counted out of the total",
        _DOMAIN + "small_cells.py",
        "    if len(hidden) == 1 and others:\n",
        "    if len(hidden) == 99 and others:\n",
        "tests/domain/test_small_cells.py::test_a_hidden_cell_cannot_be_counted_out_of_the_total",
    ),
    Patch(
        "attempt-is-contact",
        "only a call that was answered counts as a made contact",
        _DOMAIN + "figures.py",
        "    return attempt.result is AttemptResult.REACHED and not attempt.voided\n",
        "    return False\n",
        "tests/domain/test_figures.py::test_coverage_counts_who_has_an_owner_and_a_date_and_who_was_reached_in_time",
    ),
    Patch(
        "formula-in-the-table",
        "no cell of the table is a formula",
        "fieldapp/ui/screens/evaluation/files.py",
        """    return f"'{words}" if words""",
        """    return words if words""",
        "tests/ui/test_evaluation.py::test_no_cell_of_the_table_is_a_formula",
    ),
    Patch(
        "archived-unevaluated",
        "nothing is archived without its evaluation or while somebody waits for a call",
        _DOMAIN + "closing.py",
        "    if to is SessionState.ARCHIVED and list(gaps):\n        raise NotReadyToArchive\n",
        "",
        _CLOSED + "test_it_is_archived_only_when_it_is_evaluated_and_nobody_waits_for_a_call",
    ),
    Patch(
        "late-not-counted",
        "the evaluation counts what came late",
        _ACTIONS + "late.py",
        "            _note_arrival(phone, row)\n",
        "            pass\n",
        _CLOSED + "test_nothing_is_lost_and_the_evaluation_counts_what_came_late",
    ),
    Patch(
        "archive-disposed-of",
        "what is kept for the archive is disposed of by nobody",
        _ACTIONS + "disposing.py",
        "    if _is_kept(phone, hers):\n        raise KeptForArchive\n",
        "",
        "tests/journeys/test_s14_withdrawn_and_extract.py::"
        "test_a_year_on_she_is_kept_for_the_archive_and_the_phone_has_had_nothing_since_the_session_was_closed",
    ),
    Patch(
        "coordinator-links",
        "sessions are linked by a supervisor",
        _ACTIONS + "linking.py",
        "    check_allowed(phone, Action.LINK_SESSIONS)\n",
        "",
        _LINKED + "test_two_incidents_are_remembered_as_two_and_a_coordinator_links_none",
    ),
    Patch(
        "caller-made-anonymous",
        "nobody becomes anonymous again by calling without a name",
        _ACTIONS + "returning.py",
        "    if call.identity_level.has_name:\n",
        "    if call.identity_level:\n",
        _DECLINED + "test_a_call_without_a_name_makes_nobody_anonymous_again_and_asks_what_every_visit_asks",
    ),
)
