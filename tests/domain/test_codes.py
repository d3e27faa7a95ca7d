import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.codes import (
    ALPHABET,
    CodeMistyped,
    PrefixUnusable,
    contact_code,
    parse_contact_code,
    parse_session_code,
    session_code,
    spoken,
)

prefixes = st.sampled_from(["HV", "JA", "B", "EAV", "SKHM"])
codes = st.builds(contact_code, prefixes, st.binary(min_size=6, max_size=6))


def refused(text: str) -> bool:
    try:
        parse_contact_code(text)
    except CodeMistyped:
        return True
    return False


@settings(deadline=None, max_examples=100)
@given(codes)
def test_a_code_comes_back_from_any_way_of_writing_it(code: str) -> None:
    loose = code.lower().replace("-", "").replace("1", "l").replace("0", "o")

    assert parse_contact_code(code) == code
    assert parse_contact_code(f"  {loose} ") == code
    assert parse_contact_code(code.replace("-", " – ").replace("1", "i")) == code


@settings(deadline=None, max_examples=50)
@given(codes)
def test_every_single_wrong_character_is_caught(code: str) -> None:
    places = [place for place, character in enumerate(code) if character != "-"]
    wrong = [code[:place] + other + code[place + 1 :] for place in places for other in ALPHABET if other != code[place]]

    assert all(refused(text) for text in wrong)


@settings(deadline=None, max_examples=50)
@given(codes)
def test_every_swap_of_two_characters_is_caught(code: str) -> None:
    compact = code.replace("-", "")
    pairs = [(i, j) for j in range(len(compact)) for i in range(j) if compact[i] != compact[j]]
    swapped = [compact[:i] + compact[j] + compact[i + 1 : j] + compact[i] + compact[j + 1 :] for i, j in pairs]

    assert all(refused(text) for text in swapped)


def test_the_code_on_the_slip_looks_like_this() -> None:
    code = contact_code("HV", bytes([7, 15, 3, 19, 2, 20]))

    assert code[:-1] == "HV-7F3-K2M-"
    assert spoken(code) == "H V 7 F 3 K 2 M " + code[-1]


def test_a_code_said_without_the_prefix_is_found_when_the_prefix_is_known() -> None:
    code = contact_code("HV", b"abcdef")

    assert parse_contact_code(code[3:], prefix="HV") == code
    with pytest.raises(CodeMistyped):
        parse_contact_code(code[3:])


@pytest.mark.parametrize("text", ["", "HV", "HV-7F3-K2M", "HVABC-7F3-K2M-9", "HV-7F3-K2U-9", "ÅÄ-7F3-K2M-9"])
def test_what_cannot_be_a_code_is_refused(text: str) -> None:
    with pytest.raises(CodeMistyped):
        parse_contact_code(text)


@pytest.mark.parametrize("prefix", ["", "HÖ", "hv", "OL", "H1", "SKHMX"])
def test_a_prefix_that_could_be_misheard_is_refused(prefix: str) -> None:
    with pytest.raises(PrefixUnusable):
        contact_code(prefix, bytes(6))


def test_too_little_randomness_is_refused() -> None:
    with pytest.raises(ValueError, match="6 random bytes"):
        contact_code("HV", bytes(5))


@settings(deadline=None, max_examples=50)
@given(st.binary(min_size=8, max_size=8))
def test_a_session_code_comes_back_from_any_way_of_writing_it(random: bytes) -> None:
    code = session_code(random)

    assert parse_session_code(code.lower().replace("-", " ").replace("1", "i")) == code
    assert len(code) == 9


@pytest.mark.parametrize("text", ["", "7F3K-2M9", "7F3K-2M9TT", "7F3K-2M9U"])
def test_what_cannot_be_a_session_code_is_refused(text: str) -> None:
    with pytest.raises(CodeMistyped):
        parse_session_code(text)
