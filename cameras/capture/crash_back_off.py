"""Counts the starts of each capture, so that one that keeps dying is started ever less often."""

from core.redis_client import redis_client

MAX_BACK_OFF_S = 60
_STARTS_COUNT_FOR_S = 120
_FREE_STARTS = 2


def note_start(camera_id: int) -> int:
    """Count a start; how many there were in a row that ended badly, this one included.

    A camera whose capture keeps dying is started ever less often: its decoder would otherwise be
    fed the same bytes every few seconds, and crash on them.
    """
    redis = redis_client()
    starts = int(redis.incr(_starts(camera_id)))
    redis.expire(_starts(camera_id), _STARTS_COUNT_FOR_S)
    if starts > _FREE_STARTS:
        redis.set(_pause(camera_id), 1, ex=min(2 ** (starts - _FREE_STARTS), MAX_BACK_OFF_S))
    return starts


def note_end(camera_id: int) -> None:
    """A capture ended as it should: the next start is not held against it."""
    redis_client().delete(_starts(camera_id), _pause(camera_id))


def may_start(camera_id: int) -> bool:
    """Whether it is time to start a capture again."""
    return not redis_client().exists(_pause(camera_id))


def _starts(camera_id: int) -> str:
    return f"camera:{camera_id}:starts"


def _pause(camera_id: int) -> str:
    return f"camera:{camera_id}:pause"
