"""Turns away a request whose body is too large, before any of it is kept."""

import json
from io import BytesIO
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation

Scope = dict[str, Any]

_DRAIN_FACTOR = 5


class TooLarge(Exception):
    """More bytes arrived than a request may have."""


class BodyLimit:
    """ASGI middleware around Django: 413 for a body past `MAX_REQUEST_BYTES`, declared or not.

    Django under ASGI would write the whole body to disk before any of its limits is asked.
    What is too large is read and thrown away, up to a point, since a browser shows an answer
    only after it has sent its request.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = settings.MAX_REQUEST_BYTES
        if _declared_bytes(scope) > limit:
            await self._refuse(scope, receive, send, limit)
            return
        received = 0

        async def counted() -> Any:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise TooLarge
            return message

        try:
            await self.app(scope, counted, send)
        except TooLarge:
            await self._refuse(scope, receive, send, limit)

    async def _refuse(self, scope: Scope, receive: Any, send: Any, limit: int) -> None:
        await _drain(receive, limit * _DRAIN_FACTOR)
        request = ASGIRequest(scope, BytesIO())
        media_type, body = await sync_to_async(_answer)(request, limit // 1_000_000)
        headers = [
            (b"content-type", media_type.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"private, no-store"),
            (b"referrer-policy", b"no-referrer"),
            (b"x-content-type-options", b"nosniff"),
            (b"x-robots-tag", b"noindex"),
            (b"connection", b"close"),
        ]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _declared_bytes(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


async def _drain(receive: Any, at_most: int) -> None:
    drained = 0
    while drained < at_most:
        message = await receive()
        drained += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return


def _answer(request: HttpRequest, limit_mb: int) -> tuple[str, bytes]:
    with translation.override(translation.get_language_from_request(request)):
        message = translation.gettext(
            "This is more than %(limit)s MB at once. Send fewer or smaller pictures at a time."
        ) % {"limit": limit_mb}
        if request.path.startswith("/api/"):
            error = {"error": {"code": "file_too_large", "message": message}}
            return "application/json", json.dumps(error).encode()
        page = render_to_string("error.html", {"message": message})
        return "text/html; charset=utf-8", page.encode()
