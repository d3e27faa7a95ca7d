"""The cheapest cost that is allowed, so that the tests are quick."""

import pytest

from fieldapp.crypto.passphrase import FLOOR, KdfCost


@pytest.fixture
def cost() -> KdfCost:
    return FLOOR
