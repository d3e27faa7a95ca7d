import secrets
from concurrent.futures import ThreadPoolExecutor

from sync.protocol.circle import Role
from sync.protocol.statement import Head, Kind, Statement
from tests.server.people import InviteCard, Keys, Phone, b64, flipped, found_town


def test_statements_are_stored_in_order_and_again_are_duplicates(town):
    first = town.supervisor.says(Kind.SESSION_OPENED, session=secrets.token_hex(16))
    answers = town.supervisor.state(first, first)

    assert [answer["status"] for answer in answers] == ["stored", "duplicate"]
    assert town.supervisor.roster().head.seq == first.head.seq + 1


def test_a_forged_statement_is_refused_and_those_after_it_are_not(town):
    supporter = town.member()
    head = town.supervisor.head()
    opened = supporter.says(Kind.SESSION_OPENED, head, session=secrets.token_hex(16))
    tampered = flipped(opened.to_bytes())
    stranger = Keys().statement(Kind.SESSION_OPENED, town.board, head, session=secrets.token_hex(16))
    raw = [tampered, stranger.to_bytes(), b"", opened.to_bytes()]
    answers = supporter.ask("POST", "/log", json={"statements": [*map(b64, raw), "not base64!"]}).json()["answers"]

    assert [answer["code"] for answer in answers] == [
        "bad_signature",
        "unknown_signer",
        "malformed",
        None,
        "malformed",
    ]
    assert all(answer["sentence"] for answer in answers if answer["status"] == "refused")


def test_what_a_supporter_may_not_say_is_refused(town):
    supporter = town.member()
    said = supporter.says(Kind.DEVICE_REVOKED, device=town.supervisor.device.hex(), reason="no")

    assert supporter.state(said)[0]["code"] == "not_a_supervisor"


def test_a_statement_of_another_board_is_refused(town, server):
    other = found_town(server)

    assert town.supervisor.state(other.supervisor.says(Kind.SESSION_OPENED, session="00" * 16))[0]["code"] == (
        "other_board"
    )


def test_a_statement_that_is_not_next_is_refused_but_not_kept(town):
    card = InviteCard(Phone(town.server.url, town.board))
    made_too_early = card.made_by(town.supervisor)
    town.member()
    [answer] = town.supervisor.state(made_too_early)

    assert (answer["status"], answer["code"]) == ("refused", "not_next")
    assert town.supervisor.ask("GET", "/set-aside").json()["items"] == []


def test_an_offline_statement_on_a_head_nobody_knows_is_refused_and_kept(town):
    supporter = town.member()
    said = supporter.says(Kind.SESSION_OPENED, Head(3, bytes(32)), session=secrets.token_hex(16))
    [answer] = supporter.state(said)
    [kept] = town.supervisor.ask("GET", "/set-aside").json()["items"]

    assert (answer["status"], answer["code"]) == ("set_aside", "unknown_head")
    assert (kept["kind"], kept["code"], kept["author"]) == ("statement", "unknown_head", supporter.device.hex())
    assert kept["envelope"] == b64(said.to_bytes())


def test_of_two_supervisors_who_write_at_once_one_is_next_and_the_other_signs_again(town):
    other = town.member(Role.SUPERVISOR)
    head = town.supervisor.head()
    rivals = [_invites(phone, head) for phone in (town.supervisor, other) * 4]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda rival: rival[0].state(rival[1])[0], rivals))

    assert sorted(answer["status"] for answer in answers) == ["refused"] * 7 + ["stored"]
    assert {answer["code"] for answer in answers} == {None, "not_next"}
    assert town.supervisor.head().seq == head.seq + 1


def _invites(by: Phone, head: Head) -> tuple[Phone, Statement]:
    card = InviteCard(Phone(by.url, by.board))
    fields = {"key": card.key.public.hex(), "person": "00" * 16, "role": "supporter"}
    return by, by.says(Kind.INVITE_MADE, head, expires="2100-01-01T00:00:00+00:00", **fields)


def test_offline_statements_of_many_phones_all_find_a_place(town):
    phones = [town.member() for _ in range(4)]
    head = town.supervisor.head()
    said = [(phone, phone.says(Kind.SESSION_OPENED, head, session=secrets.token_hex(16))) for phone in phones * 3]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda one: one[0].state(one[1])[0]["status"], said))

    assert answers == ["stored"] * 12
    assert town.supervisor.roster().head.seq == head.seq + 12


def test_the_log_is_read_from_where_the_reader_is(town):
    whole = town.supervisor.ask("GET", "/log").json()
    rest = town.supervisor.ask("GET", "/log", params={"after": 3}).json()

    assert rest["entries"] == whole["entries"][3:]
    assert rest["head"] == whole["head"]
    assert len(whole["entries"]) == whole["head"][0]


def test_too_many_statements_at_once_are_refused_as_a_whole(town):
    answer = town.supervisor.ask("POST", "/log", json={"statements": [""] * 101})

    assert (answer.status_code, answer.json()["code"]) == (413, "batch_too_large")
