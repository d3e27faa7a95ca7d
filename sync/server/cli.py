"""`district-server`: what whoever runs the server types."""

import argparse
import sys
from collections.abc import Sequence

from sync.errors import StodkedjanError
from sync.server.commands import backup, check, devices, init, serve, watch
from sync.server.commands.frame import shown
from sync.server.engine import NotADatabase
from sync.server.listening import AddressTaken

_COMMANDS = (init, serve, watch, devices, backup, check)
_EPILOG = """\
Start here:
  district-server init      make the database and a claim code
  district-server serve     answer phones on http://127.0.0.1:8700

The database is a file, or the URL of a database server. STODKEDJAN_DATABASE names it when --database does not.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except StodkedjanError as error:
        sys.stderr.write(f"district-server: {error.sentence()} [{_about(options, error)}]\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="district-server",
        description="The district server of Stödkedjan: keeps what phones seal, and can open none of it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for each in _COMMANDS:
        each.add_to(commands)
    return parser


def _about(options: argparse.Namespace, error: StodkedjanError) -> str:
    if isinstance(error, AddressTaken):
        return f"{options.host}:{options.port}"
    # What cannot be read as an address may still hold a password.
    return "--database" if isinstance(error, NotADatabase) and "://" in options.database else shown(options.database)
