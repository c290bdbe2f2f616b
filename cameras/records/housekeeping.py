"""What is done every minute, and by `manage.py purge`: whatever is over, expired or stray goes."""

import logging
import time

from django.utils import timezone

from cameras.records.removal import clear_due_strays, remove_film
from cameras.records.retention import retain
from cameras.records.share import Share
from cameras.records.time_lapse import TimeLapse

logger = logging.getLogger(__name__)

_FILMS_A_ROUND = 20
ROUND_S = 25.0
"""Well below a task's time limit: a bucket may take a tenth of a second for each file."""


def keep_house(within_s: float = ROUND_S) -> int:
    """Remove records that are over, links and films that expired, and stray files.

    Ends when nothing is left to do or the time is up. Returns how many records went.
    """
    ends_at = time.monotonic() + within_s
    Share.objects.filter(expires_at__lte=timezone.now()).delete()
    for film in TimeLapse.objects.filter(expires_at__lte=timezone.now())[:_FILMS_A_ROUND]:
        remove_film(film)
    removed = 0
    while time.monotonic() < ends_at:
        went = retain(max_batches=1)
        removed += went
        if not clear_due_strays() and not went:
            break
    if removed:
        logger.info("%d records were removed", removed)
    return removed
