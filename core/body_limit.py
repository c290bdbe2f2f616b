"""Turns away a request whose body is too large or cannot be kept, before Django sees any of it."""

import asyncio
import json
import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.utils import translation

from core.error_answers import error_json, error_page, is_for_a_program
from core.refusals import RETRY_AFTER_S, STATUS, message_for
from core.trouble import trouble_of

logger = logging.getLogger(__name__)

Scope = dict[str, Any]

_DRAIN_FACTOR = 5
_DRAIN_S = 30.0
"""What is turned away is read no further than that, however slowly it comes."""


class TooSlow(Exception):
    """A body comes more slowly than MIN_BODY_BYTES_PER_S."""


class TooLarge(Exception):
    """More bytes arrived than a request may have."""


class BodyLimit:
    """ASGI middleware around Django, which writes the whole body to disk before it asks a limit.

    413 for a body past `MAX_REQUEST_BYTES`, declared or not; 415 for a compressed one; 408 for one
    that comes more slowly than `MIN_BODY_BYTES_PER_S` after `BODY_GRACE_S`; 503 where the disk does
    not take it.
    What is turned away is read and thrown away, up to a point, since a browser shows an answer
    only after it has sent its request.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = _Request(scope, receive, send, settings.MAX_REQUEST_BYTES)
        if refusal := _refusal_of(scope, request.limit):
            await request.refuse(refusal)
            return
        try:
            await self.app(scope, request.counted_receive, request.noted_send)
        except TooLarge:
            await request.refuse("file_too_large")
        except TooSlow:
            request.is_whole = True  # nobody waits for the rest
            await request.refuse("too_slow")
        except OSError as error:
            trouble = trouble_of(error)
            if trouble is None or request.has_begun:
                raise
            logger.warning("trouble with %s: %s", trouble.part, error)
            await request.refuse(trouble.code)


@dataclass
class _Request:
    """One request on its way to Django, and how far it has come."""

    scope: Scope
    receive: Any
    send: Any
    limit: int
    received: int = 0
    is_whole: bool = False
    has_begun: bool = False
    began: float = field(default_factory=time.monotonic)

    async def counted_receive(self) -> Any:
        """Django's `receive`. Raises TooLarge and TooSlow."""
        if self.is_whole:  # Django listens for the visitor's leaving
            return await self.receive()
        try:
            async with asyncio.timeout(self._patience_s()):
                message = await self.receive()
        except TimeoutError as error:
            raise TooSlow from error
        self.received += len(message.get("body", b""))
        self.is_whole = not message.get("more_body")
        if self.received > self.limit:
            raise TooLarge
        return message

    def _patience_s(self) -> float:
        """How long the next piece may take, by what has come so far."""
        earned_s = settings.BODY_GRACE_S + self.received / settings.MIN_BODY_BYTES_PER_S
        return max(0.0, self.began + earned_s - time.monotonic())

    async def noted_send(self, message: Any) -> None:
        """Django's `send`."""
        self.has_begun = True
        await self.send(message)

    async def refuse(self, code: str) -> None:
        """Answer with an error in Django's stead, after the rest of the body."""
        if not self.is_whole:
            with suppress(TimeoutError):
                async with asyncio.timeout(_DRAIN_S):
                    await _drain(self.receive, self.limit * _DRAIN_FACTOR)
        media_type, body = await sync_to_async(_answer)(self.scope, code, self.limit // 1_000_000)
        headers = [
            (b"content-type", media_type.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"private, no-store"),
            (b"referrer-policy", b"no-referrer"),
            (b"x-content-type-options", b"nosniff"),
            (b"x-robots-tag", b"noindex"),
            (b"connection", b"close"),
        ]
        if code in RETRY_AFTER_S:
            headers.append((b"retry-after", str(RETRY_AFTER_S[code]).encode()))
        start = {"type": "http.response.start", "status": STATUS[code], "headers": headers}
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body})


def _refusal_of(scope: Scope, limit: int) -> str:
    """The code for what the headers alone forbid; empty where they forbid nothing."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > limit:
            return "file_too_large"
        if name == b"content-encoding" and value.strip().lower() not in (b"", b"identity"):
            return "unsupported_encoding"
    return ""


async def _drain(receive: Any, at_most: int) -> None:
    drained = 0
    while drained < at_most:
        message = await receive()
        drained += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return


def _answer(scope: Scope, code: str, limit_mb: int) -> tuple[str, bytes]:
    request = ASGIRequest(scope, BytesIO())
    with translation.override(translation.get_language_from_request(request)):
        message = _sentence(code, limit_mb)
        if is_for_a_program(request):
            return "application/json", json.dumps(error_json(code, message)).encode()
        return "text/html; charset=utf-8", error_page(request, STATUS[code], message).encode()


def _sentence(code: str, limit_mb: int) -> str:
    if code != "file_too_large":
        return message_for(code)
    return translation.gettext(
        "This is more than %(limit)s MB at once. Send fewer or smaller pictures at a time."
    ) % {"limit": limit_mb}
