"""The inbox of a camera in Redis: pushed pictures on their way from web to capture process."""

from contextlib import suppress
from typing import Any, cast

from redis.exceptions import RedisError

from cameras import keys
from core.redis_client import StreamEntry, redis_client

LENGTH = 4
LATELY_S = 10.0
_TTL_S = 60


def push(camera_id: int, content: bytes, taken_at: float) -> None:
    """Put a pushed picture where the capture process looks; older ones make way."""
    redis = redis_client()
    fields: dict[Any, Any] = {"jpeg": content, "at": f"{taken_at:.6f}"}
    redis.xadd(keys.inbox(camera_id), fields, maxlen=LENGTH, approximate=False)
    redis.expire(keys.inbox(camera_id), _TTL_S)


def newest(camera_id: int) -> StreamEntry | None:
    """The last entry if it came within LATELY_S; None while Redis is away, as a capture notices."""
    with suppress(RedisError):
        redis = redis_client()
        entries = cast("list[StreamEntry]", redis.xrevrange(keys.inbox(camera_id), count=1))
        if entries and _age_s(entries[0][0], redis.time()) < LATELY_S:
            return entries[0]
    return None


def _age_s(entry_id: bytes, now: tuple[int, int]) -> float:
    """How long ago Redis took an entry in, by its own clock."""
    return now[0] + now[1] / 1e6 - int(entry_id.partition(b"-")[0]) / 1000
