"""Reads a camera's frames from Redis for one channel.

All of it runs in the event loop and touches Redis only.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable
from typing import TypeVar, cast

from django.conf import settings
from redis.asyncio import Redis
from redis.exceptions import RedisError

from cameras import keys
from cameras.live.channel import Channel
from cameras.live.desired import parse
from cameras.live.frame_buffer import VIEWER_TTL_S, frame_of
from cameras.live.stream_part import message_of
from core.redis_client import StreamEntry, XreadReply

logger = logging.getLogger(__name__)

_T = TypeVar("_T")

_SETTLE_S = 0.2
_LATE = 1.5
"""A browser paints a frame when the next one begins, so the last one is sent again once the next is
late: after 1.5 times what lay between the last two, and 0.2 s at least."""
_KEEP_ALIVE_S = 1.0
_PAUSE_WITHOUT_REDIS_S = 1.0
_LATE_SHARE = 0.95
"""Of REDIS_TIMEOUT_S, after which web processes give Redis up; reads block for less."""

_BEGINNING = b"0"
_PROCESS = secrets.token_hex(6)

_REPORT_VIEWERS = """
-- Sets the number of viewers in this process; it counts for ARGV[3] seconds by Redis' clock.
-- Returns what is mirrored of the row, and Redis' time in seconds and microseconds.
local now = redis.call('TIME')
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ':' .. tonumber(now[1]) + ARGV[3])
redis.call('EXPIRE', KEYS[1], 60)
return {redis.call('GET', KEYS[2]) or '', now[1], now[2]}
"""


class FrameReader:
    """Feeds a channel the frames of its version, and closes it once they may not be shown."""

    def __init__(self, channel: Channel, redis: "Redis") -> None:
        self._channel = channel
        self._redis = redis
        self._last = _BEGINNING
        self._interval_s = 0.0
        self._reported_at = 0.0

    async def read(self) -> None:
        """Follow the camera's stream until nobody watches or nothing may be shown any more."""
        while not self._channel.is_closed:
            try:
                await self._report_viewers()
                await self._follow()
            except (RedisError, OSError) as error:
                logger.warning(
                    "camera %s: viewers wait for Redis: %s", self._channel.camera_id, error
                )
                self._lose_confirmation()
                await asyncio.sleep(_PAUSE_WITHOUT_REDIS_S)
            if self._channel.confirmation.is_overdue():
                self._channel.close()

    async def _report_viewers(self) -> None:
        """Once a second: write the number of viewers, and read whether they may still watch."""
        if time.monotonic() - self._reported_at < _KEEP_ALIVE_S:
            return
        channel = self._channel
        names = [name(channel.camera_id) for name in (keys.viewers, keys.desired)]
        arguments = (_PROCESS, channel.viewers, VIEWER_TTL_S)
        asked = self._redis.eval(_REPORT_VIEWERS, len(names), *names, *arguments)
        value, seconds, microseconds = await self._in_time(asked)
        self._reported_at = time.monotonic()
        desired = parse(value)
        if desired is not None and desired.ends(channel.version):
            channel.close()
        channel.confirmation.update(desired, int(seconds) * 1_000_000 + int(microseconds))
        channel.wake()

    async def _follow(self) -> None:
        """Show what comes in the next second, or the last frame again."""
        if self._last == _BEGINNING:
            stream = keys.frames(self._channel.camera_id)
            newest = self._redis.xrevrange(stream, count=1)
            found = cast("list[StreamEntry]", await self._in_time(newest))
        else:
            found = await self._next()
        if found:
            position, fields = found[-1]
            self._keep_pace(position, len(found))
            self._take(fields)
        else:
            self._channel.repeat()
            await asyncio.sleep(_SETTLE_S if self._last == _BEGINNING else 0)

    def _keep_pace(self, position: bytes, frames: int) -> None:
        """Go on after this position; Redis' clock (ms) in it and in the last tells the pace."""
        if self._last != _BEGINNING:
            passed_ms = int(position.split(b"-")[0]) - int(self._last.split(b"-")[0])
            self._interval_s = passed_ms / 1000 / frames
        self._last = position

    async def _next(self) -> list[StreamEntry]:
        """What comes within a second; if it is late, the last frame is shown once more."""
        settle_s = min(max(_SETTLE_S, _LATE * self._interval_s), _KEEP_ALIVE_S)
        found = await self._within(settle_s)
        if found or settle_s == _KEEP_ALIVE_S:
            return found
        self._channel.repeat()
        return await self._within(_KEEP_ALIVE_S - settle_s)

    async def _within(self, wait_s: float) -> list[StreamEntry]:
        """What comes in that time, 1 ms at least: Redis takes 0 for ever."""
        position = {keys.frames(self._channel.camera_id): self._last}
        block_ms = max(1, int(wait_s * 1000))
        reading = self._redis.xread(position, block=block_ms)  # type: ignore[arg-type]
        answer = cast("XreadReply", await self._in_time(reading))
        return answer[0][1] if answer else []

    def _take(self, fields: dict[bytes, bytes]) -> None:
        """Show a frame of the channel's version; one of a later version closes the channel."""
        frame = frame_of(fields)
        if frame.version == self._channel.version:
            self._channel.show(message_of(frame))
        elif frame.version > self._channel.version:
            self._channel.close()

    async def _in_time(self, asked: Awaitable[_T]) -> _T:
        """Await an answer of Redis. A slow one means that others may have seen Redis as away."""
        began = time.monotonic()
        answer = await asked
        if time.monotonic() - began > settings.REDIS_TIMEOUT_S * _LATE_SHARE:
            self._lose_confirmation()
        return answer

    def _lose_confirmation(self) -> None:
        self._channel.confirmation.lose()
        self._reported_at = 0.0
