"""The queues of jobs in Redis. A message only wakes a worker: the rows say what there is to do."""

import logging
from collections.abc import Iterable, Sequence

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core.redis_client import redis_client

logger = logging.getLogger(__name__)

_QUEUES = sorted(
    {
        settings.CELERY_TASK_DEFAULT_QUEUE,
        *(route["queue"] for route in settings.CELERY_TASK_ROUTES.values()),
    }
)


def send(task: str, job_ids: Iterable[int]) -> None:
    """Send a message for each job. With the broker away, the sweep does it later."""
    _send(task, [(job_id,) for job_id in job_ids])


def wake(task: str, times: int = 1) -> None:
    """Send messages that name no job: whoever takes one asks the rows for the next."""
    _send(task, [()] * times)


def _send(task: str, messages: Sequence[tuple[int, ...]]) -> None:
    try:
        redis_client().ping()  # a hung broker is noticed here in a second, there in five
        with current_app.producer_or_acquire() as producer:
            for arguments in messages:
                current_app.send_task(task, arguments, producer=producer)
    except (OperationalError, RedisError) as error:
        logger.warning("the queue is away, jobs wait for the sweep: %s", error)


def lengths() -> dict[str, int]:
    """How many messages wait for a worker, by queue. Raises RedisError."""
    with redis_client().pipeline(transaction=False) as pipeline:
        for name in _QUEUES:
            pipeline.llen(name)
        return dict(zip(_QUEUES, pipeline.execute(), strict=True))


def count_messages(task: str) -> int:
    """How many messages for a task wait in its queue, which it has for itself. Raises RedisError.

    Those that were handed to a worker are not counted: the worker may be dead.
    """
    return int(redis_client().llen(queue_of(task)))


def queue_of(task: str) -> str:
    """The queue to which a task's messages go."""
    route = settings.CELERY_TASK_ROUTES.get(task, {"queue": settings.CELERY_TASK_DEFAULT_QUEUE})
    return str(route["queue"])
