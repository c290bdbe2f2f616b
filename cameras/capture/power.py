"""Switches cameras on and off, and takes care that everybody who must know it does."""

import logging
import secrets

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from cameras import keys
from cameras.capture.lease import drop_lease
from cameras.live.frame_buffer import forget
from cameras.models import Camera
from cameras.signals import camera_removing
from core.redis_client import redis_client

logger = logging.getLogger(__name__)

_ASKED_FOR_S = 5
_CAPTURE = "cameras.tasks.capture_camera"
_GONE_FOR_S = 60
_MAY_START_FOR_S = 10


def switch(camera: Camera, *, on: bool) -> None:
    """Record the wish and carry it out. Switching to what it already is does no harm."""
    Camera.objects.filter(pk=camera.pk).update(is_on=on)
    camera.is_on = on
    transaction.on_commit(lambda: apply_power(camera))


def apply_power(camera: Camera) -> None:
    """Tell Redis and the workers what the row says; without Redis the supervisor does it later."""
    try:
        mirror_power(camera)
        if camera.is_on:
            redis_client().set(keys.grace(camera.pk), 1, ex=_MAY_START_FOR_S)
            request_capture(camera.pk)
        else:
            drop_lease(camera.pk)
            forget(camera.pk)
    except (RedisError, OperationalError) as error:
        logger.warning("camera %s is switched by the supervisor later: %s", camera.pk, error)


def restart(camera: Camera) -> None:
    """Have a changed camera captured anew; frames made with other settings are gone.

    They might show what is to be hidden from now on. Viewers are sent away and may ask again.
    """
    try:
        drop_lease(camera.pk)
        forget(camera.pk)
        redis_client().set(keys.access_epoch(camera.pk), secrets.token_hex(8))
    except RedisError as error:
        logger.warning("camera %s could not be restarted: %s", camera.pk, error)
    apply_power(camera)


def remove(camera: Camera) -> None:
    """Delete a camera and its recordings; its viewers are sent away within a second.

    The files of its recordings go in the next rounds of housekeeping.
    """
    camera_id = camera.pk
    with transaction.atomic():
        list(Camera.objects.select_for_update().filter(pk=camera_id))  # no new recording from here
        camera_removing.send(Camera, camera=camera)
        camera.delete()
    try:
        redis_client().set(keys.power(camera_id), "off", ex=_GONE_FOR_S)
        end_capture(camera_id)
    except RedisError as error:
        logger.warning("camera %s left something in Redis, which expires: %s", camera_id, error)


def end_capture(camera_id: int) -> None:
    """Fence out whoever captures a camera that is no more, and forget what it showed."""
    drop_lease(camera_id)
    redis_client().expire(keys.fence(camera_id), _GONE_FOR_S)
    forget(camera_id)


def mirror_power(camera: Camera) -> None:
    """Mirror the row's wish for the live view, which may not ask the database."""
    redis_client().set(keys.power(camera.pk), "on" if camera.is_on else "off")


def request_capture(camera_id: int) -> None:
    """Put a capture on the queue, unless that was done a moment ago."""
    if redis_client().set(keys.capture_requested(camera_id), 1, nx=True, ex=_ASKED_FOR_S):
        # Nothing by the clock, such as an expiry: the worker's may be wrong. One too many is idle.
        current_app.send_task(_CAPTURE, (camera_id,))
