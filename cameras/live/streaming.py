"""Streams frames around Django: a view decides who may watch, this module sends the frames.

The view answers with X-Live-Camera (see `cameras.live.admission`) and an empty body, as views do
to have a web server send a file. Django's part of the request, with its thread and database
connection, is over then; what follows is one coroutine a viewer.
"""

import asyncio
import contextlib
import math
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from cameras.live.admission import Admission, Admissions, admission_of
from cameras.live.channel import Channel
from cameras.live.hub import TooManyViewers, hub
from cameras.live.stream_part import BOUNDARY, StreamPart
from core.asgi import Message, Receive, Scope, Send
from core.send_buffer import until_sent

_MEDIA_TYPE = b"multipart/x-mixed-replace; boundary=" + BOUNDARY
_HEADERS = (
    (b"cache-control", b"private, no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-robots-tag", b"noindex"),
    (b"x-accel-buffering", b"no"),  # or nginx would hold frames back until its buffer is full
)
"""The same for every viewer: none of the answer that Django gave to one of them."""
_FIRST_FRAME_WITHIN_S = 10.0
_STALLED_AFTER_S = 60.0
"""A viewer who reads nothing for so long has left without saying so."""
_LOOK_EVERY_S = 5.0


@dataclass
class Progress:
    """Since when a sent frame has not been taken by the viewer; `inf` while there is none."""

    waits_since: float = math.inf


class LiveStreams:
    """ASGI middleware around Django."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._admissions = Admissions()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        admission = self._admissions.find(scope) or await self._ask(scope, receive, send)
        if admission is None:
            return
        if scope["method"] == "HEAD":
            await send(_head())
            await send({"type": "http.response.body", "body": b""})
        else:
            await _serve(admission, scope, receive, send)

    async def _ask(self, scope: Scope, receive: Receive, send: Send) -> Admission | None:
        """Let Django answer; None where its answer was whole and has been sent."""
        admission: Admission | None = None
        asked_at = time.monotonic()

        async def held(message: Message) -> None:
            nonlocal admission
            if message["type"] == "http.response.start":
                admission = admission_of(message["headers"], asked_at)
            if admission is None:
                await send(message)

        await self.app(scope, receive, held)
        if admission is not None:
            self._admissions.keep(scope, admission)
        return admission


async def _serve(admission: Admission, scope: Scope, receive: Receive, send: Send) -> None:
    try:
        async with hub().viewing(admission) as channel:
            progress = Progress()
            showing = _show(channel, scope, send, progress)
            await _until_one_ends(_disconnected(receive), _stalled(progress), showing)
    except TooManyViewers:
        await _unavailable(send, b"As many people watch as this site can serve. Try again.\n")


async def _show(channel: Channel, scope: Scope, send: Send, progress: Progress) -> None:
    """Send the newest frame whenever the one before is on its way."""
    part = await _first(channel)
    if part is None:
        await _unavailable(send, b"This camera has no picture yet. Try again soon.\n")
        return
    await send(_head())
    while part is not None:
        progress.waits_since = time.monotonic()
        await send(part.message)
        await until_sent(scope)
        progress.waits_since = math.inf
        part = await channel.after(part.serial)
    await send({"type": "http.response.body", "body": b"--" + BOUNDARY + b"--\r\n"})


async def _first(channel: Channel) -> StreamPart | None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_FIRST_FRAME_WITHIN_S):
            return await channel.after(0)
    return None


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _stalled(progress: Progress) -> None:
    """Return once the viewer has taken nothing for a minute.

    Looking now and then costs nothing; a time-out around each frame costs half of sending it.
    """
    while time.monotonic() - progress.waits_since < _STALLED_AFTER_S:
        await asyncio.sleep(_LOOK_EVERY_S)


async def _until_one_ends(*awaitables: Awaitable[None]) -> None:
    """Return when one of them ends, and end the others."""
    tasks = [asyncio.ensure_future(doing) for doing in awaitables]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end


async def _unavailable(send: Send, words: bytes) -> None:
    headers = ((b"content-type", b"text/plain; charset=utf-8"), (b"retry-after", b"5"))
    await send(_start(503, *headers))
    await send({"type": "http.response.body", "body": words})


def _head() -> Message:
    return _start(200, (b"content-type", _MEDIA_TYPE))


def _start(status: int, *headers: tuple[bytes, bytes]) -> Message:
    return {"type": "http.response.start", "status": status, "headers": [*_HEADERS, *headers]}
