"""Mistakes in what a clause of a scenario asks for and no test had held."""

from tests.broken.patch import Patch

_S06 = "tests/journeys/test_s06_protected_identity_nowhere_else.py::"

PATCHES = (
    Patch(
        "protected-agreement-in-the-list",
        "what was agreed with a protected person is not read where only her code is",
        "fieldapp/actions/promises.py",
        'str(fields.pop("agreement")) if contact.is_protected else ""',
        'str(fields["agreement"]) if contact.is_protected else ""',
        _S06 + "test_what_is_agreed_with_her_is_read_by_whom_she_is_assigned_to_and_by_no_list",
    ),
    Patch(
        "protected-number-after-a-call",
        "a protected person's number is not written down after a call either",
        "fieldapp/actions/persons.py",
        " and not follow_up.protected:",
        ":",
        _S06 + "test_a_number_that_is_typed_all_the_same_is_not_written_anywhere",
    ),
)
