"""Mistakes at the end: closing, purging, writing off, delivering from the lock screen, starting over."""

from tests.broken.patch import Patch

_PURGE = "fieldapp/actions/purge.py"
_PURGE_TEST = "tests/journeys/test_closing.py::"
_PURGE_TEST += "test_a_supporter_s_phone_lets_go_of_a_closed_session_once_a_coordinator_holds_it"

PATCHES = (
    Patch(
        "purge-before-anybody-holds-it",
        "a phone lets go only of what a coordinator's device holds",
        _PURGE,
        "    if unfinished or not (phone.id in session.purged or _is_held(phone, circles, hers)):\n",
        "    if unfinished:\n",
        _PURGE_TEST,
    ),
    Patch(
        "purge-drops-a-half-filled-visit",
        "a visit half filled in when the session closes can be finished",
        _PURGE,
        "outbox.owes(phone.store, circles) or drafts.load(phone.store, drafts.VISIT)",
        "outbox.owes(phone.store, circles)",
        "tests/journeys/test_closing.py"
        "::test_a_visit_half_filled_in_when_the_session_closes_can_be_finished_and_arrives_late",
    ),
    Patch(
        "purge-keeps-the-records",
        "after a closing a supporter's phone holds nothing of it",
        _PURGE,
        "            purging.drop_circle(write, circle)\n",
        "            assert circle\n",
        _PURGE_TEST,
    ),
    Patch(
        "purge-forgets-a-table",
        "after a closing a supporter's phone holds nothing of it, whatever table it is in",
        "fieldapp/store/purging.py",
        "    for table in write.tables() - {outbox.WAITING}:\n",
        '    for table in ("circle_keys", "sent", "held", "contact", "visit", "follow_up"):\n',
        "tests/journeys/test_purge_opens_nothing.py::test_no_table_keeps_a_row_of_what_was_purged",
    ),
    Patch(
        "check-out-lets-go-of-the-facts",
        "who comes back to a session the next evening sees what it is about",
        _PURGE,
        "each.kind is not CircleKind.SHARED or phone.roster.is_closed(session)",
        "each",
        "tests/journeys/test_rotation.py"
        "::test_who_comes_back_the_next_evening_works_on_and_lets_go_of_everything_at_the_closing",
    ),
    Patch(
        "facts-stay-after-the-closing",
        "who checked out lets go of the session's facts too when it is closed",
        _PURGE,
        "    return phone.roster.is_closed(session.id) and purging.holds(",
        "    return False and purging.holds(",
        "tests/journeys/test_rotation.py::test_who_checked_out_lets_go_of_the_facts_when_the_session_is_closed",
    ),
    Patch(
        "start-over-loses-what-waits",
        "a phone is not wiped while something waits",
        "fieldapp/actions/wiping.py",
        "    if Spool(folder).waiting():\n        raise StillWaiting\n",
        "",
        "tests/journeys/test_forgotten_passphrase.py::"
        "test_what_waited_is_delivered_locked_and_a_new_invite_gives_the_work_back",
    ),
    Patch(
        "write-off-without-a-reason",
        "a phone is written off only with a reason",
        "fieldapp/domain/closing.py",
        "    if not reason.strip():\n        raise WriteOffReasonMissing\n",
        "",
        "tests/domain/test_closing.py::test_a_write_off_needs_a_reason",
    ),
    Patch(
        "gate-believes-an-old-word",
        "a phone that was not heard since the closing began holds the session open",
        "fieldapp/actions/closing.py",
        "0 < session.closing_since <= said.log.seq",
        "0 < session.closing_since",
        "tests/actions/test_closing_gate.py::test_a_visit_made_after_the_phone_was_last_heard_holds_the_session_open",
    ),
    Patch(
        "phone-behind-does-not-count",
        "a session waits for the phone that still holds something",
        "fieldapp/domain/closing.py",
        "        return self.knows_of_closing and self.missing == 0 or bool(self.written_off_reason.strip())\n",
        "        return self.knows_of_closing or bool(self.written_off_reason.strip())\n",
        "tests/domain/test_closing.py::test_everything_that_stands_in_the_way_is_listed",
    ),
)
