"""What the root may do, and what it may not do twice."""

import pytest

from sync.protocol.circle import Role
from sync.protocol.errors import StatementRefused
from sync.protocol.statement import Kind
from tests.protocol.people import BoardInTest, Handset


@pytest.mark.parametrize("role", list(Role))
def test_the_root_adds_the_first_device_and_no_other(role):
    board = BoardInTest()
    second = board.made(Kind.DEVICE_ADDED, board.root, **Handset().enrolment(role))

    with pytest.raises(StatementRefused, match="root_adds_only_the_first"):
        board.roster.add(second)


def test_one_device_is_added_once():
    board = BoardInTest()
    handset = board.join(Role.SUPPORTER)
    again = board.made(
        Kind.DEVICE_ADDED, board.invited(Role.SUPPORTER, handset.person), **handset.enrolment(Role.SUPPORTER)
    )

    with pytest.raises(StatementRefused, match="known_device"):
        board.roster.add(again)
