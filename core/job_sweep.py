"""Finds jobs that nobody works on, from their rows, and gets them going again.

Two sweeps at once do no harm: each row is changed by a conditional update, and a message too many
finds nothing to do.
"""

import logging

from redis.exceptions import RedisError

from core.clock import SharedNow
from core.job_queue import count_messages, send
from core.job_row import MESSAGE_EXPECTED, JobRow
from core.job_state import JobState

logger = logging.getLogger(__name__)

_BATCH = 500
_SHORT_QUEUE = 100


def sweep(kind: type[JobRow]) -> int:
    """Queue again what lost its worker or its message; returns how many jobs that were."""
    abandoned = [] if _next_message_takes_them(kind) else put_back_abandoned(kind)
    again = [*abandoned, *_without_message(kind)]
    if again:
        send(kind.task_name, again)
        logger.warning("queued again for %s: %s", kind.task_name, again)
    return len(again)


def _next_message_takes_them(kind: type[JobRow]) -> bool:
    """Whether abandoned jobs are better left: queued again they would wait behind all others."""
    try:
        return kind.abandoned_come_first and count_messages(kind.task_name) > 0
    except RedisError:
        return False


def put_back_abandoned(kind: type[JobRow]) -> list[int]:
    """Queue again, or give up, jobs whose worker was killed; returns the ids of the queued."""
    again: list[int] = []
    for job in kind.abandoned(_BATCH):
        if job.attempts >= kind.max_attempts:
            job.give_up()
        elif job.put_back_abandoned():
            again.append(job.pk)
    return again


def _without_message(kind: type[JobRow]) -> list[int]:
    """Queued jobs whose message seems lost, or which waited to be tried again.

    A long queue alone is no loss: while it holds a message for each queued job, those that were
    never begun are left alone. Those that were begun are tried again while the queue is short; in
    a long one they take their turn when it has become short.
    """
    queued = kind.unfinished().filter(state=JobState.QUEUED)
    due = queued.filter(due_at__lte=SharedNow())
    attempts = dict(due.order_by("due_at").values_list("pk", "attempts")[:_BATCH])
    if not attempts:
        return []
    try:
        messages = count_messages(kind.task_name)
    except RedisError:
        return []
    ids = list(attempts)
    if messages >= queued.count():
        ids = [pk for pk in ids if attempts[pk] and messages < _SHORT_QUEUE]
    is_first = due.filter(pk__in=ids).update(due_at=SharedNow() + MESSAGE_EXPECTED)
    return ids if is_first else []
