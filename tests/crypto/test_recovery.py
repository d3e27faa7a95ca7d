import itertools

import pytest

from fieldapp.crypto.recovery import Recovery, WrongShares


@pytest.fixture(scope="module")
def recovery() -> Recovery:
    return Recovery.generate()


def test_the_words_bring_the_same_keys_back(recovery):
    again = Recovery.combine([recovery.words()])

    assert len(recovery.words()) == 33
    assert again == recovery
    assert again.root_public == recovery.root_public
    assert again.receiving_public == recovery.receiving_public


def test_any_two_of_three_shares_are_enough_in_any_order(recovery):
    shares = recovery.shares()

    assert len(shares) == 3
    for pair in itertools.permutations(shares, 2):
        assert Recovery.combine(pair) == recovery


def test_one_share_alone_is_not_enough(recovery):
    with pytest.raises(WrongShares):
        Recovery.combine(recovery.shares()[:1])
    with pytest.raises(WrongShares):
        Recovery.combine([])


def test_shares_of_two_kits_do_not_mix(recovery):
    with pytest.raises(WrongShares):
        Recovery.combine([recovery.shares()[0], Recovery.generate().shares()[1]])
    with pytest.raises(WrongShares):
        Recovery.combine([recovery.shares()[0], recovery.shares()[1]])


@pytest.mark.parametrize("place", [0, 5, 20, 32])
def test_a_wrong_word_is_found(recovery, place):
    words = list(recovery.words())
    words[place] = "academic" if words[place] != "academic" else "acid"

    with pytest.raises(WrongShares):
        Recovery.combine([words])
    words[place] = "tillsammans"
    with pytest.raises(WrongShares):
        Recovery.combine([words])


def test_typing_with_capitals_and_spaces_is_forgiven(recovery):
    assert Recovery.combine([[f" {word.upper()} " for word in recovery.words()]]) == recovery
    assert Recovery.combine([[" ".join(recovery.words())]]) == recovery


def test_the_two_keys_are_unlike_and_other_kits_have_others(recovery):
    other = Recovery.generate()
    privates = {one.private_bytes_raw() for kit in (recovery, other) for one in (kit.root, kit.receiving)} | {
        recovery.seed
    }

    assert len(privates) == 5


def test_the_seed_does_not_show_in_print(recovery):
    assert recovery.seed.hex() not in repr(recovery)
    assert repr(recovery) == "Recovery()"
