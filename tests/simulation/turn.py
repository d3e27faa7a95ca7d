"""The lock of an exchange in a world that has one thread: who would wait is told so instead."""

from types import ModuleType, SimpleNamespace

from tests.simulation.swaps import Swap


class WaitsForItsTurn(BaseException):
    """Somebody else has the lock, further out in this same thread."""


class Turn:
    def __init__(self) -> None:
        self._taken = False

    def __enter__(self) -> None:
        if self._taken:
            raise WaitsForItsTurn
        self._taken = True

    def __exit__(self, *_: object) -> None:
        self._taken = False


def threading_of_one(module: ModuleType) -> list[Swap]:
    return [Swap(module, "threading", SimpleNamespace(Lock=Turn))]
