"""Removes records: the rows at once, their files now or, if storage refuses, later."""

import logging
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from cameras.models import Camera
from cameras.records import stray, tally
from cameras.records.record import Record
from cameras.records.stray import Stray
from cameras.records.time_lapse import TimeLapse
from uploads.files import StorageTrouble, erase

logger = logging.getLogger(__name__)

_BATCH = 500
_FILES_A_ROUND = 200


def remove(records: Sequence[Record]) -> int:
    """Delete these records and their files; returns how many rows went.

    The rows are locked first: what somebody else deletes at the same time is counted once.
    """
    with transaction.atomic():
        found = Record.objects.select_for_update().order_by("pk")
        gone = list(found.filter(pk__in=[record.pk for record in records]))
        paths = [path for record in gone for path in record.paths]
        stray.disowned(paths)
        Record.objects.filter(pk__in=[record.pk for record in gone]).delete()
        tally.count_out(gone)
    clear_strays(paths)
    return len(gone)


def remove_film(film: TimeLapse) -> None:
    """Delete a time-lapse and its file."""
    with transaction.atomic():
        paths = [film.result] if film.result else []
        stray.disowned(paths)
        TimeLapse.objects.filter(pk=film.pk).delete()
    clear_strays(paths)


def disown_all_of(camera: Camera) -> None:
    """Have every file of a camera removed by the next rounds of housekeeping.

    To be called in the transaction that deletes the camera: thousands of files take minutes,
    and whoever removes a camera does not wait for that.
    """
    list(Camera.objects.select_for_update().filter(pk=camera.pk))  # no new record from here on
    films = TimeLapse.objects.filter(camera=camera).exclude(result="")
    stray.disowned(films.values_list("result", flat=True))
    rows = Record.objects.filter(camera=camera).order_by().only("files", "has_before")
    batch: list[str] = []
    for record in rows.iterator(chunk_size=_BATCH):
        batch += record.paths
        if len(batch) >= 2 * _BATCH:
            stray.disowned(batch)
            batch = []
    stray.disowned(batch)


def clear_strays(paths: Iterable[str]) -> int:
    """Remove files that have no row; returns how many went. What storage refuses stays noted."""
    cleared: list[str] = []
    try:
        for path in paths:
            erase(path)
            cleared.append(path)
    except StorageTrouble as trouble:
        logger.warning("files of records stay for now: %s", trouble)
    for start in range(0, len(cleared), _BATCH):
        Stray.objects.filter(path__in=cleared[start : start + _BATCH]).delete()
    return len(cleared)


def clear_due_strays() -> int:
    """Remove a batch of the files that have waited long enough; returns how many went."""
    due = Stray.objects.filter(due_at__lte=timezone.now()).order_by("due_at")
    return clear_strays(list(due.values_list("path", flat=True)[:_FILES_A_ROUND]))
