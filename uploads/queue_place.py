"""How long an upload's pictures have still to wait, as far as can be said."""

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Sum

from uploads.models import Picture

_SECONDS_PER_COST = 0.05
"""What a megapixel takes a worker's child for each step: 0.02 to 0.06 where it was measured."""


@dataclass(frozen=True)
class Queue:
    """The pictures of others that come before, and about how many minutes they take."""

    pictures: int
    minutes: int


def queue_before(pictures: Sequence[Picture]) -> Queue | None:
    """What waits before the first of an upload's pictures; None where its turn has come."""
    still = [picture for picture in pictures if not picture.is_clip]
    queued = [picture.turn for picture in still if picture.state == Picture.State.QUEUED]
    if len(queued) < len(still):
        return None
    waiting = Picture.unfinished().filter(state=Picture.State.QUEUED)
    earlier = waiting.filter(turn__lt=min(queued, default=0))
    found = earlier.aggregate(pictures=Count("pk"), cost=Sum("cost"))
    if not found["pictures"]:
        return None
    children = settings.CELERY_WORKER_CONCURRENCY or os.cpu_count() or 1
    seconds = found["cost"] * _SECONDS_PER_COST / children
    return Queue(found["pictures"], math.ceil(seconds / 60))
