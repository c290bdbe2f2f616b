"""Reports errors in this program to Sentry, if SENTRY_DSN is set, without data of visitors."""

from typing import Any

from structlog.contextvars import get_contextvars

from core.logs import redact
from core.trouble import trouble_of

_OF_A_VISITOR = ("cookies", "data", "env", "headers", "query_string")


def send_error_reports(dsn: str) -> None:
    """Begin to report to a Sentry address; without one the library is not even loaded."""
    if not dsn:
        return
    import sentry_sdk  # noqa: PLC0415  (takes 50 ms and 20 MB, for those who want it)
    from sentry_sdk.integrations.celery import CeleryIntegration  # noqa: PLC0415
    from sentry_sdk.integrations.django import DjangoIntegration  # noqa: PLC0415

    sentry_sdk.init(
        dsn=dsn,
        integrations=[DjangoIntegration(), CeleryIntegration()],
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        server_name="",
        before_send=_without_visitor,
    )


def _without_visitor(event: Any, hint: Any) -> Any:
    """A report in which no slug is left, and of the request only its method and route.

    None, which sends no report, where a part of the site is away: that is no error in this program.
    The ids bound for the log (request_id, picture_id, ...) become tags, to find its lines by.
    """
    if trouble_of(hint.get("exc_info", (None, None))[1]) is not None:
        return None
    request = event.get("request", {})
    for name in _OF_A_VISITOR:
        request.pop(name, None)
    event.pop("user", None)
    event["tags"] = {**event.get("tags", {}), **get_contextvars()}
    return _redacted(event)


def _redacted(value: Any) -> Any:
    """The same value with slugs removed from every text in it."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {name: _redacted(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(inner) for inner in value]
    return value
