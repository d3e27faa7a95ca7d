"""Mistakes in finding people, in what a board decides about its work, and in what is reported of it."""

from tests.broken.patch import Patch

_DOMAIN, _ACTIONS = "fieldapp/domain/", "fieldapp/actions/"
_SETTINGS = "tests/actions/test_board_settings.py::"
_IN_LOG = "tests/protocol/test_board_settings.py::"
_RULES = "tests/domain/test_board_settings.py::"

PATCHES = (
    Patch(
        "found-by-any-letter",
        "a name is found by the beginnings of its words",
        _DOMAIN + "finding.py",
        "word.startswith(one)",
        "one in word",
        "tests/domain/test_finding.py::test_each_word_begins_a_word_of_the_name_whatever_its_case_and_accents",
    ),
    Patch(
        "near-names-missed",
        "whoever may be registered twice is found as if all had been compared",
        _DOMAIN + "likeness.py",
        "(part[:at] + part[at + 1 :] for at in range(len(part)))",
        "(part[:at] + part[at + 1 :] for at in range(len(part) - 1))",
        "tests/domain/test_likeness.py::test_names_are_found_as_if_everybody_had_been_compared_with_everybody",
    ),
    Patch(
        "old-answer-kept",
        "what was worked out is worked out again when a row has changed",
        "fieldapp/store/derived.py",
        "            self._changes[table] += 1\n",
        "",
        "tests/store/test_derived.py::test_what_several_tables_make_is_made_again_when_one_of_them_changes",
    ),
    Patch(
        "settings-by-anybody",
        "only a supervisor decides for the board",
        "sync/protocol/settings_rules.py",
        "by_supervisor(roster, statement), statement.fields",
        "roster.signer(statement), statement.fields",
        _IN_LOG + "test_only_a_supervisor_decides",
    ),
    Patch(
        "settings-with-words",
        "nothing that could be about somebody is in the board's settings",
        "sync/protocol/settings_rules.py",
        "            return _WORD.fullmatch(value) is not None\n",
        "            return True\n",
        _IN_LOG + "test_nothing_that_could_be_about_somebody_is_let_in",
    ),
    Patch(
        "settings-undone",
        "two who decide at once undo nothing of each other's",
        "sync/protocol/settings_rules.py",
        "{**roster.settings, **changed}",
        "dict(changed)",
        _IN_LOG + "test_what_is_not_named_stays_and_the_history_says_who",
    ),
    Patch(
        "windows-overlap",
        "a window ends before the next begins",
        _DOMAIN + "board_settings.py",
        "        before = days.latest\n",
        "",
        _RULES + "test_windows_have_to_be_in_order",
    ),
    Patch(
        "anything-taken-away",
        "a supervisor can always give back what was taken away",
        _DOMAIN + "board_settings.py",
        "    if not set(cells) <= set(NARROWABLE):\n",
        "    if not cells:\n",
        _RULES + "test_what_holds_the_board_together_cannot_be_taken_away",
    ),
    Patch(
        "name-written-all-the-same",
        "without identity no name is written at a visit",
        _ACTIONS + "documenting.py",
        "    if named and not writes_identity(phone, session_id):\n",
        "    if named and not session_id:\n",
        _SETTINGS + "test_without_identity_a_name_is_refused_and_a_number_needs_a_yes",
    ),
    Patch(
        "session-forgets-its-mode",
        "a session stays as strict as it was opened",
        _ACTIONS + "sessions.py",
        "            documentation_mode=settings(phone).mode,\n",
        "",
        _SETTINGS + "test_a_session_stays_as_strict_as_it_was_opened",
    ),
    Patch(
        "board-s-windows-unused",
        "the windows offered are those the board decided",
        _ACTIONS + "promises.py",
        "incident.intentional_violence, occurred_on, today, windows=days",
        "incident.intentional_violence, occurred_on, today",
        _SETTINGS + "test_the_windows_of_an_incident_are_those_the_board_decided",
    ),
    Patch(
        "retention-unused",
        "disposal is looked at after the months the board decided",
        _ACTIONS + "disposals.py",
        'is_due(last[record["id"]], today, months)',
        'is_due(last[record["id"]], today, 60)',
        _SETTINGS + "test_disposal_is_looked_at_when_the_board_s_time_is_over_and_nothing_is_open",
    ),
    Patch(
        "taken-away-and-kept",
        "what a board takes away from a role is refused",
        _ACTIONS + "allowed.py",
        "if settings(phone).allows(role, action) else Scope.NO",
        "if role else Scope.NO",
        _SETTINGS + "test_what_was_taken_away_is_refused_and_given_back",
    ),
    Patch(
        "lease-unused",
        "a phone shows nothing after the days the board decided",
        _ACTIONS + "lease.py",
        "    return settings(phone).lease_days\n",
        "    return 14\n",
        _SETTINGS + "test_a_phone_shows_nothing_after_as_many_days_as_the_board_decided",
    ),
)
