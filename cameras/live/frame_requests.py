"""Requests that wait for a camera's next picture: a bounded number, each in one blocking read."""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.db import connection

from cameras import keys
from cameras.live.frame_buffer import EncodedFrame, frame_of, newest_entry
from core.redis_client import StreamEntry, XreadReply, redis_client

MAX_WAITING = 32
"""Requests in one web process; each keeps a thread and a connection to Redis busy."""
_BLOCK_MS = 500
"""Shorter than the time-out of a connection to Redis."""
_STILL_TTL_S = 10
_BEGINNING = b"0"
_slots = threading.BoundedSemaphore(MAX_WAITING)


class TooManyWaiting(Exception):
    """So many requests wait in this process that another one is refused."""


def fresh_frame(
    camera_id: int, version: int, timeout_s: float, max_age_s: float = 1.0
) -> EncodedFrame | None:
    """A frame published at most `max_age_s` ago; where there is none, the next one in time.

    Nobody else needs to watch: asking makes the capture publish. A camera whose own pace is
    slower than the time-out gives its newest frame; one that is offline, None at once; frames of
    another version do not count. Judged by Redis' clock alone: web and camera process may be on
    different machines. Raises TooManyWaiting, RedisError.
    """
    seconds, microseconds = redis_client().time()
    since_ms = (seconds - max_age_s) * 1000 + microseconds // 1000
    entry = newest_entry(camera_id)
    if not _is_answer(entry, version, since_ms):
        redis_client().set(keys.frame_requested(camera_id), 1, px=int(timeout_s * 1000) + 1)
        deadline = time.monotonic() + timeout_s
        with _waiting_slot():
            while not _is_answer(entry, version, since_ms) and time.monotonic() < deadline:
                entry = _next(keys.frames(camera_id), entry, deadline) or entry
    frame = frame_of(entry[1]) if entry else None
    if entry is None or frame is None or frame.is_grey or frame.version != version:
        return None
    is_captured = _is_since(entry, since_ms) or redis_client().exists(keys.lease(camera_id))
    return frame if is_captured else None


def ask_for_still(camera_id: int, version: int, timeout_s: float) -> EncodedFrame | None:
    """A picture at the camera's full size, taken now; None where none came in time.

    An answer of another version is thrown away, and asked for again. Raises TooManyWaiting,
    RedisError.
    """
    redis = redis_client()
    deadline = time.monotonic() + timeout_s
    request = keys.still(camera_id, secrets.token_hex(8))
    with _waiting_slot():
        while time.monotonic() < deadline:
            redis.rpush(keys.stills(camera_id), request)
            redis.expire(keys.stills(camera_id), int(timeout_s) + 1)
            entry = _first(request, deadline)
            redis.lrem(keys.stills(camera_id), 1, request)
            redis.delete(request)
            if entry is not None and (frame := frame_of(entry[1])).version == version:
                return frame
    return None


def answer_stills(camera_id: int, frame: EncodedFrame) -> None:
    """Give a picture to every request that waits for one. Raises RedisError."""
    redis = redis_client()
    fields = {"jpeg": frame.jpeg, "at": f"{frame.taken_at:.6f}", "version": frame.version}
    while request := cast("bytes | None", redis.lpop(keys.stills(camera_id))):
        redis.xadd(request, fields)  # type: ignore[arg-type]
        redis.expire(request, _STILL_TTL_S)


def _is_answer(entry: StreamEntry | None, version: int, since_ms: float) -> bool:
    """Whether a frame of this version was published since then, or says that none will be."""
    if entry is None:
        return False
    frame = frame_of(entry[1])
    return frame.version == version and (frame.is_grey or _is_since(entry, since_ms))


def _is_since(entry: StreamEntry, since_ms: float) -> bool:
    return int(entry[0].partition(b"-")[0]) >= since_ms


def _first(stream: str, deadline: float) -> StreamEntry | None:
    """The first entry of a stream, once it is there; None where it comes too late."""
    entry = None
    while entry is None and time.monotonic() < deadline:
        entry = _next(stream, None, deadline)
    return entry


def _next(stream: str, after: StreamEntry | None, deadline: float) -> StreamEntry | None:
    """The newest entry after one, as soon as there is any; None after half a second."""
    left_ms = int(1000 * (deadline - time.monotonic()))
    block_ms = max(1, min(_BLOCK_MS, left_ms))  # 0 would be for ever
    position = {stream: after[0] if after else _BEGINNING}
    answer = cast("XreadReply", redis_client().xread(position, block=block_ms))  # type: ignore[arg-type]
    return answer[0][1][-1] if answer else None


@contextmanager
def _waiting_slot() -> Iterator[None]:
    """Take one of MAX_WAITING slots, and close the database connection meanwhile.

    Raises TooManyWaiting.
    """
    if not _slots.acquire(blocking=False):
        raise TooManyWaiting
    try:
        if not connection.in_atomic_block:
            connection.close()
        yield
    finally:
        _slots.release()
