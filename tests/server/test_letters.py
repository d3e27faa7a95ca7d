"""What another board may do here: show its log, read this one's, write letters; and what nobody may."""

import secrets

import pytest

from sync.protocol.circle import Role
from sync.protocol.letter import HANDOVER_WITHDRAWN, Letter
from sync.protocol.limits import LETTER_BYTES
from sync.protocol.statement import Head, Kind
from tests.server.neighbours import lay, letter_from, pinned, read_as_peer, read_with, show_log
from tests.server.people import Founding, InviteCard, Phone, Town, flipped, found_town, unb64


class Elsewhere:
    """A board whose own server is not this one: its log is a list in the hands of its phones."""

    def __init__(self) -> None:
        self.founding = Founding("http://127.0.0.1:9", name="Elsewhere")
        self.log = list(self.founding.statements)
        self.chief = self.founding.supervisor
        self.root = self.founding.root.public

    @property
    def board(self) -> bytes:
        return self.chief.board

    def head(self) -> Head:
        at = Head()
        for statement in self.log:
            at = at.after(statement)
        return at

    def say(self, kind: Kind, **fields: object) -> None:
        self.log.append(self.chief.says(kind, self.head(), **fields))

    def member(self, role: Role) -> Phone:
        card = InviteCard(Phone(self.chief.url, self.board, role))
        expires = "2099-01-01T00:00:00+00:00"
        named = {"key": card.key.public.hex(), "person": card.phone.person.hex(), "role": role}
        self.say(Kind.INVITE_MADE, **named, expires=expires)
        self.log.append(card.phone.added(card.key, self.head()))
        if role is not Role.SUPPORTER:
            nonce, device = secrets.token_hex(16), card.phone.device.hex()
            self.say(Kind.ROLE_OFFERED, device=device, nonce=nonce)
            self.say(Kind.ROLE_GRANTED, device=device, nonce=nonce)
        return card.phone

    def show(self, town: Town, after: int = 0) -> None:
        answer = show_log(self.chief, town.supervisor, after, self.log[after:])
        assert answer.status_code == 200, answer.text


@pytest.fixture
def elsewhere(town: Town) -> Elsewhere:
    """Pinned here, and its log shown."""
    other = Elsewhere()
    pinned(town, other.root)
    other.show(town)
    return other


def code(answer) -> str:
    assert answer.status_code >= 400, answer.text
    assert answer.json()["sentence"]
    return answer.json()["code"]


def test_a_letter_lies_numbered_and_the_board_s_caseworkers_read_it(town, elsewhere):
    siv, anna = town.member(Role.COORDINATOR), town.member()
    letters = [letter_from(elsewhere.chief, town.board) for _ in range(3)]
    before = siv.hello()["state"]
    laid = [lay(siv, raw).json() for raw in letters]
    read = siv.ask("GET", "/letters", params={"after": 1}).json()

    assert [(one["status"], one["seq"]) for one in laid] == [("stored", 1), ("stored", 2), ("stored", 3)]
    assert ([unb64(letter) for letter in read["letters"]], read["last"]) == (letters[1:], 3)
    assert (siv.hello()["letters"], siv.hello()["state"] != before) == (3, True)
    assert code(anna.ask("GET", "/letters")) == "not_a_caseworker"
    assert "letters" not in anna.hello()


def test_the_same_letter_again_is_the_same_letter(town, elsewhere):
    raw = letter_from(elsewhere.chief, town.board)
    first, again = (lay(town.supervisor, raw).json() for _ in range(2))

    assert (first["status"], again["status"]) == ("stored", "duplicate")
    assert first["seq"] == again["seq"] == 1


def test_another_letter_under_the_same_id_is_refused(town, elsewhere):
    id_ = secrets.token_bytes(16)
    assert lay(town.supervisor, letter_from(elsewhere.chief, town.board, id=id_)).status_code == 200

    assert code(lay(town.supervisor, letter_from(elsewhere.chief, town.board, id=id_))) == "known_letter"


def test_a_board_that_is_not_pinned_can_do_nothing(town):
    other = Elsewhere()
    answers = [
        show_log(other.chief, town.supervisor, 0, other.log),
        show_log(other.chief, town.supervisor, 0, []),
        read_as_peer(other.chief, town.supervisor),
        lay(town.supervisor, letter_from(other.chief, town.board)),
    ]

    assert [code(answer) for answer in answers] == ["not_a_peer"] * 4


def test_a_board_that_is_not_here_answers_like_a_phone_that_is_not_known(server):
    other, nobody = Elsewhere(), Phone(server.url, bytes(16))
    answers = [show_log(other.chief, nobody, 0, other.log), lay(nobody, letter_from(other.chief, nobody.board))]

    assert [code(answer) for answer in answers] == ["not_recognised"] * 2


def test_supporters_strangers_and_the_revoked_write_no_letters_and_read_no_log(town, elsewhere):
    anna, siv = elsewhere.member(Role.SUPPORTER), elsewhere.member(Role.COORDINATOR)
    stranger = Phone(town.server.url, elsewhere.board)
    elsewhere.show(town)
    assert read_as_peer(siv, town.supervisor).status_code == 200
    elsewhere.say(Kind.DEVICE_REVOKED, device=siv.device.hex(), reason="lost")
    elsewhere.show(town)

    for phone in (anna, siv, stranger):
        assert code(lay(town.supervisor, letter_from(phone, town.board))) == "not_their_caseworker"
        assert code(read_as_peer(phone, town.supervisor)) == "not_their_caseworker"


def test_a_log_that_ends_before_the_revocation_lets_nobody_in_again(town, elsewhere):
    siv = elsewhere.member(Role.COORDINATOR)
    before = list(elsewhere.log)
    elsewhere.say(Kind.DEVICE_REVOKED, device=siv.device.hex(), reason="lost")
    elsewhere.show(town)
    shown = show_log(siv, town.supervisor, 0, before)

    assert shown.json()["head"][0] == len(elsewhere.log)
    assert code(lay(town.supervisor, letter_from(siv, town.board))) == "not_their_caseworker"


def test_a_forked_a_forged_and_a_broken_log_are_refused_and_nothing_of_them_is_kept(town, elsewhere):
    known = len(elsewhere.log)
    fork = Elsewhere()
    fork.founding, fork.log, fork.chief = elsewhere.founding, list(elsewhere.log), elsewhere.chief
    fork.member(Role.COORDINATOR)
    elsewhere.member(Role.SUPPORTER)
    elsewhere.show(town)
    thief = Phone("", elsewhere.board)
    forged = thief.added(thief.signing, elsewhere.head())
    assert code(show_log(thief, town.supervisor, known, fork.log[known:])) == "peer_log_forked"
    assert code(show_log(thief, town.supervisor, len(elsewhere.log), [forged])) == "unknown_signer"
    assert code(show_log(thief, town.supervisor, len(elsewhere.log) + 1, [forged])) == "not_next"

    assert show_log(thief, town.supervisor, 0, []).json()["head"][0] == len(elsewhere.log)


def test_pinned_again_its_log_begins_anew(town, elsewhere):
    elsewhere.member(Role.COORDINATOR)
    elsewhere.show(town)
    pinned(town, elsewhere.root)

    assert show_log(elsewhere.chief, town.supervisor, 0, []).json()["head"] == [0, "00" * 32]
    elsewhere.show(town)
    assert lay(town.supervisor, letter_from(elsewhere.chief, town.board)).status_code == 200


def test_a_log_is_read_with_a_fresh_challenge_signed_for_this_board_and_place(town, elsewhere):
    chief, neighbour = elsewhere.chief, found_town(town.server)
    used = unb64(
        neighbour.supervisor.ask("POST", "/challenge", json={"device": chief.device.hex()}).json()["challenge"]
    )
    mine = unb64(town.supervisor.ask("POST", "/challenge", json={"device": chief.device.hex()}).json()["challenge"])
    assert code(read_with(chief, town.supervisor, used)) == "not_recognised"
    signed_for_three = read_as_peer(chief, town.supervisor, 3, after=2)
    assert code(signed_for_three) == "not_their_caseworker"
    first = read_with(chief, town.supervisor, mine)

    assert len(first.json()["entries"]) == first.json()["head"][0] == len(town.supervisor.roster().hashes) - 1
    assert code(read_with(chief, town.supervisor, mine)) == "not_recognised"


def test_a_letter_changed_anywhere_is_refused(town, elsewhere):
    raw = letter_from(elsewhere.chief, town.board)
    codes = {code(lay(town.supervisor, flipped(raw, at))) for at in range(0, len(raw), 7)}

    assert codes <= {
        "malformed",
        "made_by_newer_version",
        "bad_signature",
        "other_board",
        "not_a_peer",
        "not_their_caseworker",
    }
    assert town.supervisor.ask("GET", "/letters").json() == {"letters": [], "last": 0}


def test_a_letter_for_another_board_sealed_to_an_old_key_or_too_long_is_refused(town, elsewhere):
    neighbour, chief = found_town(town.server), elsewhere.chief
    for_another = letter_from(chief, neighbour.board)
    public = {"role": Role.COORDINATOR, "epoch": 2, "public": "11" * 32}
    town.supervisor.state(town.supervisor.says(Kind.ROLE_KEY_MADE, **public))

    assert code(lay(town.supervisor, for_another)) == "other_board"
    assert code(lay(town.supervisor, letter_from(chief, town.board, epoch=1))) == "role_key_rotated"
    assert lay(town.supervisor, letter_from(chief, town.board, epoch=2)).status_code == 200
    long = Letter.from_bytes(letter_from(chief, town.board, epoch=2))
    assert code(lay(town.supervisor, long.to_bytes() + bytes(LETTER_BYTES))) == "malformed"


def test_more_letters_than_anybody_writes_are_refused_for_a_while(town, elsewhere):
    letters = (letter_from(elsewhere.chief, town.board) for _ in range(300))
    answers = (lay(town.supervisor, letter) for letter in letters)
    refused = next(answer for answer in answers if answer.status_code != 200)

    assert code(refused) == "too_many_requests"
    assert int(refused.headers["Retry-After"]) > 0
    other = Elsewhere()
    pinned(town, other.root)
    other.show(town)
    assert lay(town.supervisor, letter_from(other.chief, town.board)).status_code == 200


def test_a_board_on_the_same_server_is_known_without_being_shown(town):
    neighbour = found_town(town.server)
    root = neighbour.supervisor.roster().founded.root
    pinned(town, root)

    assert lay(town.supervisor, letter_from(neighbour.supervisor, town.board)).status_code == 200
    shown = town.supervisor.ask("GET", f"/peers/{neighbour.board.hex()}/log").json()
    assert shown["head"] == list(neighbour.supervisor.head().to_json())
    assert code(show_log(Elsewhere().chief, town.supervisor, 0, [])) == "not_a_peer"


def test_of_taking_back_and_taking_over_one_is_first(town, elsewhere):
    ids = [secrets.token_bytes(16) for _ in range(2)]
    for id_ in ids:
        lay(town.supervisor, letter_from(elsewhere.chief, town.board, id=id_))
    back = [letter_from(elsewhere.chief, town.board, HANDOVER_WITHDRAWN, answers=id_) for id_ in ids]

    def taken(id_: bytes) -> dict[str, object]:
        named = {"peer": elsewhere.board.hex(), "letter": "ab" * 32, "id": id_.hex()}
        return town.supervisor.state(town.supervisor.says(Kind.TAKEN_OVER, **named))[0]

    assert lay(town.supervisor, back[0]).status_code == 200
    assert taken(ids[0])["code"] == "handover_withdrawn"
    assert taken(ids[1])["status"] == "stored"
    assert code(lay(town.supervisor, back[1])) == "handover_answered"
