"""Looks after all cameras every few seconds: starts what should run, ends what should not."""

import logging

from cameras import keys
from cameras.capture.crash_back_off import may_start
from cameras.capture.lease import drop_lease
from cameras.capture.power import end_capture, mirror_power, request_capture
from cameras.models import Camera
from core.redis_client import redis_client

logger = logging.getLogger(__name__)

_LATELY = "cameras:supervised"
_NOT_AGAIN_FOR_MS = 2_000


def supervise() -> int:
    """Ask for every capture that is missing, end those that should not be; how many were missing.

    Does nothing where it was done a moment ago: messages about it may have piled up.
    """
    if not redis_client().set(_LATELY, 1, nx=True, px=_NOT_AGAIN_FOR_MS):
        return 0
    cameras = list(Camera.objects.only("pk", "is_on").order_by("pk"))
    missing = sum(_supervised(camera) for camera in cameras)
    _end_orphans({camera.pk for camera in cameras})
    if missing:
        logger.warning("%d cameras were without a capture and are started", missing)
    return missing


def _supervised(camera: Camera) -> bool:
    """Bring one camera to what its row says; whether its capture was missing."""
    mirror_power(camera)
    is_captured = bool(redis_client().exists(keys.lease(camera.pk)))
    if is_captured and not camera.is_on:
        drop_lease(camera.pk)
    is_missing = camera.is_on and not is_captured and may_start(camera.pk)
    if is_missing:
        request_capture(camera.pk)
    return is_missing


def _end_orphans(camera_ids: set[int]) -> None:
    """End the captures of cameras that were removed while Redis was away."""
    for name in redis_client().scan_iter(match=keys.lease_pattern(), count=1000):
        camera_id = int(name.split(b":")[1])
        if camera_id not in camera_ids and not Camera.objects.filter(pk=camera_id).exists():
            end_capture(camera_id)
