"""Counts how often a camera's capture crashed in a row, and spaces its next starts out."""

from cameras import keys
from core.redis_client import redis_client

MAX_BACK_OFF_S = 60
_STARTS_COUNT_FOR_S = 120
_FREE_STARTS = 2


def note_start(camera_id: int) -> int:
    """Count a start; returns the number of starts since a capture last ended in order.

    From the third on, the next start has to wait 2, 4, 8 ... 60 s: the bytes that made a decoder
    crash are probably sent again.
    """
    redis = redis_client()
    name = keys.starts(camera_id)
    starts = int(redis.incr(name))
    redis.expire(name, _STARTS_COUNT_FOR_S)
    if starts > _FREE_STARTS:
        pause_s = min(2 ** (starts - _FREE_STARTS), MAX_BACK_OFF_S)
        redis.set(keys.start_pause(camera_id), 1, ex=pause_s)
    return starts


def note_end(camera_id: int) -> None:
    """A capture ended in order: counting begins anew, and the next start need not wait."""
    redis_client().delete(keys.starts(camera_id), keys.start_pause(camera_id))


def may_start(camera_id: int) -> bool:
    """Whether a capture may be started now."""
    return not redis_client().exists(keys.start_pause(camera_id))
