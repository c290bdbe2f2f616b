"""The queue of pictures in Redis. It only wakes workers: the rows say what there is to do."""

import logging
from collections.abc import Iterable

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core.redis_client import redis_client

logger = logging.getLogger(__name__)

_QUEUE = "pictures"
_QUEUES = sorted({_QUEUE, *(route["queue"] for route in settings.CELERY_TASK_ROUTES.values())})
_TASK = "uploads.tasks.process_picture"


def enqueue(picture_ids: Iterable[int]) -> None:
    """Tell the workers of queued pictures. With the broker away, the sweeper does it later."""
    try:
        redis_client().ping()  # a hung broker is noticed here in a second, there in five
        with current_app.producer_or_acquire() as producer:
            for picture_id in picture_ids:
                current_app.send_task(_TASK, (picture_id,), producer=producer)
    except (OperationalError, RedisError) as error:
        logger.warning("the queue is away, pictures wait for the sweeper: %s", error)


def lengths() -> dict[str, int]:
    """How many messages wait for a worker, by queue. Raises RedisError."""
    with redis_client().pipeline(transaction=False) as pipeline:
        for name in _QUEUES:
            pipeline.llen(name)
        return dict(zip(_QUEUES, pipeline.execute(), strict=True))


def known_jobs() -> int:
    """How many pictures' messages the broker holds: waiting ones and those handed to a worker."""
    redis = redis_client()
    handed_out = redis.hvals("unacked")  # of every queue, and as few as workers take at once
    return int(redis.llen(_QUEUE)) + sum(_TASK.encode() in message for message in handed_out)
