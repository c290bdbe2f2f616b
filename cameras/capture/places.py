"""Keeps the places of camera processes for cameras that deliver: the others give theirs up."""

from contextlib import suppress

from redis.exceptions import RedisError

from cameras import keys
from cameras.models import Camera
from core.redis_client import redis_client

_WANTED_FOR_S = 10
"""Longer than the supervisor takes to ask again for a camera that was refused a place."""
_FIRST_PAUSE_S = 8
"""Longer than that too, so that the camera that waits is the next to be asked for."""
_MAX_PAUSE_S = 60
_COUNTS_FOR_S = 180


def want_place() -> None:
    """Note that a camera was refused a place. Raises RedisError."""
    redis_client().set(keys.PLACE_WANTED, 1, ex=_WANTED_FOR_S)


def is_place_wanted() -> bool:
    """Whether a camera waits for a place; no while Redis is away."""
    with suppress(RedisError):
        return bool(redis_client().exists(keys.PLACE_WANTED))
    return False


def pause_without_place(camera_id: int) -> int:
    """Have a camera that gave its place up wait outside; returns for how long, in seconds.

    8, 16, 32, 60 s, as often as it does so. Raises RedisError.
    """
    redis = redis_client()
    name = keys.places_given_up(camera_id)
    times = int(redis.incr(name))
    redis.expire(name, _COUNTS_FOR_S)
    pause_s = min(_FIRST_PAUSE_S << min(times - 1, 3), _MAX_PAUSE_S)
    redis.set(keys.start_pause(camera_id), 1, ex=pause_s)
    return pause_s


def taken_places() -> int | None:
    """How many cameras are captured now, by all camera processes; None while Redis is away."""
    camera_ids = Camera.objects.filter(is_on=True).values_list("pk", flat=True)
    names = [keys.lease(camera_id) for camera_id in camera_ids]
    with suppress(RedisError):
        return int(redis_client().exists(*names)) if names else 0
    return None
