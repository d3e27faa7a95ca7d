"""Letters between boards on two servers, by real phones."""

import pytest

from fieldapp.actions import letters, peers, removing
from fieldapp.actions.errors import BoardNameMissing, NotAllowed, OtherKindOfBoard, OwnBoard
from fieldapp.crypto.circle_keys import CannotOpen
from fieldapp.store import letters as kept
from sync.client.errors import NotPinnedThere
from sync.protocol.circle import Role
from sync.protocol.codes import BoardCode, BoardPurpose
from sync.protocol.errors import CodeMistyped
from sync.protocol.letter import Letter, LetterHead
from tests.journeys.neighbours import TwoBoards, pin, two_boards
from tests.journeys.people import Hands, Story
from tests.server.served_here import ServedHere

KIND = "greeting"
WORDS = {"words": "Hej från natten", "count": 9}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """The other server."""
    with ServedHere(tmp_path_factory.mktemp("elsewhere")) as running:
        yield running


@pytest.fixture
def both(tmp_path, server, elsewhere):
    with two_boards(tmp_path, elsewhere, server) as told:
        yield told


def write(hands: Hands, other: Hands, kind: str = KIND) -> bytes:
    id_ = letters.new_letter_id(hands.phone)
    with hands.phone.store.one_write() as store:
        letters.write_letter(hands.phone, store, other.phone.board.hex(), kind, WORDS, id_=id_)
    return id_


def test_what_one_board_writes_the_other_s_coordinators_read(both: TwoBoards) -> None:
    siv, anna = both.day.with_role("Siv Samordnare", Role.COORDINATOR), both.day.invited("Anna Stöd", Role.SUPPORTER)
    id_ = write(both.johan, both.karin)
    both.johan.sync()
    for hands in (siv, anna, both.karin):
        hands.sync()
    [letter] = letters.received(siv.phone)

    assert (letter.kind, letter.id, letter.board) == (KIND, id_.hex(), both.johan.phone.board.hex())
    assert letters.opened(siv.phone, letter.digest) == WORDS
    assert letters.opened(both.karin.phone, letter.digest) == WORDS
    assert letters.received(anna.phone) == ()
    with pytest.raises(CannotOpen):
        letters.opened(anna.phone, letter.digest)


def test_boards_on_one_server_write_to_each_other(tmp_path, server) -> None:
    with two_boards(tmp_path, server, server) as both:
        write(both.johan, both.karin)
        both.exchange(both.johan, both.karin)

        assert [letters.opened(both.karin.phone, one.digest) for one in letters.received(both.karin.phone)] == [WORDS]


def test_a_letter_waits_until_the_other_side_has_pinned_too(tmp_path, server, elsewhere, story: Story) -> None:
    with two_boards(tmp_path / "two", elsewhere, server) as both:
        pin(both.johan, story.supervisor, "Bromma")
        write(both.johan, story.supervisor)
        with pytest.raises(NotPinnedThere):
            peers.try_connection(both.johan.phone, story.supervisor.phone.board.hex())
        both.johan.sync()
        [waiting] = kept.going_out(both.johan.phone.store)
        assert (waiting.waits, waiting.trouble) == (True, "NotPinnedThere")
        pin(story.supervisor, both.johan, "Socialnämnden")
        peers.try_connection(both.johan.phone, story.supervisor.phone.board.hex())
        both.exchange(both.johan, story.supervisor)

        assert len(letters.received(story.supervisor.phone)) == 1
        assert kept.going_out(both.johan.phone.store)[0].trouble == ""


def test_what_is_written_without_coverage_goes_later_and_survives_a_restart(both: TwoBoards, server) -> None:
    write(both.johan, both.karin)
    server.stop()
    both.johan.sync()
    both.johan.restart()
    assert kept.going_out(both.johan.phone.store)[0].trouble == "ServerUnreachable"
    server.start()
    both.exchange(both.johan, both.karin)

    assert len(letters.received(both.karin.phone)) == 1


def test_a_letter_is_sealed_again_for_a_new_key_unless_it_lies_there_already(
    both: TwoBoards,
) -> None:
    siv = both.day.with_role("Siv Samordnare", Role.COORDINATOR)
    sten = both.day.with_role("Sten Samordnare", Role.COORDINATOR)
    id_ = write(both.johan, both.karin)
    both.johan.sync()
    first = kept.find_out(both.johan.phone.store, id_)
    with both.johan.phone.store.one_write() as store:
        kept.change(store, id_, lies_in="")
        other = letters.new_letter_id(both.johan.phone)
        letters.write_letter(both.johan.phone, store, both.karin.phone.board.hex(), KIND, WORDS, id_=other)
    removing.revoke_device(both.karin.phone, sten.phone.id.hex(), "slutar")
    both.exchange(both.karin, siv)
    both.johan.sync()
    both.exchange(both.karin, siv)
    sent = {one.id: one for one in kept.going_out(both.johan.phone.store)}

    assert first
    assert sent[id_].letter == first.letter
    assert sent[other].letter.head.epoch == 2
    assert {one.id for one in letters.received(siv.phone)} == {id_.hex(), other.hex()}
    assert all(letters.opened(siv.phone, one.digest) == WORDS for one in letters.received(siv.phone))
    newcomer = both.day.with_role("Nils Ny", Role.COORDINATOR)
    newcomer.sync()
    old, new = (one.digest for one in letters.received(newcomer.phone))
    assert letters.opened(newcomer.phone, new) == WORDS
    with pytest.raises(CannotOpen):
        letters.opened(newcomer.phone, old)


def test_what_a_server_shows_of_a_device_that_the_other_log_does_not_name_is_not_believed(both: TwoBoards) -> None:
    thief = both.day.invited("Tjuv", Role.SUPPORTER)
    johan, karin = both.johan.phone, both.karin.phone
    write(both.johan, both.karin)
    both.exchange(both.johan, both.karin)
    head = LetterHead(johan.board, karin.board, johan.id, bytes(16), KIND, karin.now(), 1)
    forged = Letter.make(head, b"sealed", thief.phone.keys.signing.sign)
    with karin.store.one_write() as store:
        kept.keep(store, forged, karin.now())
    both.karin.sync()

    assert [one.id for one in letters.received(karin)] != [bytes(16).hex()]
    assert letters.unsound(karin) == 1
    with pytest.raises(CannotOpen):
        letters.opened(karin, forged.digest.hex())


def test_the_sender_sends_again_what_a_restored_server_has_lost(tmp_path, both: TwoBoards, elsewhere) -> None:
    with ServedHere(tmp_path / "third") as third, two_boards(tmp_path / "again", elsewhere, third) as others:
        write(others.johan, others.karin)
        others.johan.sync()
        board = others.karin.phone.board
        third.stop()
        for left in third.folder.glob("district.sqlite3*"):
            left.unlink()
        third.expect(board)
        third.start()
        others.karin.sync()
        others.karin.sync()
        assert letters.received(others.karin.phone) == ()
        others.pass_time(minutes=11)
        others.exchange(others.johan, others.karin)

        assert len(letters.received(others.karin.phone)) == 1


def test_a_code_says_which_board_and_refuses_the_wrong_ones(story: Story) -> None:
    me = story.supervisor.phone
    own = peers.own_address(me)
    other = BoardCode(BoardPurpose.BOARD, bytes(range(32)))
    exercise = BoardCode(BoardPurpose.EXERCISE, bytes(range(32)))
    found = peers.read_board_code(me, str(other), "bromma.example/")

    assert (found.server, found.root, found.fingerprint) == (
        "https://bromma.example",
        bytes(range(32)),
        peers.fingerprint(found.board),
    )
    for typed, why in ((own.link, OwnBoard), (exercise.link("https://x.example"), OtherKindOfBoard)):
        with pytest.raises(why):
            peers.read_board_code(me, typed)
    with pytest.raises(CodeMistyped):
        peers.read_board_code(me, str(other)[:-1] + "0", "bromma.example")
    with pytest.raises(BoardNameMissing):
        peers.pin(me, found, "  ")
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    with pytest.raises(NotAllowed):
        peers.pin(siv.phone, found, "Bromma")
    peers.pin(me, found, "Bromma")
    peers.pin(me, found, "Bromma stadsdel")
    siv.sync()

    assert [view.name for view in peers.pinned(siv.phone)] == ["Bromma stadsdel"]
