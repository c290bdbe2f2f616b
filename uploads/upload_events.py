"""Wakes those who wait for an upload: workers announce each picture's end through Redis."""

import logging
import time
from collections.abc import Callable
from threading import BoundedSemaphore

from django.db import connection
from redis.exceptions import RedisError

from core.redis_client import redis_client

logger = logging.getLogger(__name__)

MAX_WAITERS = 100
"""Those beyond it are answered at once; each waiter holds a thread and a Redis connection."""

_places = BoundedSemaphore(MAX_WAITERS)


def publish_change(upload_id: int) -> None:
    """Say that a picture of this upload has ended. Who misses it sees it in the row."""
    try:
        redis_client().publish(_channel(upload_id), b"")
    except RedisError as error:
        logger.warning("could not announce upload %s: %s", upload_id, error)


def wait_until(is_settled: Callable[[], bool], upload_id: int, timeout_s: float) -> None:
    """Return when `is_settled` says so, after the time-out, or at once where nobody can wait.

    `is_settled` is asked after subscribing and after each announcement, never in between.
    """
    if timeout_s <= 0 or not _places.acquire(blocking=False):
        return
    try:
        _wait(is_settled, upload_id, time.monotonic() + timeout_s)
    except RedisError as error:
        logger.warning("could not wait for upload %s: %s", upload_id, error)
    finally:
        _places.release()


def _wait(is_settled: Callable[[], bool], upload_id: int, deadline: float) -> None:
    subscription = redis_client().pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
    with subscription as announcements:
        announcements.subscribe(_channel(upload_id))
        while not is_settled():
            connection.close()  # up to 25 s of waiting need no database
            while announcements.get_message(timeout=_left(deadline)) is None:
                if _left(deadline) <= 0:
                    return


def _left(deadline: float) -> float:
    return max(0.0, deadline - time.monotonic())


def _channel(upload_id: int) -> str:
    return f"upload:{upload_id}"
