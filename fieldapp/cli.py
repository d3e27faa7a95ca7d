"""`fieldapp`: what is typed on a computer."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from fieldapp.starting import check_web, own_settings
from sync.errors import StodkedjanError

RUN_PORT, DEMO_PORT = 8550, 8600
_EPILOG = """\
Start here:
  fieldapp demo     a district server and four people with phones, to click through
  fieldapp          this computer as a phone: http://127.0.0.1:8550
"""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except StodkedjanError as error:
        detail = f" [{error}]" if str(error) else ""
        sys.stderr.write(f"fieldapp: {error.sentence()}{detail}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fieldapp",
        description="Stödkedjan: registers visits at a support centre offline, and keeps every promised follow-up.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_run_options(parser)
    parser.set_defaults(run=_run, port=RUN_PORT, folder=None, native=False)
    commands = parser.add_subparsers(metavar="COMMAND")
    # Without defaults of its own, or they would replace what stands before the command.
    run = commands.add_parser(
        "run", help="this computer as a phone (also without a command)", argument_default=argparse.SUPPRESS
    )
    _add_run_options(run)
    run.set_defaults(run=_run)
    demo = commands.add_parser("demo", help="a district server and three ready phones with a believable month")
    demo.add_argument("--port", type=_port, default=DEMO_PORT, help="first of four ports (default: %(default)s)")
    demo.add_argument("--folder", type=Path, help="where the demo lives (default: a folder in the data folder)")
    demo.set_defaults(run=_demo)
    return parser


def _add_run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, help=f"port of the web page (default: {RUN_PORT})")
    parser.add_argument("--folder", type=Path, help="where this device keeps its sealed store")
    parser.add_argument("--native", action="store_true", help="a window of its own instead of a web page")


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65_533:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65532")
    return int(text)


def _run(options: argparse.Namespace) -> None:
    folder = options.folder or own_settings().folder
    if not options.native:
        check_web(folder, options.port)
    # Only now, because loading the screens takes seconds: what cannot start says so at once.
    from fieldapp.app import run_native, run_web

    if options.native:
        run_native(folder)
        return
    _say(f"Stödkedjan on http://127.0.0.1:{options.port} (Ctrl-C stops it; the store is in {folder})")
    run_web(folder, options.port)


def _demo(options: argparse.Namespace) -> None:
    from fieldapp.demo.programme import run_demo

    run_demo(options.folder or own_settings().folder / "demo", options.port, _say)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
