"""What the service counts of itself, for Prometheus; every worker its own."""

import os
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.live import Live

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_WORKER = "worker"


class Metrics:
    """The figures of one process; ``worker`` tells processes apart behind one address."""

    def __init__(self, live: Live) -> None:
        self._registry = CollectorRegistry()
        self._worker = str(os.getpid())
        labels = ("method", "route", "status", _WORKER)
        self._requests = Counter("rtcm_requests", "Requests answered.", labels, registry=self._registry)
        self._seconds = Histogram(
            "rtcm_request_seconds", "Time until the answer begins.", ("route", _WORKER), registry=self._registry
        )
        revision = Gauge("rtcm_index_revision", "Revision of the live index.", (_WORKER,), registry=self._registry)
        revision.labels(self._worker).set_function(lambda: live.revision)
        alarms = Gauge("rtcm_feed_alarms", "Wrong steps of the feed.", (_WORKER,), registry=self._registry)
        alarms.labels(self._worker).set_function(lambda: live.alarms)
        failures = Counter(
            "rtcm_database_failures", "Requests that the database failed.", (_WORKER,), registry=self._registry
        )
        self.database_failures = failures.labels(self._worker)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request that was answered."""
        self._requests.labels(method, route, str(status), self._worker).inc()
        self._seconds.labels(route, self._worker).observe(seconds)

    def written(self) -> bytes:
        """All figures in the text format."""
        return generate_latest(self._registry)


class Counted:
    """Counts every request by the route that answered it; addresses that lead nowhere are one route."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, metrics = perf_counter(), scope["app"].state.metrics

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                metrics.count(_method(scope), _route(scope), message["status"], perf_counter() - begun)
            await send(message)

        await self._app(scope, receive, counted)


def _method(scope: Scope) -> str:
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else "other"


def _route(scope: Scope) -> str:
    """The path of the route with its parameters unfilled, so that no id becomes a label."""
    # Of a router that was included, the route itself does not know where.
    found = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    return getattr(found, "path_format", None) or "none"
