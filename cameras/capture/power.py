"""Switches cameras on and off, restarts and removes them."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from cameras import keys
from cameras.capture.forget import forget_camera, forget_capture
from cameras.capture.lease import drop_lease
from cameras.live.desired import mirror, mirror_removed
from cameras.models import Camera
from cameras.signals import camera_removing
from core.redis_client import redis_client

logger = logging.getLogger(__name__)

_REQUESTED_FOR_S = 5
_CAPTURE = "cameras.tasks.capture_camera"
_MAY_START_FOR_S = 10


def switch(camera: Camera, *, on: bool) -> None:
    """Write into the row whether a camera is on, and carry it out once that is committed."""
    Camera.objects.filter(pk=camera.pk).update(is_on=on)
    camera.is_on = on
    transaction.on_commit(lambda: apply_power(camera))


def apply_power(camera: Camera) -> None:
    """Start or end the capture of a camera; without Redis the supervisor does it later."""
    try:
        mirror(camera)
        if camera.is_on:
            start_capture(camera.pk)
        else:
            end_capture(camera.pk)
    except (RedisError, OperationalError) as error:
        logger.warning("camera %s is switched by the supervisor later: %s", camera.pk, error)


def restart(camera: Camera) -> None:
    """End the capture of a camera whose row has changed, forget its frames, and start another.

    Viewers' streams end, and they may ask again. Without Redis the supervisor does it later.
    """
    try:
        mirror(camera)
        end_capture(camera.pk)
    except RedisError as error:
        logger.warning("camera %s is restarted by the supervisor later: %s", camera.pk, error)
    apply_power(camera)


def remove(camera: Camera) -> None:
    """Delete a camera and its recordings; the streams of its viewers end within a second.

    The files of its recordings go in the next rounds of housekeeping.
    """
    camera_id, version = camera.pk, camera.version
    with transaction.atomic():
        list(Camera.objects.select_for_update().filter(pk=camera_id))  # no new recording from here
        camera_removing.send(Camera, camera=camera)
        camera.delete()
    try:
        end_removed(camera_id, version)
    except RedisError as error:
        logger.warning("camera %s is forgotten by the supervisor later: %s", camera_id, error)


def end_removed(camera_id: int, version: int) -> None:
    """End the capture of a camera that was removed, and forget the camera. Raises RedisError."""
    mirror_removed(camera_id, version)
    drop_lease(camera_id)
    forget_camera(camera_id)


def start_capture(camera_id: int) -> None:
    """Have a camera captured that is on; until that begins, it is said to be starting.

    Raises RedisError and kombu's OperationalError.
    """
    redis_client().set(keys.grace(camera_id), 1, ex=_MAY_START_FOR_S)
    request_capture(camera_id)


def end_capture(camera_id: int) -> None:
    """End the capture of a camera at its next beat, and forget its frames. Raises RedisError."""
    drop_lease(camera_id)
    forget_capture(camera_id)


def request_capture(camera_id: int) -> None:
    """Put a capture on the queue, unless that was done a moment ago.

    Raises RedisError and kombu's OperationalError.
    """
    name = keys.capture_requested(camera_id)
    if redis_client().set(name, 1, nx=True, ex=_REQUESTED_FOR_S):
        # Nothing by the clock, such as an expiry: the worker's may be wrong. One too many is idle.
        current_app.send_task(_CAPTURE, (camera_id,))
