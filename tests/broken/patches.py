"""The list: one mistake for each step and each promise. It grows with every promise."""

from tests.broken import actions, domain, letting_go, locking, protocol, sealing, server, storing, syncing
from tests.broken.patch import Patch

PATCHES: tuple[Patch, ...] = (
    *storing.PATCHES,
    *sealing.PATCHES,
    *protocol.PATCHES,
    *domain.PATCHES,
    *syncing.PATCHES,
    *actions.PATCHES,
    *letting_go.PATCHES,
    *locking.PATCHES,
    *server.PATCHES,
)
