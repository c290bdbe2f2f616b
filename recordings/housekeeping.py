"""What is done regularly, and by `manage.py purge`: what is over or expired is removed."""

import logging
import time

from cameras.models import PendingRecording
from core.clock import SharedNow
from recordings.removal import remove_time_lapse
from recordings.retention import apply_retention
from recordings.share_link import ShareLink
from recordings.time_lapse import TimeLapse
from uploads.orphan_removal import delete_due_orphans

logger = logging.getLogger(__name__)

_TIME_LAPSES_A_ROUND = 20
ROUND_S = 25.0
"""Well below a task's time limit: a bucket may take a tenth of a second for each file."""


def clean_up(within_s: float = ROUND_S) -> int:
    """Remove recordings that are over, links and time-lapses that expired, and files without a row.

    Ends when nothing is left to do or the time is up. Returns how many recordings went.
    """
    ends_at = time.monotonic() + within_s
    ShareLink.objects.filter(expires_at__lte=SharedNow()).delete()
    for time_lapse in TimeLapse.objects.filter(expires_at__lte=SharedNow())[:_TIME_LAPSES_A_ROUND]:
        remove_time_lapse(time_lapse)
    PendingRecording.objects.forgettable().delete()
    removed = 0
    while time.monotonic() < ends_at and (gone := apply_retention(max_batches=1)):
        removed += gone
    delete_due_orphans(ends_at - time.monotonic())
    if removed:
        logger.info("%d recordings were removed", removed)
    return removed
