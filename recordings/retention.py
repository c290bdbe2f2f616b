"""Removes the oldest recordings past a camera's number, age or bytes, or the site's bytes."""

from collections.abc import Iterator
from heapq import merge
from itertools import islice

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils import timezone

from cameras.models import Camera
from recordings.recording import Recording
from recordings.recording_settings import RecordingSettings
from recordings.removal import remove
from recordings.totals import RecordingTotals

_BATCH = 100


def apply_retention(max_batches: int) -> int:
    """Remove what is past a limit, in at most so many batches of 100; returns how many went."""
    removed = 0
    for batch in islice(_over(), max_batches):
        removed += remove(batch)
    return removed


def _over() -> Iterator[list[Recording]]:
    """Batches of recordings past a limit; each is determined when it is asked for."""
    recording_settings = RecordingSettings.objects.in_bulk()
    for camera_id in Camera.objects.order_by("pk").values_list("pk", flat=True):
        own = recording_settings.get(camera_id) or RecordingSettings(camera_id=camera_id)
        while batch := _too_old(own) or _too_many(own) or _too_large(own):
            yield batch
    while batch := _too_large_together():
        yield batch


def _oldest_first(camera_id: int) -> "QuerySet[Recording]":
    return Recording.objects.filter(camera_id=camera_id).order_by("taken_at", "id")


def _too_old(recording_settings: RecordingSettings) -> list[Recording]:
    if recording_settings.max_age is None:
        return []
    old = _oldest_first(recording_settings.camera_id).filter(
        taken_at__lt=timezone.now() - recording_settings.max_age
    )
    return list(old[:_BATCH])


def _too_many(recording_settings: RecordingSettings) -> list[Recording]:
    totals = RecordingTotals.objects.filter(pk=recording_settings.camera_id).first()
    over = totals.count - recording_settings.max_recordings if totals else 0
    return (
        list(_oldest_first(recording_settings.camera_id)[: min(over, _BATCH)]) if over > 0 else []
    )


def _too_large(recording_settings: RecordingSettings) -> list[Recording]:
    totals = RecordingTotals.objects.filter(pk=recording_settings.camera_id).first()
    if (
        totals is None
        or recording_settings.max_bytes is None
        or totals.size_bytes <= recording_settings.max_bytes
    ):
        return []
    return _first_bytes(
        _oldest_first(recording_settings.camera_id)[:_BATCH],
        totals.size_bytes - recording_settings.max_bytes,
    )


def _too_large_together() -> list[Recording]:
    """The oldest of all cameras, where the site holds more bytes than MAX_RECORDING_BYTES."""
    total = RecordingTotals.objects.aggregate(total=Sum("size_bytes"))["total"] or 0
    over = total - settings.MAX_RECORDING_BYTES
    if over <= 0:
        return []
    cameras = RecordingTotals.objects.filter(count__gt=0).values_list("pk", flat=True)
    oldest = [_oldest_first(camera_id)[:_BATCH] for camera_id in cameras]
    together = merge(*oldest, key=lambda recording: (recording.taken_at, recording.pk))
    return _first_bytes(islice(together, _BATCH), over)


def _first_bytes(
    recordings: "Iterator[Recording] | QuerySet[Recording]", wanted: int
) -> list[Recording]:
    """As many of the first recordings as it takes to free so many bytes."""
    taken: list[Recording] = []
    for recording in recordings:
        if wanted <= 0:
            break
        taken.append(recording)
        wanted -= recording.size_bytes
    return taken
