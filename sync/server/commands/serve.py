"""`district-server serve`."""

import argparse
from pathlib import Path

from sync.server import schema
from sync.server.commands.frame import command, existing
from sync.server.limits import Limits
from sync.server.log_lines import log_to_stderr


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = command(commands, "serve", _serve, "answer phones until stopped with Ctrl-C")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=int, default=8700, help="port; 0 takes any free one (default: %(default)s)")
    serve.add_argument(
        "--workers", type=_at_least_one, default=1, metavar="N", help="processes that answer (default: 1)"
    )
    serve.add_argument("--tls-cert", type=Path, metavar="FILE", help="certificate chain (PEM): answer with HTTPS")
    serve.add_argument("--tls-key", type=Path, metavar="FILE", help="its private key (PEM)")
    serve.add_argument(
        "--proxies",
        default="127.0.0.1,::1",
        metavar="ADDRESSES",
        help="proxies whose X-Forwarded-For is believed (default: %(default)s)",
    )
    limits = Limits()
    serve.add_argument(
        "--device-rate",
        type=_at_least_one,
        default=limits.device_per_minute,
        metavar="N",
        help="requests a minute of one device, per worker (default: %(default)s)",
    )
    serve.add_argument(
        "--address-rate",
        type=_at_least_one,
        default=limits.address_per_minute,
        metavar="N",
        help="requests a minute from one address, per worker (default: %(default)s)",
    )

    serve.add_argument(
        "--patience",
        type=float,
        default=limits.patience_seconds,
        metavar="SECONDS",
        help="how long a request that does not come is waited for (default: %(default)g)",
    )


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("write a whole number, 1 or more")
    return int(text)


def _serve(options: argparse.Namespace) -> None:
    # Here, because what answers phones takes as long to load as all the rest, and no other command needs it.
    from sync.server import serving

    with existing(options.database) as database:
        schema.upgrade(database)
    log_to_stderr()
    serving.serve(
        serving.Serving(
            database=options.database,
            host=options.host,
            port=options.port,
            workers=options.workers,
            certificate=options.tls_cert,
            key=options.tls_key,
            proxies=options.proxies,
            limits=Limits(options.device_rate, options.address_rate, options.patience),
        )
    )
