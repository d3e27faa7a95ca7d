"""How people become members of the board: invites, digits read to each other, and coming back on a new phone."""

from typing import TYPE_CHECKING

from fieldapp.actions import connecting, people, rejoining, syncing
from fieldapp.crypto.passphrase import FLOOR
from sync.client.errors import InviteExpired, InviteUsed
from sync.protocol.circle import Role
from sync.protocol.members import DeviceState
from tests.simulation.network import CALM
from tests.simulation.people import PASSPHRASE, SECRET_NAME, Person
from tests.simulation.turn import WaitsForItsTurn

if TYPE_CHECKING:
    from tests.simulation.world import World

CALM_JOININGS = 0.7


def free_chief(world: "World") -> Person:
    """A supervisor who is not in the middle of something."""
    roster = world.roster()
    for person in world.people:
        at_work = person.role is Role.SUPERVISOR and person.is_member and not person.busy
        if at_work and roster.is_caseworker(person.device):
            world.ready(person)
            return person
    raise WaitsForItsTurn


def join(world: "World", person: Person) -> None:
    """Mostly at the office, before it begins; now and then in the middle of the storm."""
    if world.dice.random() < CALM_JOININGS:
        world.network.weather = CALM
    chief = free_chief(world)
    if not person.invited_with:
        invitation = people.invite(chief.open, f"{person.name} {SECRET_NAME}", person.role)
        person.invited_with = invitation.link
        world.notice(chief, f"invites {person.name}")
    enrol(world, person, person.invited_with)
    if person.role is not Role.SUPPORTER:
        compare_digits(world, chief, person)


def invite_again(world: "World", person: Person) -> None:
    chief = free_chief(world)
    enrol(world, person, people.invite_again(chief.open, person.device.hex()).link)
    if person.role is not Role.SUPPORTER:
        compare_digits(world, chief, person)


def left_out(world: "World") -> list[Person]:
    """Whom the server that came back does not know, although nobody removed them."""
    roster = world.roster()
    return [person for person in world.people if person.is_member and person.device not in roster.devices]


def rejoin(world: "World", person: Person) -> None:
    """On the name that stands in the roster if it does, with all that is on the phone."""
    world.ready(person)
    chief, hers = free_chief(world), person.open.me.person
    if people.name_of(chief.open, hers):
        invitation = people.invite_member(chief.open, hers.hex())
    else:
        invitation = people.invite(chief.open, f"{person.name} {SECRET_NAME}", person.role)
    # Whoever helps her sees to it that the phone's clock is right: an invite runs out.
    phone = person.open
    phone.now = lambda: world.time
    rejoining.join_again(phone, connecting.read_code(invitation.link))
    phone.now = person.now
    if person.role is not Role.SUPPORTER:
        compare_digits(world, chief, person)
    world.tell(f"{person.name}, whom the server that came back does not know, joins again.")
    world.notice(chief, f"invites {person.name} again")
    world.notice(person, "joins again")


def enrol(world: "World", person: Person, link: str) -> None:
    try:
        phone = connecting.enrol(
            person.folder, connecting.read_code(link), PASSPHRASE, cost=FLOOR, clock=lambda: world.time
        )
    except (InviteUsed, InviteExpired):
        person.invited_with = ""
        raise
    phone.now = person.now
    person.holds(phone)
    person.open.link.exchange(lambda *_: None)


def compare_digits(world: "World", chief: Person, person: Person) -> bool:
    """Two people on the phone with each other; whether they came to the end of it."""
    if person.phone is None or chief.phone is None or person.busy and chief.busy and chief is person:
        return False
    syncing.synchronise(chief.open, lambda _: None)
    device = person.device.hex()
    if person.device not in chief.open.roster.devices or not waits(world, person):
        return False
    shown = people.offer_role(chief.open, device)
    syncing.synchronise(person.open, lambda _: None)
    read_out = people.my_digits(person.open)
    if read_out is None or read_out.digits != shown.digits:
        return False
    people.grant_role(chief.open, device, older=people.has_older(chief.open))
    syncing.synchronise(chief.open, lambda _: None)
    syncing.synchronise(person.open, lambda _: None)
    return True


def waits(world: "World", person: Person) -> bool:
    found = world.roster().devices.get(person.device)
    return found is not None and found.state is DeviceState.WAITING_FOR_ROLE


def waiting_for_role(world: "World") -> list[Person]:
    return [person for person in world.people if person.phone is not None and waits(world, person)]
