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
        "sync/client/errors.py",
        '    "healing": ServerBroughtBack,\n',
        "",
        _HEALING + "test_who_shuts_somebody_out_while_the_board_heals_is_told_to_wait_also_when_its_log_lost_nothing",
    ),
    Patch(
        "a-log-that-went-on-without-a-line-is-called-tampered",
        "who knows more of the log than a restored server that already went on says it again",
        "sync/client/healing.py",
        "(head == known.head or bring_log(ledger, transport))",
        "(bring_log(ledger, transport) or True)",
        _HEALING + "test_who_knows_more_than_a_log_that_already_went_on_says_it_again_and_is_not_told_of_tampering",
    ),
    Patch(
        "joins-again-with-new-keys",
        "a phone that a restored server does not know joins again with the keys it has",
        "fieldapp/actions/rejoining.py",
        "invited(transport, secret, phone.keys)",
        "invited(transport, secret, type(phone.keys).generate())",
        "tests/client/test_rejoining.py::test_with_a_new_invite_everything_on_it_arrives",
    ),
    Patch(
        "waits-for-its-role-and-counts-as-healed",
        "a coordinator's phone that joins again brings what it holds once it has its role",
        "sync/client/exchange.py",
        "            return replace(told, server_epoch=ledger.server_epoch()), 0\n",
        "            return told, 0\n",
        "tests/client/test_rejoining.py::test_a_coordinator_is_compared_with_again_and_reads_on",
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
