"""Mistakes in linking one incident of two boards: what crosses, who may, what is believed, how it ends."""

from tests.broken.patch import Patch

_ACTIONS, _FACTS = "fieldapp/actions/board_links.py", "fieldapp/domain/incident_link.py"
_S12 = "tests/journeys/test_s12_two_boards.py::"

PATCHES = (
    Patch(
        "count-crosses-with-the-question",
        "what crosses is six facts of the incident",
        _ACTIONS,
        "ASKED, facts.to_json(), id_=id_)",
        'ASKED, facts.to_json() | {"sessions": len(sessions(phone))}, id_=id_)',
        _S12 + "test_the_letters_hold_six_facts_of_the_incident_and_nothing_of_any_person",
    ),
    Patch(
        "site-crosses-as-area",
        "no place nearer than the area crosses",
        _FACTS,
        "        area = incident.area.strip()[:AREA_CHARACTERS]\n",
        '        area = incident.area.strip()[:AREA_CHARACTERS] + " Medborgarkontoret"\n',
        _S12 + "test_the_letters_hold_six_facts_of_the_incident_and_nothing_of_any_person",
    ),
    Patch(
        "number-in-the-area-crosses",
        "an area that looks like a personal identity number stays at home",
        _FACTS,
        '"" if holds_personal_number(area) else area',
        "area",
        _S12 + "test_an_area_that_looks_like_a_personal_identity_number_stays_at_home",
    ),
    Patch(
        "coordinator-asks-another-board",
        "another board is asked by a supervisor",
        _ACTIONS,
        "    if not allowed(phone, Deed.LINK_SESSIONS) or incident_of(phone, session) is None:\n",
        "    if incident_of(phone, session) is None:\n",
        _S12 + "test_only_supervisors_ask_answer_and_take_apart_and_their_colleagues_see_what_was_said",
    ),
    Patch(
        "coordinator-answers-another-board",
        "another board is answered by a supervisor",
        _ACTIONS,
        "    check_allowed(phone, Deed.LINK_SESSIONS)\n    found = link(phone, link_id)\n"
        "    if found.side is not LinkSide.ANSWERS",
        "    found = link(phone, link_id)\n    if found.side is not LinkSide.ANSWERS",
        _S12 + "test_only_supervisors_ask_answer_and_take_apart_and_their_colleagues_see_what_was_said",
    ),
    Patch(
        "link-is-not-told-to-colleagues",
        "the others of the board see what was answered",
        "fieldapp/actions/payload.py",
        '"incident_link", "loan"}',
        '"loan"}',
        _S12 + "test_only_supervisors_ask_answer_and_take_apart_and_their_colleagues_see_what_was_said",
    ),
    Patch(
        "near-session-not-first",
        "the session of that kind and time is the first that is offered",
        _ACTIONS,
        "    between = time_between(mine, theirs) if mine and may_be_one(mine, theirs) else None\n",
        "    between = None\n",
        _S12 + "test_opened_and_asked_without_coverage_both_show_one_incident",
    ),
    Patch(
        "no-is-heard-as-yes",
        "a board that says no is not linked",
        _ACTIONS,
        'all(words.get("same") is True for words in answers)',
        "answers",
        _S12 + "test_another_incident_is_said_and_both_stand_by_themselves",
    ),
    Patch(
        "last-answer-links",
        "of two supervisors who answer apart the no holds",
        "fieldapp/domain/merge_rules.py",
        '    ("incident_link", "verdict"): strictest("apart"),\n',
        "",
        _S12 + "test_two_supervisors_who_answer_apart_have_said_no_in_both_boards",
    ),
    Patch(
        "taken-apart-on-one-side",
        "what either board takes apart is apart in both",
        _ACTIONS,
        "            _write(action, one, ENDED, {})\n",
        "",
        _S12 + "test_either_board_takes_it_apart_and_may_ask_again[karin]",
    ),
    Patch(
        "asked-crosswise-linked-twice",
        "boards that ask each other get one link",
        _ACTIONS,
        "    return tuple(one for one in found if one.id not in settled)\n",
        "    return tuple(found)\n",
        _S12 + "test_boards_that_ask_each_other_get_one_link_and_take_apart_one",
    ),
)
