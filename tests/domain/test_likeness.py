from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import AffectedAs, AgeBand, ContactStatus, IdentityLevel
from fieldapp.domain.duplicates import Decision, Persons, persons
from fieldapp.domain.likeness import Alike, Likeness, alike_names, families, found_in, number, undecided
from fieldapp.domain.pairs import Verdict

AMINA = Contact(
    id="a",
    name="Amina",
    phone="070-123 45 67",
    age_band=AgeBand.AGE_30_64,
    identity_level=IdentityLevel.FIRST_NAME,
    session_id="s",
)
AMINAH = replace(AMINA, id="b", name="Aminah", phone="+46 70 123 45 67")


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("070-123 45 67", "0701234567"),
        ("+46 (0)70 123 45 67", "0701234567"),
        ("0046701234567", "0701234567"),
        ("+47 22 33 44 55", "4722334455"),
        ("112", ""),
        ("vet ej", ""),
    ],
)
def test_one_number_is_one_number_however_it_was_typed(typed: str, dialled: str) -> None:
    assert number(typed) == dialled


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Amina", "Aminah", True),
        ("Amina", "AMINA Hassan", True),
        ("Åsa Öberg", "Asa Oberg", True),
        ("Hassan Amina", "Amina Hasan", True),
        ("Ali", "Eli", False),
        ("Amina", "Leyla", False),
        ("Amina Amina", "Amina Hassan", False),
        ("", "Amina", False),
    ],
)
def test_names_are_alike_give_or_take_a_letter(one: str, other: str, alike: bool) -> None:
    assert alike_names(one, other) is alike
    assert alike_names(other, one) is alike


def test_one_number_and_one_name_is_proposed_as_a_duplicate_and_not_as_a_family() -> None:
    found = found_in([AMINA, AMINAH])

    assert found.alike == (Alike(("a", "b"), Likeness.PHONE_AND_NAME),)
    assert families(found, Persons(), {}) == ()


@pytest.mark.parametrize(
    "other",
    [
        replace(AMINAH, identity_level=IdentityLevel.PROTECTED),
        replace(AMINAH, status=ContactStatus.VOIDED),
        replace(AMINAH, age_band=AgeBand.AGE_6_12),
        replace(AMINAH, name="Leyla"),
        replace(AMINAH, phone="", session_id="another night"),
    ],
    ids=["protected", "voided", "a child", "another name", "a common first name elsewhere"],
)
def test_who_is_protected_or_cannot_be_the_same_is_not_proposed(other: Contact) -> None:
    assert found_in([AMINA, other]).alike == ()


def test_a_whole_name_is_enough_and_a_first_name_only_where_all_else_is_the_same() -> None:
    whole = replace(AMINA, name="Amina Hassan", phone="", session_id="")
    first = replace(AMINA, phone="")

    assert found_in([whole, replace(whole, id="b", name="Amina Hasan")]).alike[0].likeness is Likeness.NAME
    assert found_in([first, replace(first, id="b", name="Aminah")]).alike[0].likeness is Likeness.NAME
    assert found_in([first, replace(first, id="b", affected_as=AffectedAs.WITNESS)]).alike == ()


def test_a_family_of_five_with_one_number_is_offered_to_be_handled_once_and_never_joined() -> None:
    names = ("Amina", "Omar", "Leyla", "Yusuf", "Hodan")
    five = [replace(AMINA, id=name, name=name) for name in names]
    found = found_in(five)

    assert found.alike == ()
    assert families(found, Persons(), {}) == (tuple(sorted(names)),)
    assert families(found, Persons(), dict.fromkeys(names, "Amina")) == ()
    assert families(found, Persons(), {name: name for name in names}) == ()
    assert families(found, Persons(), dict.fromkeys(names[:4], "Amina")) == (tuple(sorted(names)),)


def test_a_mother_registered_twice_is_one_duplicate_in_the_family() -> None:
    found = found_in([AMINA, AMINAH, replace(AMINA, id="c", name="Omar")])
    known = persons([Decision(id="1", contact_id="a", other_id="b", verdict=Verdict.SAME, kept="b")])

    assert [each.pair for each in found.alike] == [("a", "b")]
    assert families(found, known, {}) == (("b", "c"),)


def test_of_two_with_one_number_and_one_name_missing_a_human_decides_and_of_five_nobody_guesses() -> None:
    nameless = replace(AMINA, id="b", name="")

    assert [each.likeness for each in found_in([AMINA, nameless]).alike] == [Likeness.PHONE]
    assert found_in([AMINA, nameless, replace(AMINA, id="c", name="Omar")]).alike == ()


def test_what_was_decided_is_not_asked_again_until_two_have_said_different_things() -> None:
    found = found_in([AMINA, AMINAH]).alike

    def said(verdict: Verdict, *, disputed: bool = False) -> Persons:
        return persons(
            [Decision(id="1", contact_id="a", other_id="b", verdict=verdict, kept="a", in_conflict=disputed)]
        )

    assert undecided(found, Persons()) == found
    assert undecided(found, said(Verdict.SAME)) == ()
    assert undecided(found, said(Verdict.APART)) == ()
    assert undecided(found, said(Verdict.OPEN)) == found
    assert undecided(found, said(Verdict.APART, disputed=True)) == found


def test_one_line_for_each_two_persons() -> None:
    third = replace(AMINAH, id="c", name="Amina")
    joined = persons([Decision(id="1", contact_id="a", other_id="b", verdict=Verdict.SAME, kept="a")])

    assert [each.pair for each in undecided(found_in([AMINA, AMINAH, third]).alike, joined)] == [("a", "c")]


contacts = st.builds(
    Contact,
    id=st.uuids().map(str),
    name=st.sampled_from(["", "Amina", "Aminah", "Amina Hassan", "Omar"]),
    phone=st.sampled_from(["", "070-123 45 67", "0701234568"]),
    session_id=st.sampled_from(["s", "t"]),
    identity_level=st.sampled_from(IdentityLevel),
    age_band=st.sampled_from([AgeBand.UNKNOWN, AgeBand.AGE_30_64, AgeBand.AGE_6_12]),
)


@given(st.lists(contacts, max_size=4, unique_by=lambda one: one.id))
def test_what_is_found_depends_on_no_order_and_never_names_a_protected_person(people: list[Contact]) -> None:
    found = found_in(people)
    named = {one for each in found.alike for one in each.pair} | {one for group in found.one_number for one in group}

    assert all(found_in(order) == found for order in permutations(people))
    assert not named & {one.id for one in people if one.is_protected}


NAMES = st.lists(
    st.sampled_from(["Amina", "Aminah", "Amnia", "Anina", "Ali", "Eli", "Hassan", "Hasan", "Hassa"]), max_size=3
)


@given(st.lists(st.tuples(NAMES, st.sampled_from(["", "s", "t"]), st.sampled_from(AgeBand)), max_size=12))
def test_names_are_found_as_if_everybody_had_been_compared_with_everybody(
    people: list[tuple[list[str], str, AgeBand]],
) -> None:
    known = [
        Contact(id=f"{number:02}", name=" ".join(parts), session_id=session, age_band=band)
        for number, (parts, session, band) in enumerate(people)
    ]

    assert {each.pair for each in found_in(known).alike} == {
        (one.id, other.id) for one, other in combinations(known, 2) if are_alike(one, other)
    }


def are_alike(one: Contact, other: Contact) -> bool:
    words, others = one.name.casefold().split(), other.name.casefold().split()
    as_old = one.age_band is other.age_band or AgeBand.UNKNOWN in (one.age_band, other.age_band)
    if len(words) != len(others) or sorted(each[0] for each in words) != sorted(each[0] for each in others):
        return False
    if len(words) < 2 and not (
        one.session_id and one.session_id == other.session_id and one.age_band is other.age_band
    ):
        return False
    return bool(words) and as_old and alike_names(one.name, other.name)
