"""Looks after all cameras every few seconds: starts what should run, ends what should not."""

import logging

from cameras import keys
from cameras.buffer import drop_lease
from cameras.models import Camera
from cameras.power import ask_for_capture, tell_power
from gazokako.redis_client import redis_client

logger = logging.getLogger(__name__)

MAX_BACK_OFF_S = 60
_STARTS_COUNT_FOR_S = 120
_FREE_STARTS = 2


def supervise() -> int:
    """Ask for every capture that is missing; returns how many these were."""
    missing = 0
    for camera in Camera.objects.only("pk", "is_on").order_by("pk"):
        tell_power(camera)
        is_captured = bool(redis_client().exists(keys.lease(camera.pk)))
        if camera.is_on and not is_captured and _may_start(camera.pk):
            missing += 1
            ask_for_capture(camera.pk)
        elif is_captured and not camera.is_on:
            drop_lease(camera.pk)
    if missing:
        logger.warning("%d cameras were without a capture and are started", missing)
    return missing


def note_start(camera_id: int) -> None:
    """Count a start. A camera whose capture keeps dying is started ever less often.

    Its decoder would otherwise be fed the same bytes every few seconds, and crash on them.
    """
    redis = redis_client()
    starts = redis.incr(_starts(camera_id))
    redis.expire(_starts(camera_id), _STARTS_COUNT_FOR_S)
    if starts > _FREE_STARTS:
        redis.set(_pause(camera_id), 1, ex=min(2 ** (starts - _FREE_STARTS), MAX_BACK_OFF_S))


def note_end(camera_id: int) -> None:
    """A capture ended as it should: the next start is not held against it."""
    redis_client().delete(_starts(camera_id), _pause(camera_id))


def _may_start(camera_id: int) -> bool:
    return not redis_client().exists(_pause(camera_id))


def _starts(camera_id: int) -> str:
    return f"camera:{camera_id}:starts"


def _pause(camera_id: int) -> str:
    return f"camera:{camera_id}:pause"
