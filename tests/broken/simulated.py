"""Mistakes that the simulation found, put back."""

from tests.broken.patch import Patch

_HEALING = "tests/client/test_healing.py::"

PATCHES = (
    Patch(
        "restored-server-is-called-a-liar",
        "who changes the board right after a restore is told to wait, not that somebody tampers",
        "sync/client/statements.py",
        "        if _is_another_life(ledger, call):\n",
        "        if False and _is_another_life(ledger, call):\n",
        _HEALING + "test_who_shuts_somebody_out_of_a_board_that_was_just_restored_is_told_to_wait",
    ),
    Patch(
        "healing-server-refuses-for-good",
        "what a healing board does not take yet may be said again",
        "sync/client/statements.py",
        "        if code == HEALING:\n            raise ServerBroughtBack\n",
        "",
        _HEALING + "test_who_shuts_somebody_out_of_a_board_that_was_just_restored_is_told_to_wait",
    ),
    Patch(
        "lost-grants-stay-lost",
        "keys given by a phone that is gone are given again after a restore",
        "fieldapp/actions/rotation.py",
        "    return server_contact.last(write).restores > 0\n",
        "    return False\n",
        _HEALING + "test_keys_that_a_phone_gave_which_is_gone_are_given_again_by_whoever_has_them",
    ),
    Patch(
        "closing-is-called-tampering",
        "a session that is closed while a phone reads is not called tampering",
        "sync/client/pull.py",
        "            behind = _still_to_read(ledger, call, behind)\n",
        '            raise StreamTampered("ends early")\n',
        "tests/client/test_meanwhile.py::test_a_session_that_is_closed_while_a_phone_reads_is_not_called_tampering",
    ),
    Patch(
        "role-mailbox-read-once",
        "what was given to a role is opened also when the role's own key comes after it",
        "fieldapp/actions/ledger.py",
        "                cursors.set_mailbox(write, Recipient.of_role(key.role, key.epoch), 0)\n",
        "                assert cursors\n",
        "tests/actions/test_roles.py::"
        "test_what_was_given_to_a_role_is_opened_also_when_the_role_s_own_key_comes_after_it",
    ),
)
