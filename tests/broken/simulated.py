"""Mistakes that the simulation found, put back."""

from tests.broken.patch import Patch

_HEALING = "tests/client/test_healing.py::"
_LOST_ROLE_KEY = (
    "tests/client/test_older_copies.py::"
    "test_a_role_s_key_that_was_lost_with_a_supervisor_s_phone_is_made_anew_and_given_what_was_meant_for_it"
)

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
    Patch(
        "own-key-stays-lost",
        "a phone that lost the key of its own work while the server was lost gets it back",
        "fieldapp/actions/readers.py",
        "    for device in _devices(roster, circle, None, ()):\n        if device.id == circle.device:\n",
        "    for device in _devices(roster, circle, None, ()):\n        if not any(circle.device):\n",
        _HEALING + "test_her_own_key_is_given_back_to_a_phone_that_lost_it_while_the_server_was_lost",
    ),
    Patch(
        "role-key-stays-lost",
        "a role's key that only a phone had that was put back is made anew",
        "fieldapp/actions/rotation.py",
        "    return any(maker) and (maker == phone.id or phone.roster.active(maker) is None)\n",
        "    return any(maker) and phone.roster.active(maker) is None\n",
        _LOST_ROLE_KEY,
    ),
    Patch(
        "meant-for-a-lost-role-key-and-never-given-again",
        "what was sealed while a role's key was lost is given to the next",
        "fieldapp/actions/rotation.py",
        "    return key.epoch > phone.roster.stands_in_since(role, epoch)\n",
        "    return False\n",
        _LOST_ROLE_KEY,
    ),
    Patch(
        "brought-back-and-forgotten",
        "what was brought back stays known as a copy until it is read in its place",
        "fieldapp/store/held.py",
        '        write.put(CARRIED, id_.hex(), {"circle": row["circle"], "seq": row["seq"], "arrived": True})\n',
        "        write.delete(CARRIED, row['key'])\n",
        _HEALING + "test_what_was_brought_back_and_not_read_yet_is_brought_again_when_the_server_is_lost_once_more",
    ),
    Patch(
        "grants-before-their-session-stay-aside",
        "grants that came before the log knew their session come in with what they open",
        "sync/server/streams.py",
        "        late_grants.let_in(connection, roster, entering)\n",
        "",
        "tests/server/test_set_aside.py::"
        "test_grants_that_came_before_their_session_was_known_come_in_with_what_they_open",
    ),
    Patch(
        "half-a-protected-person",
        "a protected person is shown once her birth could be opened",
        "fieldapp/actions/births.py",
        '            return BORN in change["set"] and change["id"] ==',
        '            return change["id"] ==',
        "tests/actions/test_promises_on_the_phone.py::"
        "test_a_protected_person_of_whom_only_something_later_can_be_opened_is_nobody_yet",
    ),
    Patch(
        "older-keys-forgotten-with-the-answer",
        "that a newcomer is to have a role's older keys is on the disk before the log says the role",
        "fieldapp/actions/people.py",
        "        keyring.want_older(write, waiting.id, wanted=older)\n"
        "    append_with_keys(phone, Kind.ROLE_GRANTED, renewed, device=device, nonce=offer.nonce.hex())\n",
        "        keyring.want_older(write, waiting.id, wanted=False)\n"
        "    append_with_keys(phone, Kind.ROLE_GRANTED, renewed, device=device, nonce=offer.nonce.hex())\n"
        "    with phone.store.one_write() as write:\n"
        "        keyring.want_older(write, waiting.id, wanted=older)\n",
        "tests/actions/test_roles.py::"
        "test_that_a_newcomer_is_to_have_the_older_keys_too_is_not_forgotten_when_the_answer_is_lost",
    ),
)
