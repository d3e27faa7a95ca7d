"""Mistakes with what comes late, what is kept aside, and what is to be gone for good."""

from tests.broken.patch import Patch

_FORGOTTEN = "tests/journeys/test_forgotten_passphrase.py::"

_LET_GO = "tests/journeys/test_closing.py::"
_LET_GO += "test_a_written_off_phone_learns_that_its_late_visit_was_let_in_and_lets_go"

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
    Patch(
        "never-asks-again-about-what-was-set-aside",
        "a phone learns that what was set aside has been let in",
        "sync/client/exchange.py",
        "            sent += push.set_aside(ledger, call, max(1, self._most))\n",
        "",
        _LET_GO,
    ),
    Patch(
        "letting-in-moves-nothing",
        "a phone that may not read its stream is told that something was let in",
        "sync/server/devices.py",
        "            self.aside,\n        ]",
        "        ]",
        _LET_GO,
    ),
    Patch(
        "lets-go-before-the-late-visit-is-held",
        "a phone lets go only when a coordinator's device also holds what was let in late",
        "fieldapp/actions/holding.py",
        "    mine = _made(phone, circle, author)\n",
        "    mine = authors.of(phone.store, circle, author)\n",
        _LET_GO,
    ),
)
