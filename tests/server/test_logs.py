import json
import re

import requests

from sync.protocol.circle import Circle
from tests.server.people import OCTETS, b64, found_town

PLANTED = "Planterad Text"


def _lines(server) -> list[dict[str, object]]:
    return [json.loads(line) for line in server.log_text().splitlines()]


def test_every_request_leaves_one_line_with_its_route_and_how_it_went(town):
    answer = town.supervisor.ask("GET", f"/streams/{Circle.of_board().hex()}", params={"after": 17})
    [line] = [line for line in _lines(town.server) if line.get("request") == answer.headers["X-Request-Id"]]

    assert (line["level"], line["event"]) == ("info", "request")
    assert (line["method"], line["route"]) == ("GET", "/v1/boards/{board}/streams/{circle}")
    assert line["status"] == 200
    assert isinstance(line["ms"], float)
    assert set(line) == {"at", "level", "event", "method", "route", "status", "ms", "request"}


def test_nothing_that_was_sent_is_in_the_log(server):
    town = found_town(server, name=PLANTED)
    supervisor, url = town.supervisor, server.url
    supervisor.push(supervisor.envelope(Circle.of_board(), PLANTED.encode() * 20))
    supervisor.ask("POST", "/envelopes", data=PLANTED.encode(), headers=OCTETS | {"X-Name": PLANTED})
    supervisor.ask("POST", "/log", json={"statements": [b64(PLANTED.encode())], PLANTED: PLANTED})
    supervisor.ask("GET", f"/log?after={PLANTED}")
    requests.get(f"{url}/{PLANTED}?name={PLANTED}", timeout=30)
    requests.request("PLANTERAD", f"{url}/v1/claim", timeout=30)
    requests.post(f"{url}/v1/claim", json={"code": PLANTED, "statements": PLANTED}, timeout=30)
    text = server.log_text()
    secret = [town.board.hex(), supervisor.device.hex(), supervisor.token, Circle.of_board().hex()]

    assert not re.search("planterad.text", text, re.IGNORECASE)
    assert [one for one in secret if one in text] == []
    assert "127.0.0.1" not in text
    assert '"route": "unmatched", "status": 404' in text
