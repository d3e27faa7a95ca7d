"""Mistakes of the district server."""

from tests.broken.patch import Patch

_STREAMS, _TOKENS = "sync/server/streams.py", "sync/server/tokens.py"
_ADMISSION, _PUSH = "sync/server/admission.py", "tests/server/test_push.py::"

PATCHES = (
    Patch(
        "answers-wait-for-their-headers",
        "an answer does not wait until its headers are acknowledged",
        "sync/server/listening.py",
        "socket.SOCK_STREAM, socket.IPPROTO_TCP)",
        "socket.SOCK_STREAM)",
        "tests/server/test_listening.py::test_an_answer_does_not_wait_for_its_headers_to_be_acknowledged",
    ),
    Patch(
        "server-leaves-holes",
        "a stream is numbered densely",
        _STREAMS,
        "        place = (seq + 1, next_hash(hash_, seq + 1, each.id))\n",
        "        place = (seq + 2, next_hash(hash_, seq + 2, each.id))\n",
        _PUSH + "test_a_stream_is_numbered_densely_and_chained",
    ),
    Patch(
        "server-numbers-a-duplicate-again",
        "pushing twice is harmless for ever",
        _STREAMS,
        "            return Receipt(each.id, Status.DUPLICATE, place)\n",
        "            return Receipt(each.id, Status.DUPLICATE, (place[0] + 1, place[1]))\n",
        _PUSH + "test_the_same_envelope_again_is_a_duplicate_with_the_same_place",
    ),
    Patch(
        "server-drops-what-it-refuses",
        "what may not enter its stream is set aside, not dropped",
        _STREAMS,
        "            set_aside.keep(self.connection, self.board, self.asides[id_], self.at)\n",
        "            assert id_\n",
        _PUSH + "test_what_is_refused_but_can_be_told_apart_is_kept_for_a_supervisor",
    ),
    Patch(
        "server-skips-the-signature",
        "an envelope counts only with its author's signature",
        _ADMISSION,
        "        envelope.verify(author.signing)\n",
        "        assert author.signing\n",
        "tests/server/test_admission.py::test_an_envelope_changed_at_any_byte_never_enters",
    ),
    Patch(
        "server-opens-a-closed-session",
        "what comes after the closing is set aside",
        _ADMISSION,
        '        return "session_closed"\n',
        "        return None\n",
        _PUSH + "test_what_comes_after_its_session_was_closed_is_set_aside",
    ),
    Patch(
        "server-lets-the-revoked-in",
        "a revoked device is shut out at once",
        _TOKENS,
        "    if device is None or (device.state is DeviceState.REVOKED and row.door != Door.DELIVERY):\n",
        "    if device is None:\n",
        "tests/server/test_tokens.py::test_a_revoked_device_is_shut_out_at_once",
    ),
    Patch(
        "server-gives-the-revoked-a-token",
        "a revoked device gets no new token",
        _TOKENS,
        "    if device.state is DeviceState.REVOKED:\n        raise NotRecognised\n    return device.signing\n",
        "    return device.signing\n",
        "tests/server/test_tokens.py::test_a_revoked_device_is_shut_out_at_once",
    ),
    Patch(
        "server-hands-out-any-stream",
        "a stream is handed to its readers only",
        _STREAMS,
        "            raise NotAReader\n",
        "            pass\n",
        "tests/server/test_pull.py::test_a_supporter_reads_no_others_stream",
    ),
    Patch(
        "server-takes-a-challenge-twice",
        "a challenge is good once",
        _TOKENS,
        "            raise NotRecognised\n        row = {",
        "            pass\n        row = {",
        "tests/server/test_tokens.py::test_a_challenge_is_good_once",
    ),
    Patch(
        "server-lets-a-refused-line-close-a-promise",
        "nothing that was set aside closes a promise",
        _STREAMS,
        " and (line.is_open or receipt.status is not Status.SET_ASIDE)\n",
        "\n",
        "tests/server/test_watch.py::test_a_promise_set_aside_is_still_a_promise_but_closes_nothing",
    ),
    Patch(
        "server-logs-what-was-asked",
        "the server's log names no address that somebody filled in",
        "sync/server/request_log.py",
        '    return getattr(scope.get("route"), "path", UNMATCHED)\n',
        '    return getattr(scope.get("route"), "path", scope["path"])\n',
        "tests/server/test_logs.py::test_nothing_that_was_sent_is_in_the_log",
    ),
)
