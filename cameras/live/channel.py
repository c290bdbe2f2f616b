"""The live view inside one web process: one reader per camera, as many viewers as may be.

All of it runs in the event loop and touches Redis only.
"""

import asyncio
import logging
import secrets
import time
from dataclasses import dataclass
from typing import Any, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from cameras import keys
from cameras.live.frame_buffer import VIEWER_LIVES_S, EncodedFrame, frame_of

logger = logging.getLogger(__name__)

BOUNDARY = b"frame"
_SETTLE_S = 0.2
"""A browser paints a frame when the next one begins: a last one is sent again after this time."""
_KEEP_ALIVE_S = 1.0
_PAUSE_WITHOUT_REDIS_S = 1.0

_BEGINNING = "0"
_PROCESS = secrets.token_hex(6)

Message = dict[str, Any]
StreamEntry = tuple[bytes, dict[bytes, bytes]]
"""One entry of a Redis stream: its id and its fields."""
Answer = list[tuple[bytes, list[StreamEntry]]]

_SIT = """
-- So many viewers in this process, for the next seconds by Redis' clock.
-- Answers power and access_epoch.
local expires = tonumber(redis.call('TIME')[1]) + ARGV[3]
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ':' .. expires)
redis.call('EXPIRE', KEYS[1], 60)
return {redis.call('GET', KEYS[2]) or '', redis.call('GET', KEYS[3]) or ''}
"""


@dataclass(frozen=True)
class StreamPart:
    """A frame as every viewer gets it, as a message of ASGI, and its place in their order."""

    serial: int
    message: Message


def message_of(frame: EncodedFrame) -> Message:
    """One part of multipart/x-mixed-replace; X-Timestamp is when it was taken."""
    head = (
        f"--{BOUNDARY.decode()}\r\nContent-Type: image/jpeg\r\n"
        f"Content-Length: {len(frame.jpeg)}\r\nX-Timestamp: {frame.taken_at:.6f}\r\n\r\n"
    )
    body = head.encode() + frame.jpeg + b"\r\n"
    return {"type": "http.response.body", "body": body, "more_body": True}


class Channel:
    """One camera's newest frame in this process, and those who wait for the next."""

    def __init__(self, camera_id: int, redis: "Redis") -> None:
        self.camera_id = camera_id
        self.is_closed = False
        self.viewers = 0
        self._redis = redis
        self._newest: StreamPart | None = None
        self._waiting: set[asyncio.Future[None]] = set()
        self._told_at = 0.0
        self._access_epoch: bytes | None = None
        self._reader = asyncio.create_task(self._read(), name=f"camera {camera_id}")

    async def after(self, serial: int) -> StreamPart | None:
        """The newest part once it is a later one than `serial`; None when the camera has ended."""
        while not self.is_closed:
            if self._newest is not None and self._newest.serial > serial:
                return self._newest
            waiting = asyncio.get_running_loop().create_future()
            self._waiting.add(waiting)
            try:
                await waiting
            finally:
                self._waiting.discard(waiting)
        return None

    def close(self) -> None:
        """Send every viewer away."""
        self.is_closed = True
        self._reader.cancel()
        self._wake()

    def _show(self, message: Message) -> None:
        serial = self._newest.serial + 1 if self._newest else 1
        self._newest = StreamPart(serial, message)
        self._wake()

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def _read(self) -> None:
        """Follow the camera's stream in Redis until nobody watches or it is switched off."""
        last: str | bytes = _BEGINNING
        while not self.is_closed:
            try:
                await self._tell()
                last = await self._follow(last)
            except (RedisError, OSError) as error:
                logger.warning("camera %s: viewers wait for Redis: %s", self.camera_id, error)
                self._repeat()
                await asyncio.sleep(_PAUSE_WITHOUT_REDIS_S)

    async def _follow(self, last: str | bytes) -> str | bytes:
        """Show what comes in the next second, or the last frame again."""
        stream = keys.frames(self.camera_id)
        if last == _BEGINNING:
            found = cast("list[StreamEntry]", await self._redis.xrevrange(stream, count=1))
        else:
            found = await self._next(stream, last)
        if found:
            last, fields = found[-1]
            self._show(message_of(frame_of(fields)))
        else:
            self._repeat()
            await asyncio.sleep(_SETTLE_S if last == _BEGINNING else 0)
        return last

    async def _next(self, stream: str, last: str | bytes) -> list[StreamEntry]:
        """What comes within a second; in between the last frame is shown once more."""
        for wait_s in (_SETTLE_S, _KEEP_ALIVE_S - _SETTLE_S):
            milliseconds = int(wait_s * 1000)
            answer = cast("Answer", await self._redis.xread({stream: last}, block=milliseconds))
            if answer:
                return answer[0][1]
            if wait_s == _SETTLE_S:
                self._repeat()
        return []

    def _repeat(self) -> None:
        if self._newest is not None:
            self._show(self._newest.message)

    async def _tell(self) -> None:
        """Each second: how many watch here; and hear whether the camera is still on."""
        if time.monotonic() - self._told_at < _KEEP_ALIVE_S:
            return
        self._told_at = time.monotonic()
        names = [name(self.camera_id) for name in (keys.viewers, keys.power, keys.access_epoch)]
        arguments = (_PROCESS, self.viewers, VIEWER_LIVES_S)
        power, access_epoch = await self._redis.eval(_SIT, len(names), *names, *arguments)
        self._access_epoch = access_epoch if self._access_epoch is None else self._access_epoch
        if power == b"off" or access_epoch != self._access_epoch:
            self.close()
