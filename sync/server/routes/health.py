"""For those who keep the server running: is it up, is it ready, what does it do."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from sync.server import schema
from sync.server.refusals import DatabaseUnavailable
from sync.server.routes.callers import TheDistrict, TheMetrics
from sync.server.routes.shapes import Shape, refusals

router = APIRouter(tags=["health"])


class HealthAnswer(Shape):
    status: str


@router.get("/healthz")
def is_up() -> HealthAnswer:
    """The process answers."""
    return HealthAnswer(status="up")


@router.get("/readyz", responses=refusals(DatabaseUnavailable))
def is_ready(district: TheDistrict) -> HealthAnswer:
    """The database answers, and has the tables that this version works with."""
    with district.database.reading() as connection:
        schema.check_current(connection)
    return HealthAnswer(status="ready")


@router.get(
    "/metrics", response_class=Response, responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}
)
def show_metrics(metrics: TheMetrics) -> Response:
    """Prometheus text: counts and times by route, never by board or device."""
    return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)
