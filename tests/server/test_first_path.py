"""From an empty server to an envelope read back, over real HTTP."""

from sync.protocol.circle import Circle
from sync.protocol.envelope import next_hash
from tests.server.people import Founding, Town
from tests.server.running import RunningServer


def test_the_printed_code_founds_a_board(tmp_path):
    with RunningServer(tmp_path, typed=True) as server:
        founding = Founding(server.url)
        answer = founding.claim(server.claim_code)
        roster = founding.supervisor.log_in().roster()

    assert answer.status_code == 201
    assert answer.json()["board"] == founding.supervisor.board.hex()
    assert answer.json()["head"] == roster.head.to_json()
    assert roster.founded.name == "Prästnäs"


def test_what_a_supporter_pushes_a_supervisor_pulls(town: Town):
    supporter = town.member()
    circle = Circle.own(town.session(supporter), supporter.device)
    envelope = supporter.envelope(circle)

    [answer] = supporter.push(envelope)
    [(seq, head, pulled)] = town.supervisor.pull(circle)

    assert answer["status"] == "stored"
    assert (answer["seq"], answer["hash"]) == (seq, head.hex()) == (1, head.hex())
    assert head == next_hash(bytes(32), 1, bytes.fromhex(answer["id"]))
    assert pulled == envelope
    assert town.supervisor.hello()["heads"] == {circle.hex(): [1, head.hex()]}
