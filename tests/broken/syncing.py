"""Mistakes in the exchange between phone and server, on the phone's side."""

from tests.broken.patch import Patch

_LEDGER, _PULL = "sync/client/ledger.py", "sync/client/pull.py"
_TESTS = "tests/client/test_exchange.py::"

PATCHES = (
    Patch(
        "client-believes-before-the-answer",
        "receipted is shown only with the server's receipt",
        "sync/client/exchange.py",
        '                progress("sending", 0, ledger.count_waiting_envelopes())\n',
        '                progress("sending", 0, ledger.count_waiting_envelopes())\n'
        '                ledger.take_answers([answers.Answer(item.id, "stored") for item in envelopes])\n',
        _TESTS + "test_a_server_that_dies_before_it_answers_has_given_no_receipt",
    ),
    Patch(
        "client-takes-a-refusal-for-a-receipt",
        "what was set aside is never shown as safe",
        _LEDGER,
        '        return self.status in {"stored", "duplicate"}\n',
        '        return self.status in {"stored", "duplicate", "set_aside"}\n',
        _TESTS + "test_what_the_server_will_not_take_is_kept_and_said_and_stands_in_nobody_s_way",
    ),
    Patch(
        "client-stops-at-a-bad-item",
        "one bad item blocks none of the others",
        "sync/client/answers.py",
        "            return Answer(item.id, status, code=code[:64])\n",
        "            raise ServerNotUnderstood(code)\n",
        _TESTS + "test_what_the_server_will_not_take_is_kept_and_said_and_stands_in_nobody_s_way",
    ),
    Patch(
        "client-skips-the-chain",
        "a server that swaps or leaves out envelopes is found out",
        _PULL,
        "        if seq != at.seq + 1 or chained != next_hash(at.hash, seq, envelope.id):\n",
        "        if seq != at.seq + 1:\n",
        _TESTS + "test_a_server_that_swaps_two_envelopes_is_found_out",
    ),
    Patch(
        "client-skips-the-author",
        "a server cannot write in a member's name",
        _PULL,
        "        _check_author(roster, circle, envelope, found.signed_by)\n",
        "",
        _TESTS + "test_a_server_that_forges_an_envelope_and_its_whole_chain_is_found_out",
    ),
    Patch(
        "client-takes-a-shorter-log",
        "a server cannot take back what the log said",
        _PULL,
        '        raise LogTampered("shorter than before")\n',
        "        return\n",
        _TESTS + "test_a_server_that_takes_a_line_out_of_the_log_is_found_out",
    ),
)
