"""Many processes and many writers on one database: nothing missed, no hole, no double, nothing receipted lost."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from sync.protocol.circle import Circle, Role
from sync.protocol.grants import Recipient
from tests.server.crowd import Follower, check_whole, insists, write_while_followed
from tests.server.people import Phone, Town, b64, found_town
from tests.server.postgres import RunningPostgres
from tests.server.running import RunningServer

WRITERS, BATCHES, BATCH = 6, 8, 10


@pytest.fixture(scope="module")
def servers(server, tmp_path_factory):
    """Two servers on one database, the first with two workers."""
    folder, options = tmp_path_factory.mktemp("crowd"), ["--workers", "2"]
    with RunningServer(folder, database=str(server.database), options=options) as one:
        yield one, server


@pytest.fixture(scope="module")
def crowded(servers) -> Town:
    return found_town(servers[0])


def test_a_reader_who_polls_misses_nothing_that_many_writers_push_and_push_again(servers, crowded):
    phones = [crowded.member() for _ in range(WRITERS)]
    circle = Circle.shared(crowded.session(*phones))
    batches = [[phone.envelope(circle) for _ in range(BATCH)] for phone in phones for _ in range(BATCHES)]
    writers = [
        partial(_pushed_twice, phones[number // BATCHES], batch, servers[number % 2].url)
        for number, batch in enumerate(batches)
    ]
    follower = Follower(crowded.supervisor, circle)
    answers = write_while_followed(follower, writers)
    statuses = [answer["status"] for answer in answers]
    told = {(answer["seq"], answer["hash"]) for answer in answers}

    check_whole(follower.read)
    assert len(follower.read) == len(batches) * BATCH
    assert {raw for _, _, raw in follower.read} == {raw for batch in batches for raw in batch}
    assert (statuses.count("stored"), statuses.count("duplicate")) == (len(follower.read), len(follower.read))
    assert told == {(seq, hash_.hex()) for seq, hash_, _ in follower.read}


def _pushed_twice(phone: Phone, batch: list[bytes], url: str):
    """The retry starts before the first has been answered, elsewhere and in another order."""
    elsewhere = Phone(url, phone.board, signing=phone.signing, token=phone.token)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(phone.push, *batch), pool.submit(elsewhere.push, *reversed(batch))]
        return [answer for future in both for answer in future.result()]


def test_of_rivals_on_several_servers_one_statement_is_next(servers, crowded):
    other = crowded.member(Role.SUPERVISOR)
    head, url = crowded.supervisor.head(), servers[1].url
    there = Phone(url, other.board, Role.SUPERVISOR, signing=other.signing, token=other.token)
    rivals = [(phone, phone.says("invite_made", head, **_invite())) for phone in (crowded.supervisor, there) * 4]
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda rival: rival[0].state(rival[1])[0]["code"], rivals))

    assert sorted(codes, key=str) == [None, *["not_next"] * 7]
    assert crowded.supervisor.roster().head.seq == head.seq + 1


def _invite():
    expires = "2100-01-01T00:00:00+00:00"
    return {"key": secrets.token_hex(32), "person": "00" * 16, "role": "supporter", "expires": expires}


def test_grants_from_many_servers_lie_densely_in_their_mailbox(servers, crowded):
    phones = [crowded.member() for _ in range(3)]
    readers = [Recipient.of_device(phone.device) for phone in phones]
    laid = [(phone, [phone.grant(Circle.audit(phone.device), to) for to in readers]) for phone in phones]
    elsewhere = [
        (Phone(servers[1].url, phone.board, signing=phone.signing, token=phone.token), grants[::-1])
        for phone, grants in laid
    ]
    with ThreadPoolExecutor(6) as pool:
        answers = [one for part in pool.map(lambda job: job[0].push_grants(*job[1]), laid + elsewhere) for one in part]
    boxes = [phone.ask("GET", f"/mailboxes/{readers[n].hex()}").json() for n, phone in enumerate(phones)]

    assert sorted(answer["status"] for answer in answers) == ["duplicate"] * 9 + ["stored"] * 9
    assert [(len(box["grants"]), box["last"]) for box in boxes] == [(3, 3)] * 3


def test_what_two_supervisors_let_in_at_once_is_let_in_once(servers, crowded):
    supporter, other = crowded.member(), crowded.member(Role.SUPERVISOR)
    late = [supporter.envelope(Circle.of_board()) for _ in range(4)]
    ids = [answer["id"] for answer in supporter.push(*late)]
    there = Phone(servers[1].url, other.board, signing=other.signing, token=other.token)
    jobs = [(phone, id_) for id_ in ids for phone in (crowded.supervisor, there)]
    with ThreadPoolExecutor(8) as pool:
        places = list(pool.map(lambda job: job[0].ask("POST", f"/set-aside/{job[1]}/adopt").json()["place"], jobs))

    assert sorted(place[0] for place in places) == [1, 1, 2, 2, 3, 3, 4, 4]
    assert len(crowded.supervisor.pull(Circle.of_board())) == 4


def test_one_invite_laid_out_by_many_at_once_is_laid_out_once(servers, crowded):
    card = crowded.invite()
    body = {"key": card.key.public.hex(), "sealed": b64(b"sealed")}
    other = secrets.token_hex(16)
    urls = [crowded.supervisor.at(f"/invites/{other}"), crowded.supervisor.at(f"/invites/{other}")] * 3
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: crowded.supervisor.ask("PUT", f"/invites/{other}", json=body), urls))

    assert {answer.status_code for answer in answers} == {201}


def test_nothing_receipted_is_lost_when_the_database_is_killed_under_load(tmp_path):
    with RunningPostgres() as postgres, RunningServer(tmp_path / "d", database=postgres.new_database()) as server:
        town = found_town(server)
        phones = [town.member() for _ in range(4)]
        circle = Circle.shared(town.session(*phones))
        envelopes = {phone.device: [phone.envelope(circle) for _ in range(20)] for phone in phones}
        with ThreadPoolExecutor(len(phones)) as pool:
            pushing = [pool.submit(_push_one_by_one, phone, envelopes[phone.device]) for phone in phones]
            _wait_for_growth(town, circle, 10)
            postgres.kill()
            postgres.start()
            receipts = [receipt for future in pushing for receipt in future.result()]
        pulled = _all(town, circle)

    check_whole(pulled)
    assert len(receipts) == len(pulled) == 80
    assert {(one["seq"], one["hash"]) for one in receipts} == {(seq, hash_.hex()) for seq, hash_, _ in pulled}


def _push_one_by_one(phone: Phone, envelopes: list[bytes]):
    return [insists(phone, [envelope])[0] for envelope in envelopes]


def _wait_for_growth(town: Town, circle: Circle, by: int) -> None:
    start = len(_all(town, circle))
    while len(_all(town, circle)) < start + by:
        pass


def _all(town: Town, circle: Circle):
    read = []
    while news := town.supervisor.pull(circle, len(read)):
        read += news
    return read
