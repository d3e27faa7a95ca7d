"""The district server as an ASGI application: the only place that wires its parts together."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from sync.protocol.errors import Malformed
from sync.server import refusing
from sync.server.body_limit import BodyLimit
from sync.server.district import District
from sync.server.engine import Database, database_url
from sync.server.limits import Limits
from sync.server.metrics import Metrics
from sync.server.news import News
from sync.server.rates import AddressRate, Rate
from sync.server.refusals import BodyTooLarge, BodyTooSlow, DatabaseUnavailable, TooManyRequests
from sync.server.request_log import RequestLog
from sync.server.routes import (
    claims,
    contact,
    devices,
    envelopes,
    grants,
    healing,
    health,
    invites,
    log,
    peers,
    recoveries,
    set_aside,
    tokens,
)
from sync.server.routes.shapes import RefusalShape, refusals

UNHURRIED = Limits()
_NOUNS = (
    claims,
    recoveries,
    invites,
    tokens,
    contact,
    devices,
    log,
    healing,
    grants,
    envelopes,
    set_aside,
    peers,
    health,
)
_ROUTERS = tuple(noun.router for noun in _NOUNS)
_EVERYWHERE = {
    **refusals(BodyTooLarge, BodyTooSlow, TooManyRequests, DatabaseUnavailable),
    422: {"model": RefusalShape, "description": f"`malformed` and other codes: {Malformed().sentence()}"},
}


def create_app(database_path_or_url: str, limits: Limits = UNHURRIED) -> FastAPI:
    """The database must have been prepared (`schema.upgrade`); it is closed when the application shuts down."""
    database = Database(database_url(database_path_or_url))
    app = FastAPI(
        title="Stödkedjan district server",
        version="1",
        openapi_url="/v1/openapi.json",
        # The reader that comes with the framework is fetched from elsewhere: an outside script has no place here.
        docs_url=None,
        redoc_url=None,
        lifespan=_closing(database),
        responses=_EVERYWHERE,
    )
    app.state.district = District(database)
    app.state.metrics = Metrics()
    app.state.news = News(app.state.district)
    app.state.device_rate = Rate(limits.device_per_minute)
    app.state.letter_rate = Rate(limits.letters_per_minute)
    for router in _ROUTERS:
        app.include_router(router)
    refusing.install(app)
    app.add_middleware(BodyLimit, patience_seconds=limits.patience_seconds)
    app.add_middleware(AddressRate, rate=Rate(limits.address_per_minute))
    app.add_middleware(RequestLog, metrics=app.state.metrics)
    return app


def _closing(database: Database) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.news.end_with_the_process()
        yield
        database.close()

    return lifespan
