"""The mistakes of the systems before us, made in ours (the table of lessons in sync/README.md)."""

from tests.broken.patch import Patch

_GARBAGE = "tests/client/hostile/test_garbage.py::"

PATCHES = (
    Patch(
        "a-task-past-its-window-disappears",
        "a follow-up ages and rises, and never expires",
        "fieldapp/domain/queue.py",
        "for follow_up in follow_ups if follow_up.is_open)",
        "for follow_up in follow_ups if follow_up.is_open and follow_up.due_state(today) is not DueState.OVERDUE)",
        "tests/domain/test_queue.py::test_every_open_follow_up_is_in_the_list_and_no_closed_one",
    ),
    Patch(
        "the-last-write-wins",
        "two edits made apart are both kept",
        "fieldapp/domain/merge.py",
        'return any(other["seen"].get(writer, 0) >= count for other in others)',
        'return any(other["seen"].get(writer, 0) >= count or other["at"] > candidate["at"] for other in others)',
        "tests/journeys/test_main_job.py::test_edits_made_apart_are_both_kept_until_a_human_settles_them",
    ),
    Patch(
        "a-bad-item-ends-the-batch",
        "one bad item stops none of those after it",
        "sync/server/streams.py",
        "        receipts = [filing.file(each) for each in taken]\n",
        "        receipts = [filing.file(each) if not taken[2].refused_because else "
        "Receipt(each.id, Status.REFUSED) for each in taken]\n",
        "tests/server/test_push.py::test_bad_items_among_good_ones_stop_none_of_them",
    ),
    Patch(
        "garbage-is-not-understood-as-such",
        "an answer of another shape is an error with a sentence, and nothing is lost by it",
        "sync/client/answers.py",
        "except (Malformed, KeyError, TypeError, AttributeError, ValueError) as error:",
        "except Malformed as error:",
        _GARBAGE + "test_whatever_it_answers_the_phone_stays_whole",
    ),
    Patch(
        "the-server-names-its-own-members",
        "a member the board's log did not let in is refused and said",
        "sync/protocol/roster_rules.py",
        '    if invite is None:\n        raise StatementRefused("unknown_signer")\n',
        "    if invite is None:\n"
        "        return Invite(statement.signer, statement.id_of('person'), role_of(statement), statement.at, b'')\n",
        _GARBAGE + "test_a_changed_list_of_members_is_refused_and_said",
    ),
)
