"""Takes leases in tests, lets them expire, and reads what their owners published."""

from cameras import keys
from cameras.capture.lease import (
    take_lease,
)
from core.redis_client import redis_client


def take(camera_id=1, holder="worker", places=9, camera_ids=()):
    return take_lease(camera_id, holder, places, camera_ids)


def expire(camera_id=1):
    """As time would."""
    redis_client().delete(keys.lease(camera_id))


def frames(camera_id=1):
    return [fields[b"jpeg"] for _id, fields in redis_client().xrange(keys.frames(camera_id))]
