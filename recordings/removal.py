"""Removes recordings: the rows at once, their files now or, if storage refuses, later."""

from collections.abc import Sequence

from django.db import transaction

from cameras.models import Camera, PendingRecording
from recordings import totals
from recordings.recording import Recording
from recordings.time_lapse import TimeLapse
from uploads.orphan_removal import delete_orphans
from uploads.orphaned_file import mark_orphaned

_BATCH = 500


def remove(recordings: Sequence[Recording]) -> int:
    """Delete these recordings and their files; returns how many rows went.

    The rows are locked first: what somebody else deletes at the same time is counted once.
    """
    with transaction.atomic():
        found = Recording.objects.select_for_update().order_by("pk")
        gone = list(found.filter(pk__in=[recording.pk for recording in recordings]))
        paths = [path for recording in gone for path in recording.paths]
        mark_orphaned(paths)
        Recording.objects.filter(pk__in=[recording.pk for recording in gone]).delete()
        totals.subtract_from_totals(gone)
    delete_orphans(paths)
    return len(gone)


def remove_time_lapse(time_lapse: TimeLapse) -> None:
    """Delete a time-lapse and its file."""
    with transaction.atomic():
        paths = [time_lapse.result] if time_lapse.result else []
        mark_orphaned(paths)
        TimeLapse.objects.filter(pk=time_lapse.pk).delete()
    delete_orphans(paths)


def orphan_files_of(camera: Camera, **_signal: object) -> None:
    """Have every file of a camera removed by the next rounds of housekeeping.

    To be called in the transaction that deletes the camera: thousands of files take minutes,
    and whoever removes a camera does not wait for that.
    """
    time_lapses = TimeLapse.objects.filter(camera=camera).exclude(result="")
    mark_orphaned(time_lapses.values_list("result", flat=True))
    for pending in PendingRecording.objects.filter(camera=camera):
        mark_orphaned(pending.paths)
    rows = Recording.objects.filter(camera=camera).order_by().only("files", "has_before")
    batch: list[str] = []
    for recording in rows.iterator(chunk_size=_BATCH):
        batch += recording.paths
        if len(batch) >= 2 * _BATCH:
            mark_orphaned(batch)
            batch = []
    mark_orphaned(batch)
