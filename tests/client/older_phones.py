"""A phone's folder kept, and put back later: an older copy of itself."""

import shutil
from pathlib import Path

from tests.journeys.people import Hands


def copied(hands: Hands, to: Path) -> Path:
    hands.lock()
    shutil.copytree(hands.folder, to)
    hands.unlock()
    return to


def put_back(hands: Hands, copy: Path) -> None:
    hands.lock()
    shutil.rmtree(hands.folder)
    shutil.copytree(copy, hands.folder)
    hands.unlock()
