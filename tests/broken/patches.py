"""The list: one mistake for each step and each promise. It grows with every promise."""

from tests.broken import actions, domain, letting_go, protocol, sealing, server, storing, strong_server, syncing
from tests.broken.patch import Patch

PATCHES: tuple[Patch, ...] = (
    *storing.PATCHES,
    *sealing.PATCHES,
    *protocol.PATCHES,
    *domain.PATCHES,
    *syncing.PATCHES,
    *actions.PATCHES,
    *letting_go.PATCHES,
    *server.PATCHES,
    *strong_server.PATCHES,
)
