"""Pages of a camera's recordings, newest first, by keyset: every page costs the same."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cameras.models import Camera
from recordings.cursor import Cursor
from recordings.days import time_range_of
from recordings.recording import Recording

PAGE_SIZE = 48


@dataclass(frozen=True)
class RecordingFilter:
    """Which recordings: of a reason ("" for all), of a day, before or after a cursor."""

    reason: str = ""
    day: date | None = None
    older_than: Cursor | None = None
    newer_than: Cursor | None = None


@dataclass(frozen=True)
class GalleryPage:
    """Some recordings, newest first, and the cursors of the pages before and after."""

    recordings: list[Recording]
    older: Cursor | None
    newer: Cursor | None


def page_of(camera: Camera, filters: RecordingFilter, size: int = PAGE_SIZE) -> GalleryPage:
    """The page of recordings that a filter asks for: two or three queries, each along an index."""
    chosen = _chosen(camera, filters)
    if filters.newer_than is not None and filters.older_than is None:
        rows = _newer(chosen, filters.newer_than)[:size]
        recordings = list(reversed(rows))
    else:
        recordings = list(_older(chosen, filters.older_than)[:size])
    if not recordings:
        return GalleryPage([], None, None)
    first, last = Cursor.at(recordings[0]), Cursor.at(recordings[-1])
    has_older, has_newer = _has_any(_older(chosen, last)), _has_any(_newer(chosen, first))
    return GalleryPage(recordings, last if has_older else None, first if has_newer else None)


def neighbours(recording: Recording) -> tuple[Recording | None, Recording | None]:
    """The next older and the next newer recording of the same camera."""
    everything = Recording.objects.filter(camera_id=recording.camera_id)
    place = Cursor.at(recording)
    return _older(everything, place).first(), _newer(everything, place).first()


def days_beside(camera: Camera, day: date) -> tuple[Recording | None, Recording | None]:
    """The newest recording before a day and the oldest one after it."""
    time_range = time_range_of(day)
    before = Recording.objects.filter(camera=camera, taken_at__lt=time_range.begins_at)
    after = Recording.objects.filter(camera=camera, taken_at__gte=time_range.ends_at)
    return before.order_by("-taken_at", "-id").first(), after.order_by("taken_at", "id").first()


def newest_of(camera: Camera) -> Recording | None:
    return _older(Recording.objects.filter(camera=camera), None).first()


def _chosen(camera: Camera, filters: RecordingFilter) -> "QuerySet[Recording]":
    chosen = Recording.objects.filter(camera=camera)
    if filters.reason:
        chosen = chosen.filter(reason=filters.reason)
    if filters.day is not None:
        time_range = time_range_of(filters.day)
        chosen = chosen.filter(taken_at__gte=time_range.begins_at, taken_at__lt=time_range.ends_at)
    return chosen


def _has_any(recordings: "QuerySet[Recording]") -> bool:
    """`exists` would drop the order, and without one the database may read the whole table."""
    return bool(recordings.values_list("pk", flat=True)[:1])


# `taken_at <= t` is what the index is asked; the few of the same moment are sorted out after.
# `taken_at < t OR (taken_at = t AND id < i)` would say the same, and be answered by reading on
# from the newest recording.


def _older(recordings: "QuerySet[Recording]", place: Cursor | None) -> "QuerySet[Recording]":
    if place is not None:
        after = Q(taken_at=place.taken_at, id__gte=place.recording_id)
        recordings = recordings.filter(~after, taken_at__lte=place.taken_at)
    return recordings.order_by("-taken_at", "-id")


def _newer(recordings: "QuerySet[Recording]", place: Cursor) -> "QuerySet[Recording]":
    before = Q(taken_at=place.taken_at, id__lte=place.recording_id)
    return recordings.filter(~before, taken_at__gte=place.taken_at).order_by("taken_at", "id")
