"""`district-server devices`: what can be told without reading anything."""

import argparse

from sync.server import schema
from sync.server.commands.frame import command, existing, say_all
from sync.server.overview import device_lines


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command(commands, "devices", _devices, "when each device was last heard, and what it still holds")


def _devices(options: argparse.Namespace) -> None:
    with existing(options.database) as database, database.reading() as connection:
        schema.check_current(connection)
        say_all(device_lines(connection))
