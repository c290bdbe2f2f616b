"""The jobs of time-lapses: what waits is put on the queue, what was killed is got going again."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from recordings.time_lapse import MAX_ATTEMPTS, TimeLapse

logger = logging.getLogger(__name__)

_TASK = "recordings.tasks.make_time_lapse"


def enqueue_next() -> None:
    """Put the films that wait on the queue; without a broker the next round does it."""
    waiting = TimeLapse.objects.filter(state=TimeLapse.State.QUEUED).order_by("created_at", "id")
    try:
        for lapse_id in waiting.values_list("pk", flat=True)[:1]:
            current_app.send_task(_TASK, (lapse_id,))
    except (OperationalError, RedisError) as error:
        logger.warning("the queue is away, a time-lapse waits: %s", error)


def recover_time_lapses() -> None:
    """Give the films of killed workers to others, or give them up, and start what waits."""
    for lapse in TimeLapse.objects.stuck():
        if lapse.attempts >= MAX_ATTEMPTS:
            lapse.fail("processing_failed")
        else:
            lapse.put_back()
    if not TimeLapse.objects.at_work().exists():
        enqueue_next()
