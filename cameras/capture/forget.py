"""Removes what Redis holds of a camera: of one capture, or all of it."""

from cameras import keys
from core.redis_client import redis_client

_OF_REMOVED_FOR_S = 60


def forget_capture(camera_id: int) -> None:
    """Remove what a capture has shown and was asked for. Raises RedisError."""
    redis_client().delete(*(name(camera_id) for name in keys.OF_CAPTURE))


def forget_camera(camera_id: int) -> None:
    """Remove every key of a removed camera; those of OF_REMOVED within a minute.

    Raises RedisError.
    """
    redis = redis_client()
    redis.delete(*(name(camera_id) for name in keys.OF_CAMERA))
    for pattern in keys.of_requests(camera_id):
        for name in redis.scan_iter(match=pattern, count=1000):
            redis.delete(name)
    for of_removed in keys.OF_REMOVED:
        redis.expire(of_removed(camera_id), _OF_REMOVED_FOR_S)
