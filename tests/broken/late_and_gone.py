"""Mistakes with what comes late, what is kept aside, and what is to be gone for good."""

from tests.broken.patch import Patch

_FORGOTTEN = "tests/journeys/test_forgotten_passphrase.py::"

_LET_GO = "tests/journeys/test_closing.py::"
_LET_GO += "test_a_written_off_phone_learns_that_its_late_visit_was_let_in_and_lets_go"

PATCHES = (
    Patch(
        "kept-aside-is-told-as-refused",
        "the server says that it keeps what it could not put in its place",
        "sync/server/membership.py",
        "    return why.set_aside()\n",
        "    return why\n",
        _FORGOTTEN + "test_what_the_district_set_aside_stands_in_nobody_s_way_and_is_not_lost",
    ),
    Patch(
        "delivered-although-nobody-kept-it",
        "a locked phone counts as delivered only what the server keeps",
        "sync/client/delivery.py",
        "if answer.is_receipt or answer.status == SET_ASIDE}",
        "if answer.status}",
        _FORGOTTEN + "test_a_statement_that_the_district_does_not_keep_stays_on_the_phone",
    ),
    Patch(
        "never-asks-again-about-what-was-set-aside",
        "a phone learns that what was set aside has been let in",
        "sync/client/exchange.py",
        "            sent += push.set_aside(ledger, call, max(1, self._most))\n",
        "",
        _LET_GO,
    ),
    Patch(
        "letting-in-moves-nothing",
        "a phone that may not read its stream is told that something was let in",
        "sync/server/devices.py",
        "            self.aside,\n        ]",
        "        ]",
        _LET_GO,
    ),
    Patch(
        "lets-go-before-the-late-visit-is-held",
        "a phone lets go only when a coordinator's device also holds what was let in late",
        "fieldapp/actions/holding.py",
        "    mine = _made(phone, circle, author)\n",
        "    mine = authors.of(phone.store, circle, author)\n",
        _LET_GO,
    ),
    Patch(
        "disposed-bytes-stay-on-the-server",
        "the server drops the bytes of what was disposed of",
        "sync/server/membership.py",
        "        disposal.drop(connection, statement)\n",
        "        assert connection\n",
        "tests/server/test_disposal.py::test_the_bytes_go_and_the_stream_stays_dense_and_chained",
    ),
    Patch(
        "disposed-of-while-a-promise-is-open",
        "the server refuses to dispose of an open promise",
        "sync/server/disposal.py",
        '    if connection.execute(still_open).first():\n        raise StatementRefused("still_open")\n',
        "    connection.execute(still_open)\n",
        "tests/server/test_disposal.py::test_only_a_supervisor_disposes_and_not_while_a_promise_is_open",
    ),
    Patch(
        "disposed-comes-back-with-who-had-not-heard",
        "what was disposed of and is brought back stays gone",
        "sync/server/streams.py",
        "content = STUB if self.roster.is_disposed(header.circle, each.id) else each.raw",
        "content = each.raw or STUB",
        "tests/server/test_disposal.py::test_what_is_brought_back_after_it_was_disposed_of_gets_its_place_and_stays_gone",
    ),
    Patch(
        "check-calls-every-empty-place-a-stub",
        "check tells a stub from lost bytes",
        "sync/server/checking.py",
        'return None if is_disposed else f"{what} is empty, and nobody has disposed of it."',
        "return None",
        "tests/server/test_disposal.py::test_check_says_when_something_is_empty_that_nobody_disposed_of",
    ),
    Patch(
        "disposal-leaves-the-copies-on-the-devices",
        "devices drop their copies of what was disposed of",
        "fieldapp/actions/disposed.py",
        "        _drop_copies(write, circle, ids)\n",
        "",
        "tests/journeys/test_disposal.py::test_a_person_is_gone_everywhere_and_the_others_stay",
    ),
    Patch(
        "disposal-with-an-open-follow-up",
        "nobody is disposed of while a follow-up is open",
        "fieldapp/actions/disposing.py",
        "        raise SomethingIsOpen\n",
        "        pass\n",
        "tests/journeys/test_disposal.py::test_nothing_is_disposed_of_while_a_follow_up_is_open",
    ),
    Patch(
        "copies-in-rows-are-left-there",
        "what an older version kept in rows moves to the log of envelopes",
        "fieldapp/store/spool.py",
        "        held.take_over(store)\n",
        "        assert held\n",
        "tests/store/test_held.py::test_copies_that_an_older_version_kept_in_rows_are_taken_over",
    ),
    Patch(
        "a-healing-copy-is-sent-as-if-it-waited",
        "copies of others' envelopes do not wait",
        "fieldapp/store/held.py",
        "    write.answered(envelope.id)\n",
        "",
        "tests/store/test_held.py::test_a_copy_is_there_after_a_restart_and_no_row_holds_it",
    ),
    Patch(
        "late-promise-is-disposed-of",
        "what promises a follow-up is taken in, not disposed of",
        "fieldapp/actions/late.py",
        "        raise TakeItInInstead\n",
        "        pass\n",
        "tests/journeys/test_closing.py::test_what_came_late_is_disposed_of_with_a_reason_and_the_phone_lets_go_of_it",
    ),
    Patch(
        "handing-on-leaves-the-keys-behind",
        "what came late is handed on with the keys that open it",
        "fieldapp/actions/late.py",
        '    return item["kind"] == "grant" and ',
        '    return item["kind"] == "none" and ',
        "tests/journeys/test_closing.py::test_what_belongs_to_another_board_is_handed_on_as_a_file_with_the_keys_that_open_it",
    ),
    Patch(
        "only-the-first-page-of-what-was-set-aside",
        "a supervisor sees all that was set aside",
        "sync/server/set_aside.py",
        "more=len(found) > fitting)",
        "more=False)",
        "tests/server/test_disposal.py::test_what_was_set_aside_is_read_page_by_page",
    ),
)
