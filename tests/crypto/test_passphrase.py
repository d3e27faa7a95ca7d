import unicodedata

import pytest
from argon2.low_level import Type, hash_secret_raw

from fieldapp.crypto.passphrase import (
    FLOOR,
    KdfCost,
    KdfWeakened,
    PassphraseTooShort,
    PassphraseTooSimple,
    check_strength,
    measured_cost,
    stretch,
)

SALT = bytes(range(16))


def test_the_floor_is_owasps():
    assert KdfCost(19456, 2, 1) == FLOOR


def test_stretching_is_argon2id():
    expected = hash_secret_raw("krusbär regn tåg".encode(), SALT, 2, 19456, 1, 32, Type.ID)

    assert stretch("krusbär regn tåg", SALT, FLOOR) == expected


def test_a_letter_written_as_two_code_points_is_the_same_letter():
    decomposed = unicodedata.normalize("NFD", "krusbär regn tåg")

    assert decomposed != "krusbär regn tåg"
    assert stretch(decomposed, SALT, FLOOR) == stretch("krusbär regn tåg ", SALT, FLOOR)


def test_passphrase_salt_and_cost_all_count():
    keys = {
        stretch("krusbär regn tåg", SALT, FLOOR),
        stretch("krusbär regn tag", SALT, FLOOR),
        stretch("krusbär regn tåg", bytes(16), FLOOR),
        stretch("krusbär regn tåg", SALT, KdfCost(19456, 3, 1)),
        stretch("krusbär regn tåg", SALT, KdfCost(19457, 2, 1)),
    }

    assert len(keys) == 5


@pytest.mark.parametrize("weak", [KdfCost(19455, 2, 1), KdfCost(19456, 1, 1), KdfCost(19456, 2, 0)])
def test_a_cost_below_the_floor_is_refused(weak):
    with pytest.raises(KdfWeakened):
        stretch("krusbär regn tåg", SALT, weak)


@pytest.mark.parametrize("short", ["", "krusbär", "123456789", "   abcdef   ", "a\u030a" * 9])
def test_a_short_passphrase_is_refused(short):
    with pytest.raises(PassphraseTooShort):
        check_strength(short)


@pytest.mark.parametrize(
    "simple",
    [
        "aaaaaaaaaaaa",
        "0701234567",
        "198505121234",
        "abcabcabcabc",
        "abcdefghijkl",
        "zyxwvutsrqpo",
        "qwertyuiop",
        "Lösenord123!",
        "password2026",
        "Stödkedjan1",
        "hästhästhäst",
    ],
)
def test_a_simple_passphrase_is_refused(simple):
    with pytest.raises(PassphraseTooSimple):
        check_strength(simple)


@pytest.mark.parametrize("good", ["krusbär regn tåg", "kvarnsten7", "Sju grå katter", "مطر قطار توت"])
def test_words_that_do_not_belong_together_are_taken(good):
    check_strength(good)


def test_memory_grows_first_and_stops_at_256_mib():
    asked = []

    def on_a_fast_machine(cost):
        asked.append(cost)
        return cost.memory_kib * cost.iterations / 2_000_000

    cost = measured_cost(0.5, seconds_for=on_a_fast_machine)

    assert cost == KdfCost(256 * 1024, 3, 1)
    assert [step.iterations for step in asked[:4]] == [2, 2, 2, 2]


def test_one_slow_sample_of_three_does_not_leave_the_lock_cheap():
    asked = []

    def busy_twice_out_of_three(cost):
        asked.append(cost)
        return 0.1 if len(asked) % 3 == 0 and cost.memory_kib <= 4 * 19456 and cost.iterations == 2 else 9.0

    cost = measured_cost(0.5, seconds_for=busy_twice_out_of_three)

    assert cost == KdfCost(4 * 19456, 2, 1)
    assert [asked.count(step) for step in dict.fromkeys(asked)] == [3] * 4


def test_a_slow_machine_stays_at_the_floor():
    assert measured_cost(0.5, seconds_for=lambda _: 9.0) == FLOOR


def test_iterations_grow_when_memory_must_not():
    assert measured_cost(0.5, seconds_for=lambda cost: 0.1 if cost.memory_kib == 19456 else 9.0).memory_kib == 19456


def test_even_an_endlessly_fast_machine_gets_an_answer():
    assert not measured_cost(0.5, seconds_for=lambda _: 0.0).is_beyond_reason()


def test_a_real_measurement_is_at_or_above_the_floor():
    assert not measured_cost(0.05).is_below(FLOOR)
