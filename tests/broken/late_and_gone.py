"""Mistakes with what comes late, what is kept aside, and what is to be gone for good."""

from tests.broken.patch import Patch

_FORGOTTEN = "tests/journeys/test_forgotten_passphrase.py::"

PATCHES = (
    Patch(
        "kept-aside-is-told-as-refused",
        "the server says that it keeps what it could not put in its place",
        "sync/server/membership.py",
        "    return why.set_aside()\n",
        "    return why\n",
        _FORGOTTEN + "test_what_the_district_set_aside_stands_in_nobody_s_way_and_is_not_lost",
    ),
    Patch(
        "delivered-although-nobody-kept-it",
        "a locked phone counts as delivered only what the server keeps",
        "sync/client/delivery.py",
        "if answer.is_receipt or answer.status == SET_ASIDE}",
        "if answer.status}",
        _FORGOTTEN + "test_a_statement_that_the_district_does_not_keep_stays_on_the_phone",
    ),
)
