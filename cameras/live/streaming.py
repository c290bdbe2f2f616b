"""Streams frames under Django: a view decides who may watch, this writes what they watch.

The view answers with X-Live-Camera, the row's id, and an empty body, as views do to have a web
server send a file. Django's part of the request, with its thread and database connection, is over
then; what follows is one coroutine a viewer.
"""

import asyncio
import contextlib
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from cameras.live.channel import BOUNDARY, Channel, StreamPart
from cameras.live.hub import Full, hub

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

Question = tuple[bytes, ...]

HEADER = "X-Live-Camera"
_HEADER = HEADER.lower().encode()
_MEDIA_TYPE = b"multipart/x-mixed-replace; boundary=" + BOUNDARY
_ASKED_WITH = (b"host", b"accept-language", b"x-forwarded-proto", b"x-forwarded-host")
_GRANTED_FOR_S = 1.0
_FIRST_FRAME_WITHIN_S = 10.0
_STALLED_AFTER_S = 60.0
"""A viewer who reads nothing for so long has left without saying so."""
_LOOK_EVERY_S = 5.0


@dataclass(frozen=True)
class Admission:
    """Django's word that somebody may watch a camera, and the head of the answer it made."""

    camera_id: int
    start: Message
    is_for_everyone: bool
    given_at: float


@dataclass
class Progress:
    """Since when a viewer has not taken a frame that was sent; `inf` while there is none."""

    waits_since: float = math.inf


class LiveStreams:
    """ASGI middleware around Django.

    What Django grants to everyone holds for the next second too: when a thousand people come at
    once, it need not be asked a thousand times.
    """

    def __init__(self, app: Any) -> None:
        self.app = app
        self._granted: dict[Question, Admission] = {}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        question = _question(scope)
        admission = self._granted.get(question) if question else None
        if admission is None or time.monotonic() - admission.given_at > _GRANTED_FOR_S:
            admission = await self._ask(scope, receive, send)
        if admission is None:
            return
        if question and admission.is_for_everyone:
            self._granted = {question: admission} | self._recent(question)
        await _serve(admission, receive, send)

    async def _ask(self, scope: Message, receive: Receive, send: Send) -> Admission | None:
        """Let Django answer; None where its answer was whole and has been sent."""
        admission: Admission | None = None

        async def held(message: Message) -> None:
            nonlocal admission
            if message["type"] == "http.response.start":
                admission = _admission(message)
            if admission is None:
                await send(message)

        await self.app(scope, receive, held)
        return admission

    def _recent(self, but: "Question") -> "dict[Question, Admission]":
        since = time.monotonic() - _GRANTED_FOR_S
        return {
            question: admission
            for question, admission in self._granted.items()
            if admission.given_at > since and question != but
        }


def live_header(camera_id: int, *, for_everyone: bool) -> str:
    """What a view writes into X-Live-Camera."""
    return f"{camera_id} everyone" if for_everyone else str(camera_id)


def _admission(start: Message) -> Admission | None:
    for name, value in start["headers"]:
        if name.lower() == _HEADER:
            camera_id, _space, whom = value.decode().partition(" ")
            return Admission(int(camera_id), start, whom == "everyone", time.monotonic())
    return None


def _question(scope: Message) -> Question | None:
    """All that Django's answer to everyone depends on; None where it is no question of ours."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    if not scope["path"].endswith("/stream/"):
        return None
    asked = (value for name, value in scope["headers"] if name in _ASKED_WITH)
    return (scope["path"].encode(), *asked)


async def _serve(admission: Admission, receive: Receive, send: Send) -> None:
    start = admission.start
    try:
        async with hub().seat(admission.camera_id) as channel:
            progress = Progress()
            await _until_one_ends(
                _gone(receive), _stalled(progress), _show(channel, start, send, progress)
            )
    except Full:
        await _unavailable(
            start, send, b"As many people watch as this site can serve. Try again.\n"
        )


async def _show(channel: Channel, start: Message, send: Send, progress: Progress) -> None:
    """Send the newest frame whenever the viewer has taken the one before."""
    part = await _first(channel)
    if part is None:
        await _unavailable(start, send, b"This camera has no picture yet. Try again soon.\n")
        return
    await send({**start, "headers": _headers(start, _MEDIA_TYPE)})
    while part is not None:
        progress.waits_since = time.monotonic()
        await send(part.message)
        progress.waits_since = math.inf
        part = await channel.after(part.serial)
    await send({"type": "http.response.body", "body": b"--" + BOUNDARY + b"--\r\n"})


async def _first(channel: Channel) -> StreamPart | None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_FIRST_FRAME_WITHIN_S):
            return await channel.after(0)
    return None


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _stalled(progress: Progress) -> None:
    """Return once the viewer has taken nothing for a minute.

    Looking now and then costs nothing; a time-out around each frame costs half of sending it.
    """
    while time.monotonic() - progress.waits_since < _STALLED_AFTER_S:
        await asyncio.sleep(_LOOK_EVERY_S)


async def _until_one_ends(*doings: Awaitable[None]) -> None:
    """Return when one of them ends, and end the others."""
    tasks = [asyncio.ensure_future(doing) for doing in doings]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end


async def _unavailable(start: Message, send: Send, words: bytes) -> None:
    headers = [*_headers(start, b"text/plain; charset=utf-8"), (b"retry-after", b"5")]
    await send({**start, "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": words})


def _headers(start: Message, media_type: bytes) -> list[tuple[bytes, bytes]]:
    dropped = (_HEADER, b"content-type", b"content-length")
    kept = [(name, value) for name, value in start["headers"] if name.lower() not in dropped]
    return [*kept, (b"content-type", media_type)]
