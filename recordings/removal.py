"""Removes recordings: the rows at once, their files now or, if storage refuses, later."""

import logging
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from cameras.models import Camera
from core.stored_files import StorageTrouble, erase
from recordings import orphaned_file, totals
from recordings.orphaned_file import OrphanedFile
from recordings.recording import Recording
from recordings.time_lapse import TimeLapse

logger = logging.getLogger(__name__)

_BATCH = 500
_FILES_A_ROUND = 200


def remove(recordings: Sequence[Recording]) -> int:
    """Delete these recordings and their files; returns how many rows went.

    The rows are locked first: what somebody else deletes at the same time is counted once.
    """
    with transaction.atomic():
        found = Recording.objects.select_for_update().order_by("pk")
        gone = list(found.filter(pk__in=[recording.pk for recording in recordings]))
        paths = [path for recording in gone for path in recording.paths]
        orphaned_file.mark_orphaned(paths)
        Recording.objects.filter(pk__in=[recording.pk for recording in gone]).delete()
        totals.subtract_from_totals(gone)
    delete_orphans(paths)
    return len(gone)


def remove_film(film: TimeLapse) -> None:
    """Delete a time-lapse and its file."""
    with transaction.atomic():
        paths = [film.result] if film.result else []
        orphaned_file.mark_orphaned(paths)
        TimeLapse.objects.filter(pk=film.pk).delete()
    delete_orphans(paths)


def orphan_files_of(camera: Camera, **_signal: object) -> None:
    """Have every file of a camera removed by the next rounds of housekeeping.

    To be called in the transaction that deletes the camera: thousands of files take minutes,
    and whoever removes a camera does not wait for that.
    """
    films = TimeLapse.objects.filter(camera=camera).exclude(result="")
    orphaned_file.mark_orphaned(films.values_list("result", flat=True))
    rows = Recording.objects.filter(camera=camera).order_by().only("files", "has_before")
    batch: list[str] = []
    for recording in rows.iterator(chunk_size=_BATCH):
        batch += recording.paths
        if len(batch) >= 2 * _BATCH:
            orphaned_file.mark_orphaned(batch)
            batch = []
    orphaned_file.mark_orphaned(batch)


def delete_orphans(paths: Iterable[str]) -> int:
    """Remove files that have no row; returns how many went. What storage refuses stays noted."""
    cleared: list[str] = []
    try:
        for path in paths:
            erase(path)
            cleared.append(path)
    except StorageTrouble as trouble:
        logger.warning("files of recordings stay for now: %s", trouble)
    for start in range(0, len(cleared), _BATCH):
        OrphanedFile.objects.filter(path__in=cleared[start : start + _BATCH]).delete()
    return len(cleared)


def delete_due_orphans() -> int:
    """Remove a batch of the files that have waited long enough; returns how many went."""
    due = OrphanedFile.objects.filter(due_at__lte=timezone.now()).order_by("due_at")
    return delete_orphans(list(due.values_list("path", flat=True)[:_FILES_A_ROUND]))
