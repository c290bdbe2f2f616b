"""What is done every minute, and by `manage.py purge`: whatever is over, expired or stray goes."""

import logging
import time

from django.utils import timezone

from recordings.removal import delete_due_orphans, remove_film
from recordings.retention import apply_retention
from recordings.share_link import ShareLink
from recordings.time_lapse import TimeLapse

logger = logging.getLogger(__name__)

_FILMS_A_ROUND = 20
ROUND_S = 25.0
"""Well below a task's time limit: a bucket may take a tenth of a second for each file."""


def clean_up(within_s: float = ROUND_S) -> int:
    """Remove recordings that are over, links and films that expired, and stray files.

    Ends when nothing is left to do or the time is up. Returns how many recordings went.
    """
    ends_at = time.monotonic() + within_s
    ShareLink.objects.filter(expires_at__lte=timezone.now()).delete()
    for film in TimeLapse.objects.filter(expires_at__lte=timezone.now())[:_FILMS_A_ROUND]:
        remove_film(film)
    removed = 0
    while time.monotonic() < ends_at:
        went = apply_retention(max_batches=1)
        removed += went
        if not delete_due_orphans() and not went:
            break
    if removed:
        logger.info("%d recordings were removed", removed)
    return removed
