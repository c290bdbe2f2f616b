"""Logs each request by its route, status and time, never by its address, which may be a secret."""

import logging
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars

View = Callable[[HttpRequest], HttpResponse]

logger = logging.getLogger(__name__)

STATIC = "no route"
POLLED = {
    STATIC,
    "cameras:last",
    "cameras:snapshot",
    "cameras:frames",
    "healthz",
    "readyz",
    "metrics",
}
"""Routes that pages and programs poll, and static files; only their failures are logged."""


def request_log(get_response: View) -> View:
    """Give each request an id that is in every log line about it and in its answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex[:16]
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        began = time.monotonic()
        response = get_response(request)
        response.headers["X-Request-Id"] = request_id
        _log(request, response.status_code, round(1000 * (time.monotonic() - began)))
        return response

    return middleware


def _log(request: HttpRequest, status: int, took_ms: int) -> None:
    route = request.resolver_match.view_name if request.resolver_match else STATIC
    is_poll = route in POLLED or "HX-Request" in request.headers
    if is_poll and (status < 400 or status == 503):
        return
    logger.info("%s %s %d in %d ms", request.method, route, status, took_ms)
