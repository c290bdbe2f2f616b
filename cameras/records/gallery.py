"""Pages of a camera's records, newest first; each costs the same however many there are."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cameras.models import Camera
from cameras.records.cursor import Cursor
from cameras.records.days import stretch_of
from cameras.records.record import Record

PAGE_SIZE = 48


@dataclass(frozen=True)
class Choice:
    """What is asked for: records of a reason ("" for all), of a day, from a place on."""

    reason: str = ""
    day: date | None = None
    older_than: Cursor | None = None
    newer_than: Cursor | None = None


@dataclass(frozen=True)
class GalleryPage:
    """Some records, newest first, and where the pages beside this one begin."""

    records: list[Record]
    older: Cursor | None
    newer: Cursor | None


def page_of(camera: Camera, choice: Choice, size: int = PAGE_SIZE) -> GalleryPage:
    """The page that is asked for: two or three queries, each along an index."""
    chosen = _chosen(camera, choice)
    if choice.newer_than is not None and choice.older_than is None:
        rows = _newer(chosen, choice.newer_than)[:size]
        records = list(reversed(rows))
    else:
        records = list(_older(chosen, choice.older_than)[:size])
    if not records:
        return GalleryPage([], None, None)
    first, last = Cursor.at(records[0]), Cursor.at(records[-1])
    has_older, has_newer = _has_any(_older(chosen, last)), _has_any(_newer(chosen, first))
    return GalleryPage(records, last if has_older else None, first if has_newer else None)


def neighbours(record: Record) -> tuple[Record | None, Record | None]:
    """The next older and the next newer record of the same camera."""
    everything = Record.objects.filter(camera_id=record.camera_id)
    place = Cursor.at(record)
    return _older(everything, place).first(), _newer(everything, place).first()


def days_beside(camera: Camera, day: date) -> tuple[Record | None, Record | None]:
    """The newest record before a day and the oldest one after it."""
    stretch = stretch_of(day)
    before = Record.objects.filter(camera=camera, taken_at__lt=stretch.begins_at)
    after = Record.objects.filter(camera=camera, taken_at__gte=stretch.ends_at)
    return before.order_by("-taken_at", "-id").first(), after.order_by("taken_at", "id").first()


def newest_of(camera: Camera) -> Record | None:
    return _older(Record.objects.filter(camera=camera), None).first()


def _chosen(camera: Camera, choice: Choice) -> "QuerySet[Record]":
    chosen = Record.objects.filter(camera=camera)
    if choice.reason:
        chosen = chosen.filter(reason=choice.reason)
    if choice.day is not None:
        stretch = stretch_of(choice.day)
        chosen = chosen.filter(taken_at__gte=stretch.begins_at, taken_at__lt=stretch.ends_at)
    return chosen


def _has_any(records: "QuerySet[Record]") -> bool:
    """`exists` would drop the order, and without one the database may read the whole table."""
    return bool(records.values_list("pk", flat=True)[:1])


# `taken_at <= t` is what the index is asked; the few of the same moment are sorted out after.
# `taken_at < t OR (taken_at = t AND id < i)` would say the same, and be answered by reading on
# from the newest record.


def _older(records: "QuerySet[Record]", place: Cursor | None) -> "QuerySet[Record]":
    if place is not None:
        after = Q(taken_at=place.taken_at, id__gte=place.record_id)
        records = records.filter(~after, taken_at__lte=place.taken_at)
    return records.order_by("-taken_at", "-id")


def _newer(records: "QuerySet[Record]", place: Cursor) -> "QuerySet[Record]":
    before = Q(taken_at=place.taken_at, id__lte=place.record_id)
    return records.filter(~before, taken_at__gte=place.taken_at).order_by("taken_at", "id")
