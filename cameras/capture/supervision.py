"""Every few seconds, starts captures that are missing and ends those that should not be."""

import logging

from cameras import keys
from cameras.capture.crash_back_off import may_start
from cameras.capture.lease import leased_version
from cameras.capture.power import end_capture, end_removed, request_capture, start_capture
from cameras.live.desired import desired_of, mirror, redis_time_us
from cameras.models import Camera
from core.redis_client import redis_client

logger = logging.getLogger(__name__)

_NOT_AGAIN_FOR_MS = 2_000


def supervise() -> int:
    """Request every capture that is missing, end those that should not be; how many were missing.

    Does nothing where it was done a moment ago: messages about it may have piled up.
    """
    if not redis_client().set(keys.SUPERVISED, 1, nx=True, px=_NOT_AGAIN_FOR_MS):
        return 0
    read_at_us = redis_time_us()
    cameras = list(Camera.objects.only("pk", "is_on", "version").order_by("pk"))
    missing = {camera.pk for camera in cameras if _supervised(camera, read_at_us)}
    _forget_removed({camera.pk for camera in cameras})
    _tell_of(missing)
    return len(missing)


def _supervised(camera: Camera, read_at_us: int) -> bool:
    """Bring one camera to what its row says; whether its capture was missing."""
    is_newest = mirror(camera, read_at_us)
    version = leased_version(camera.pk)
    if not is_newest or (camera.is_on and version == camera.version):
        return False
    if version is not None:
        end_capture(camera.pk)
        if camera.is_on:
            logger.info("camera %s: its row has changed, it is captured anew", camera.pk)
            start_capture(camera.pk)
        return False
    is_missing = camera.is_on and may_start(camera.pk)
    if is_missing:
        request_capture(camera.pk)
    return is_missing


def _tell_of(missing: set[int]) -> None:
    """Log once which cameras have no capture; they may wait long for a worker with a place."""
    redis = redis_client()
    logged = {int(camera_id) for camera_id in redis.smembers(keys.WITHOUT_CAPTURE)}
    redis.srem(keys.WITHOUT_CAPTURE, 0, *logged - missing)
    if new := sorted(missing - logged):
        redis.sadd(keys.WITHOUT_CAPTURE, *new)
        names = ", ".join(str(camera_id) for camera_id in new)
        logger.warning(
            "without a capture, which is asked for and starts where there is a place: camera %s",
            names,
        )


def _forget_removed(camera_ids: set[int]) -> None:
    """End and forget cameras that were removed while Redis was away."""
    names = redis_client().scan_iter(match=keys.any_camera(), count=1000)
    found = {keys.camera_id_of(name) for name in names if not keys.is_of_removed(name)}
    for camera_id in found - camera_ids:
        if not Camera.objects.filter(pk=camera_id).exists():
            desired = desired_of(camera_id)
            end_removed(camera_id, desired.version if desired else 0)
