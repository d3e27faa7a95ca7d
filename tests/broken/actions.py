"""Mistakes in what people do with the app."""

from tests.broken.patch import Patch

_PERSONS, _VISITS = "fieldapp/actions/persons.py", "fieldapp/actions/visits.py"
_TESTS = "tests/actions/test_promises_on_the_phone.py::"

PATCHES = (
    Patch(
        "read-not-logged",
        "opening a person is on record",
        _PERSONS,
        '            log_read(phone, "contact", each, ReadAction.READ, reason)\n',
        "            pass\n",
        _TESTS + "test_opening_a_person_is_on_record_for_those_who_review_it",
    ),
    Patch(
        "double-tap-two-visits",
        "a double tap is one visit",
        _VISITS,
        '        visit_id=born_id(circle, "visit", code),\n',
        "        visit_id=str(uuid.uuid4()),\n",
        "tests/journeys/test_main_job.py::test_a_double_tap_is_one_visit",
    ),
    Patch(
        "double-tap-saves-again",
        "a second tap on save changes nothing",
        _VISITS,
        '    if records.record(phone.store, "visit", saved.visit_id) is None:\n',
        "    if saved.visit_id:\n",
        _TESTS + "test_a_second_tap_on_save_changes_nothing_at_all",
    ),
    Patch(
        "undo-leaves-the-watch-open",
        "a visit taken back leaves no promise to be missed",
        _VISITS,
        "                action.watch(home, follow_up.watch_id, follow_up.watch_rev + 1, latest, is_open=False)\n",
        "                action.watch(home, follow_up.watch_id, follow_up.watch_rev + 1, latest, is_open=True)\n",
        _TESTS + "test_a_visit_taken_back_leaves_no_promise_open_at_the_server",
    ),
    Patch(
        "kept-promise-stays-open-at-the-server",
        "a kept promise is no longer counted",
        "fieldapp/actions/promises.py",
        "    _close_watch(action, home, follow_up)\n",
        "",
        _TESTS + "test_a_kept_promise_is_closed_at_the_server_too",
    ),
    Patch(
        "promise-not-watched",
        "the server counts every promise",
        "fieldapp/actions/promises.py",
        "    action.watch(circle, watch_id, 1, window.latest, is_open=True)\n",
        "",
        _TESTS + "test_a_visit_taken_back_leaves_no_promise_open_at_the_server",
    ),
    Patch(
        "stranger-changes-a-record",
        "a supporter changes only records of her own circle",
        "fieldapp/actions/folding.py",
        "        _check_place(write, envelope.header.circle, changes)\n",
        "",
        _TESTS + "test_a_supporter_changes_nothing_in_somebody_else_s_circle",
    ),
    Patch(
        "stranger-claims-a-record-first",
        "whose record it is does not depend on what arrives first",
        "fieldapp/actions/folding.py",
        "(home is None and is_born_in(circle, change))",
        "(home is None)",
        _TESTS + "test_nor_when_the_stranger_s_change_arrives_first",
    ),
    Patch(
        "one-watch-line-for-two-promises",
        "the promise that ended is closed at the server also when the next one is made",
        "fieldapp/actions/action.py",
        'watch=b"".join(self._watch.get(circle, ())) or None',
        'watch=b"".join(self._watch.get(circle, ())[-1:]) or None',
        _TESTS + "test_when_the_need_goes_on_one_promise_is_closed_and_the_next_one_open",
    ),
    Patch(
        "key-for-every-supporter",
        "no supporter is handed the key to another's work",
        "fieldapp/actions/readers.py",
        "            hers = (device for device in active if roster.same_person(device.id, circle.device))\n",
        "            hers = iter(active)\n",
        "tests/actions/test_readers.py::"
        "test_a_supporter_s_own_work_is_for_her_and_those_who_answer_for_it_and_no_other_supporter",
    ),
    Patch(
        "coordinator-reads-the-protected",
        "a protected person is not for coordinators",
        "fieldapp/actions/readers.py",
        "    CircleKind.PROTECTED: (Role.SUPERVISOR,),\n",
        "    CircleKind.PROTECTED: (Role.COORDINATOR, Role.SUPERVISOR),\n",
        "tests/actions/test_readers.py::test_a_protected_person_is_not_for_coordinators",
    ),
    Patch(
        "draft-dropped",
        "what is half filled in survives the app being killed",
        "fieldapp/actions/drafts.py",
        "        drafts.save(write, name, answers)\n",
        "        drafts.save(write, name, {})\n",
        "tests/journeys/test_main_job.py::test_a_draft_survives_the_app_being_killed",
    ),
    Patch(
        "log-quotes-a-person",
        "what people say is in no log",
        _VISITS,
        "    check_complete(form)\n",
        "    check_complete(form)\n    __import__('logging').getLogger('fieldapp').debug('saving %s', form.note)\n",
        "tests/leaks/test_no_plaintext.py::test_nothing_people_said_can_be_read_in_any_file",
    ),
    Patch(
        "error-quotes-a-person",
        "no error quotes what it was about",
        "fieldapp/domain/visit_form.py",
        "    if missing(form):\n        raise VisitIncomplete\n",
        "    if missing(form):\n        raise VisitIncomplete(form.name)\n",
        "tests/leaks/test_no_plaintext.py::test_no_error_quotes_what_it_was_about",
    ),
)
