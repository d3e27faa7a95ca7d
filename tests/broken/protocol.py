"""Mistakes in what both sides believe of the membership log and of watch lines."""

from tests.broken.patch import Patch

_ROSTER, _RULES = "sync/protocol/roster.py", "sync/protocol/roster_rules.py"
_TESTS = "tests/protocol/test_roster.py::"

PATCHES = (
    Patch(
        "log-takes-unsigned-statements",
        "nobody says anything in somebody else's name",
        _ROSTER,
        "        statement.document.verify()\n",
        "",
        _TESTS + "test_an_unsigned_statement_is_not_taken",
    ),
    Patch(
        "log-takes-statements-out-of-place",
        "a statement that needs agreement follows the one it names",
        _ROSTER,
        '        elif statement.head != self.head:\n            raise StatementRefused("not_next")\n',
        "",
        _TESTS + "test_other_statements_fit_only_right_after_the_head_they_name",
    ),
    Patch(
        "log-takes-unknown-heads",
        "a statement made offline names a head that this log had",
        _ROSTER,
        " and self.hashes[statement.head.seq] == statement.head.hash):\n",
        "):\n",
        _TESTS + "test_an_offline_statement_that_names_a_head_nobody_saw_is_refused",
    ),
    Patch(
        "log-believes-a-shortened-log",
        "a log that does not reach its head was tampered with",
        _ROSTER,
        '        if self.head != head:\n            raise LogTampered("another head")\n',
        "",
        _TESTS + "test_a_log_cut_short_does_not_reach_the_head_it_claims",
    ),
    Patch(
        "log-hears-the-revoked",
        "a revoked device says nothing more",
        _ROSTER,
        "            if device.signing == statement.signer and device.is_active:\n",
        "            if device.signing == statement.signer:\n",
        _TESTS + "test_a_revoked_device_says_nothing_more",
    ),
    Patch(
        "log-lets-supporters-read-each-other",
        "no supporter reads another's work",
        _ROSTER,
        "                mine = self.same_person(circle.device, device) and self.works_in(device, circle.subject)\n",
        "                mine = self.works_in(device, circle.subject)\n",
        _TESTS + "test_a_supporter_reads_and_writes_only_its_own_work",
    ),
    Patch(
        "log-uses-an-invite-twice",
        "an invite lets in one device",
        _RULES,
        '    if invite.used_by is not None:\n        raise StatementRefused("invite_used")\n',
        "",
        _TESTS + "test_an_invite_is_used_once_and_only_by_the_role_and_person_it_names",
    ),
    Patch(
        "log-takes-an-old-invite",
        "an invite runs out",
        _RULES,
        '    if statement.at > invite.expires:\n        raise StatementRefused("invite_expired")\n',
        "",
        _TESTS + "test_an_invite_that_is_old_withdrawn_or_unknown_adds_nobody",
    ),
    Patch(
        "log-skips-the-role",
        "only supervisors revoke, invite and grant",
        "sync/protocol/rule_questions.py",
        '    if signer.role is not Role.SUPERVISOR:\n        raise StatementRefused("not_a_supervisor")\n',
        "",
        _TESTS + "test_what_only_a_supervisor_says_is_refused_from_others",
    ),
    Patch(
        "log-skips-the-six-digits",
        "a photographed invite gives no role",
        _RULES,
        "        state = DeviceState.ACTIVE if role in _READY_AT_ONCE else DeviceState.WAITING_FOR_ROLE\n",
        "        state = DeviceState.ACTIVE\n",
        _TESTS + "test_a_supporter_is_ready_at_once_and_a_coordinator_only_after_the_digits",
    ),
    Patch(
        "log-root-adds-again",
        "the root adds the first device and no other",
        _RULES,
        "    if roster.devices or role is not Role.SUPERVISOR:\n",
        "    if role is not Role.SUPERVISOR:\n",
        "tests/protocol/test_root.py::test_the_root_adds_the_first_device_and_no_other",
    ),
    Patch(
        "watch-lets-closed-win",
        "when in doubt a promise is open",
        "sync/protocol/watch.py",
        "        return (self.revision, self.is_open) > (revision, is_open)\n",
        "        return (self.revision, not self.is_open) > (revision, not is_open)\n",
        "tests/protocol/test_wire.py::test_a_higher_revision_wins_and_in_a_tie_open_beats_closed",
    ),
)
