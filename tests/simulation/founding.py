"""The beginning that worlds share: a claimed board and its first people, made once in a process."""

import atexit
import copy
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.actions import connecting
from fieldapp.crypto.passphrase import FLOOR
from tests.simulation.people import PASSPHRASE, SECRET_NAME, Person
from tests.simulation.server import scratch
from tests.simulation.truth import Truth

if TYPE_CHECKING:
    from tests.simulation.world import World

ADDRESS = "http://district.example"
JOINED_CALMLY = 3


@dataclass(frozen=True, slots=True)
class Beginning:
    """`database`: what lay on the server's disk, by the ending of the file's name."""

    board: bytes
    devices: tuple[bytes, ...]
    truth: Truth
    phones: Path
    database: dict[str, bytes]


_made: dict[tuple[int, str | None], Beginning] = {}


def begin(world: "World") -> None:
    """The same in every world of a size, so that it is lived through only once; a planted bug has its own."""
    wanted = min(len(world.plan.roles), JOINED_CALMLY), world.plant
    world.people = [Person(index, role, world) for index, role in enumerate(world.plan.roles)]
    if wanted not in _made:
        _made[wanted] = _lived(world, wanted[0])
    _take_over(world, _made[wanted])
    world.tell(f"The board is there, with {len(world.people)} people to come.")


def _lived(world: "World", size: int) -> Beginning:
    world.chance.begin(f"founding of {size}")
    _claim(world, world.people[0])
    for person in world.people[1:size]:
        world.ready(person)
    for person in world.people[:size]:
        world.lock(person)
    phones = _kept() / f"{size} {world.plant}"
    shutil.copytree(world.phones, phones)
    devices = tuple(person.device for person in world.people[:size])
    return Beginning(world.board, devices, world.truth, phones, world.server.image())


def _claim(world: "World", chief: Person) -> None:
    form = connecting.BoardForm("Hässelby-Vällingby", "HV", False, f"{chief.name} {SECRET_NAME}")
    code = connecting.read_code(world.server.claim_code(), ADDRESS)
    phone, _kit = connecting.claim_board(chief.folder, code, form, PASSPHRASE, cost=FLOOR, clock=chief.now)
    chief.holds(phone)
    world.board = phone.board
    world.notice(chief, "claims the board")


@cache
def _kept() -> Path:
    folder = scratch("simulation-founded-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _take_over(world: "World", beginning: Beginning) -> None:
    shutil.rmtree(world.phones)
    shutil.copytree(beginning.phones, world.phones)
    world.board, world.truth = beginning.board, copy.deepcopy(beginning.truth)
    world.server.begin_as(beginning.database)
    world.chance.begin(f"{world.plan.seed} beginning")
    for person, device in zip(world.people, beginning.devices, strict=False):
        person.device, person.invited_with = device, "used"
        world.unlock(person)
        world.notice(person, "begins")
