"""Streams frames under Django: a view decides who may watch, this writes what they watch.

The view answers with X-Live-Camera, the row's id, and an empty body, as views do to have a web
server send a file. Django's part of the request, with its thread and database connection, is over
then; what follows is one coroutine a viewer.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from cameras.hub import Full, hub
from cameras.live import BOUNDARY, Channel, Part

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEADER = "X-Live-Camera"
_HEADER = HEADER.lower().encode()
_MEDIA_TYPE = b"multipart/x-mixed-replace; boundary=" + BOUNDARY
_FIRST_FRAME_WITHIN_S = 10.0
_STALLED_AFTER_S = 60.0
"""A viewer who reads nothing for so long has left without saying so."""


class LiveStreams:
    """ASGI middleware around Django."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        handed_over: tuple[int, Message] | None = None

        async def held(message: Message) -> None:
            nonlocal handed_over
            if message["type"] == "http.response.start":
                camera_id = _camera_of(message)
                handed_over = None if camera_id is None else (camera_id, message)
            if handed_over is None:
                await send(message)

        await self.app(scope, receive, held)
        if handed_over is not None:
            await _serve(*handed_over, receive, send)


def _camera_of(start: Message) -> int | None:
    return next((int(value) for name, value in start["headers"] if name.lower() == _HEADER), None)


async def _serve(camera_id: int, start: Message, receive: Receive, send: Send) -> None:
    try:
        async with hub().seat(camera_id) as channel:
            first = await _first(channel)
            if first is None:
                await _unavailable(
                    start, send, b"This camera has no picture yet. Try again soon.\n"
                )
                return
            await send({**start, "headers": _headers(start, _MEDIA_TYPE)})
            await _until_either(_gone(receive), _feed(channel, first, send))
    except Full:
        await _unavailable(
            start, send, b"As many people watch as this site can serve. Try again.\n"
        )


async def _first(channel: Channel) -> Part | None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_FIRST_FRAME_WITHIN_S):
            return await channel.after(0)
    return None


async def _feed(channel: Channel, part: Part | None, send: Send) -> None:
    """Send the newest frame whenever the viewer has taken the one before."""
    while part is not None:
        async with asyncio.timeout(_STALLED_AFTER_S):
            await send({"type": "http.response.body", "body": part.content, "more_body": True})
        part = await channel.after(part.serial)
    await send({"type": "http.response.body", "body": b"--" + BOUNDARY + b"--\r\n"})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _until_either(*sides: Awaitable[None]) -> None:
    """Return when one of them ends, however it ends, and end the other."""
    tasks = [asyncio.ensure_future(side) for side in sides]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _unavailable(start: Message, send: Send, words: bytes) -> None:
    headers = [*_headers(start, b"text/plain; charset=utf-8"), (b"retry-after", b"5")]
    await send({**start, "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": words})


def _headers(start: Message, media_type: bytes) -> list[tuple[bytes, bytes]]:
    dropped = (_HEADER, b"content-type", b"content-length")
    kept = [(name, value) for name, value in start["headers"] if name.lower() not in dropped]
    return [*kept, (b"content-type", media_type)]
