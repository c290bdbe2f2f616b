"""Finds the pictures that nobody works on any more, from their rows, and gets them going again."""

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from redis.exceptions import RedisError

from uploads.models import Picture
from uploads.queue import enqueue, known_jobs
from uploads.upload_events import publish_change

logger = logging.getLogger(__name__)

FORGOTTEN_AFTER = timedelta(seconds=30)
MARGIN = timedelta(seconds=30)
"""Beyond the hard time limit, after which no worker can still be at it."""

_BATCH = 10_000


def sweep() -> int:
    """Re-enqueue what was forgotten; returns how many pictures that were."""
    forgotten = [*_put_back_stuck(), *_lost_by_the_queue()]
    enqueue(forgotten)
    if forgotten:
        logger.warning("%d forgotten pictures were queued again", len(forgotten))
    return len(forgotten)


def _put_back_stuck() -> list[int]:
    """Queue again, or give up on, those whose worker was killed in the middle."""
    longest = timedelta(seconds=settings.PICTURE_TIME_LIMIT_S) + MARGIN
    again: list[int] = []
    for picture in Picture.objects.stuck(longest)[:_BATCH]:
        if picture.attempts >= settings.MAX_ATTEMPTS_PER_PICTURE:
            if picture.fail("processing_failed"):
                publish_change(picture.upload_id)
        elif picture.put_back():
            again.append(picture.pk)
    return again


def _lost_by_the_queue() -> list[int]:
    """Those queued for a while, if the broker holds fewer messages than rows need one.

    A running picture needs its message still: it is acknowledged at the end.

    A long queue alone is no loss. Some of them may be queued still; a second message does no
    harm, and after it the queue holds enough, so that the next round leaves it alone.
    """
    unfinished = [Picture.State.QUEUED, Picture.State.RUNNING]
    waiting = Picture.objects.filter(state__in=unfinished).count()
    try:
        if waiting == 0 or known_jobs() >= waiting:
            return []
    except RedisError:
        return []
    lost = Picture.objects.forgotten(FORGOTTEN_AFTER).order_by("queued_at")[:_BATCH]
    ids = list(lost.values_list("pk", flat=True))
    Picture.objects.filter(pk__in=ids, state=Picture.State.QUEUED).update(queued_at=timezone.now())
    return ids
