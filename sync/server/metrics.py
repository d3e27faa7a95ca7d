"""Numbers for Prometheus, by route and outcome and never by board or device."""

import os
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder where several worker processes keep their numbers together."""


class Metrics:
    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ("method", "route")
        self._requests = self._counter("district_requests", "Requests answered.", *labels, "status")
        self._refusals = self._counter("district_refusals", "Requests refused, by code.", "code")
        self._items = self._counter("district_items", "What came and what became of it.", "kind", "outcome")
        self._seconds = Histogram(
            "district_request_seconds", "Time to answer a request.", labels, registry=self._registry
        )

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, labels, registry=self._registry)

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def note_refusal(self, code: str) -> None:
        self._refusals.labels(code).inc()

    def note_items(self, kind: str, outcomes: Iterable[str]) -> None:
        for outcome in outcomes:
            self._items.labels(kind, outcome).inc()

    def text(self) -> bytes:
        """Of all workers of this server, whichever of them is asked."""
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self._registry)
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
