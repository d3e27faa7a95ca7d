"""The list: one mistake for each step and each promise. It grows with every promise."""

from tests.broken import (
    actions,
    ahead,
    domain,
    key_circles,
    late_and_gone,
    lessons,
    letting_go,
    locking,
    looking_back,
    preparing,
    protocol,
    referring,
    sealing,
    server,
    settings_and_reports,
    simulated,
    storing,
    streams_strength,
    strong_server,
    syncing,
    walking,
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
    *lessons.PATCHES,
    *locking.PATCHES,
    *preparing.PATCHES,
    *looking_back.PATCHES,
    *server.PATCHES,
    *key_circles.PATCHES,
    *strong_server.PATCHES,
    *streams_strength.PATCHES,
    *referring.PATCHES,
    *simulated.PATCHES,
<<<<<<< HEAD
    *settings_and_reports.PATCHES,
=======
    *walking.PATCHES,
>>>>>>> w-clicks
)
