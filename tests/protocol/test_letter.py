"""The bytes of a letter, and the code by which boards find each other."""

import os
from dataclasses import replace

import pytest

from sync.protocol.codes import BoardCode, BoardPurpose, ConnectCode, parse_link
from sync.protocol.errors import BadSignature, CodeMistyped, MadeByNewerVersion, Malformed
from sync.protocol.letter import Letter, LetterHead
from sync.protocol.limits import LETTER_BYTES
from tests.protocol.people import NOON, Handset, public

SENDER = Handset()
FROM, TO, ID, OTHER = (os.urandom(16) for _ in range(4))
HEAD = LetterHead(FROM, TO, SENDER.id, ID, "handover_proposed", NOON, 3, OTHER)


def made(sealed: bytes = b"sealed") -> Letter:
    return Letter.make(HEAD, sealed, SENDER.signing.sign)


def test_what_was_written_is_read_and_its_signature_counts() -> None:
    letter = Letter.from_bytes(made().to_bytes())
    letter.verify(public(SENDER.signing))

    assert letter.head == HEAD
    assert letter.sealed == b"sealed"
    assert letter.digest == made().digest


def test_a_change_of_any_byte_and_any_shortening_is_noticed() -> None:
    whole = made().to_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises((BadSignature, Malformed, MadeByNewerVersion)):
            Letter.from_bytes(bytes(changed)).verify(public(SENDER.signing))
        with pytest.raises(Malformed):
            Letter.from_bytes(whole[:place])


@pytest.mark.parametrize("kind", ["", "Handover", "handover proposed", "a" * 41, "å"])
def test_a_kind_is_a_short_plain_word(kind: str) -> None:
    raw = Letter.make(replace(HEAD, kind=kind), b"", SENDER.signing.sign).to_bytes()
    with pytest.raises(Malformed):
        Letter.from_bytes(raw)


def test_one_that_is_too_long_is_not_read() -> None:
    with pytest.raises(Malformed):
        Letter.from_bytes(made(bytes(LETTER_BYTES)).to_bytes())


def test_a_board_s_code_holds_its_root_and_forgives_how_it_is_typed() -> None:
    code = BoardCode(BoardPurpose.BOARD, public(SENDER.signing))
    typed = str(code).lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert len(str(code).replace("-", "")) == 56
    assert BoardCode.parse(typed) == code
    assert parse_link(code.link("https://a.example")) == ("https://a.example", str(code))


def test_a_mistyped_code_or_one_for_something_else_is_told() -> None:
    text = str(BoardCode(BoardPurpose.EXERCISE, bytes(range(32)))).replace("-", "")
    for place in range(len(text)):
        wrong = "0" if text[place] != "0" else "2"
        with pytest.raises(CodeMistyped):
            BoardCode.parse(text[:place] + wrong + text[place + 1 :])
    with pytest.raises(CodeMistyped):
        ConnectCode.parse(text)
    with pytest.raises(CodeMistyped):
        BoardCode.parse(text[:28])
