"""Mistakes in what a session and a board write down beside the visits."""

from tests.broken.patch import Patch

_ROUTINES, _ROUTINES_TEST = "fieldapp/actions/local_routines.py", "tests/actions/test_local_routines.py::"
_DEVIATING, _DEVIATING_TEST = "fieldapp/actions/deviating.py", "tests/actions/test_deviating.py::"

PATCHES = (
    Patch(
        "routine-words-of-anybody",
        "only a supervisor writes on the board's routine cards",
        _ROUTINES,
        "    check_allowed(phone, Deed.KEEP_ROUTINES)\n",
        "",
        _ROUTINES_TEST + "test_what_a_supervisor_writes_stands_on_every_device_of_the_board_offline_too",
    ),
    Patch(
        "routine-words-cannot-be-emptied",
        "the board's words can be taken away again",
        _ROUTINES,
        "if one.card and one.words}",
        "if one.card}",
        _ROUTINES_TEST + "test_they_can_be_changed_and_taken_away",
    ),
    Patch(
        "one-supervisor-s-words-are-lost",
        "what two supervisors write on a card while apart is both kept",
        "fieldapp/domain/merge_rules.py",
        '    ("local_routine", "words"): keep_both,\n',
        "",
        _ROUTINES_TEST + "test_two_supervisors_who_write_apart_lose_nothing_of_each_other_s",
    ),
    Patch(
        "personal-number-on-a-card",
        "no personal identity number stands on a routine card",
        "fieldapp/domain/local_routine.py",
        "    if is_personal_number_in(words):\n        raise PersonOnACard\n",
        "",
        _ROUTINES_TEST + "test_a_card_is_short_and_is_about_no_visitor",
    ),
    Patch(
        "routine-words-not-shown",
        "the card shows the board's words as the board's",
        "fieldapp/ui/screens/supporter/routines.py",
        "    own = [board_s_words(added)] if added else []\n",
        "    own: list[ft.Control] = []\n",
        _ROUTINES_TEST + "test_a_supporter_reads_the_words_and_is_offered_no_pen",
    ),
    Patch(
        "deviation-in-any-session",
        "a supporter notes deviations where she works and nowhere else",
        _DEVIATING,
        "        sessions.require(phone, session)\n    elif",
        "        pass\n    elif",
        _DEVIATING_TEST + "test_nobody_notes_where_she_does_not_work_and_no_deviation_is_half",
    ),
    Patch(
        "deviations-overwrite-each-other",
        "a deviation is added and never edited",
        _DEVIATING,
        '"deviation", fresh(), **noted',
        '"deviation", "one", **noted',
        _DEVIATING_TEST + "test_what_went_against_the_routine_is_noted_by_who_works_there_and_read_by_who_follows_up",
    ),
    Patch(
        "deviations-not-in-the-table",
        "deviations stand in the evaluation's files",
        "fieldapp/ui/screens/evaluation/saving.py",
        "(*report.sections(found), went_against(phone, session_id, looked_at, found)) if found",
        "report.sections(found) if found",
        _DEVIATING_TEST + "test_they_are_counted_when_the_session_is_looked_back_on_and_stand_in_the_table",
    ),
    Patch(
        "deviations-of-all-sessions",
        "a session answers for its own deviations",
        "fieldapp/domain/deviation.py",
        "for one in deviations if one.session_id in asked",
        "for one in deviations if one.session_id in asked or asked",
        _DEVIATING_TEST + "test_they_are_counted_when_the_session_is_looked_back_on_and_stand_in_the_table",
    ),
)
