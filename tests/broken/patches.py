"""The list: one mistake for each step and each promise. It grows with every promise."""

from tests.broken import (
    actions,
    ahead,
    domain,
    key_circles,
    late_and_gone,
    letting_go,
    locking,
    looking_back,
    preparing,
    protocol,
    referring,
    sealing,
    server,
    simulated,
    storing,
    streams_strength,
    strong_server,
    syncing,
)
from tests.broken.patch import Patch

PATCHES: tuple[Patch, ...] = (
    *storing.PATCHES,
    *sealing.PATCHES,
    *protocol.PATCHES,
    *domain.PATCHES,
    *syncing.PATCHES,
    *actions.PATCHES,
    *ahead.PATCHES,
    *letting_go.PATCHES,
    *late_and_gone.PATCHES,
    *locking.PATCHES,
    *preparing.PATCHES,
    *looking_back.PATCHES,
    *server.PATCHES,
    *key_circles.PATCHES,
    *strong_server.PATCHES,
    *streams_strength.PATCHES,
    *referring.PATCHES,
    *simulated.PATCHES,
)
