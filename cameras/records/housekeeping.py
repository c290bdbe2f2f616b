"""What is done every minute, and by `manage.py purge`: whatever is over, expired or stray goes."""

import logging

from django.utils import timezone

from cameras.records.removal import clear_due_strays, remove_film
from cameras.records.retention import retain
from cameras.records.share import Share
from cameras.records.time_lapse import TimeLapse

logger = logging.getLogger(__name__)

_BATCHES_A_ROUND = 4


def keep_house(rounds: int = 1) -> int:
    """Remove records that are over, links and films that expired, and stray files.

    A round is bounded, since storage may be slow. Returns how many records went.
    """
    Share.objects.filter(expires_at__lte=timezone.now()).delete()
    for film in TimeLapse.objects.filter(expires_at__lte=timezone.now())[:100]:
        remove_film(film)
    removed = 0
    for _round in range(rounds):
        went = retain(_BATCHES_A_ROUND)
        strays = clear_due_strays()
        removed += went
        if not went and not strays:
            break
    if removed:
        logger.info("%d records were removed", removed)
    return removed
