"""Running totals of each camera's records, changed together with them: asking costs one row."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F

from cameras.records.record import Record

QUARTER = timedelta(minutes=15)


class Tally(models.Model):
    """How many records a camera has, and how many bytes they take in storage."""

    camera = models.OneToOneField("cameras.Camera", models.CASCADE, primary_key=True)
    records = models.BigIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"tally of camera {self.camera_id}"


class Activity(models.Model):
    """How many records of a camera fall into one quarter of an hour.

    Every time zone is a multiple of that away from UTC, so that these add up to a day anywhere.
    """

    camera = models.ForeignKey("cameras.Camera", models.CASCADE, related_name="+")
    begins_at = models.DateTimeField()
    records = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["camera", "begins_at"], name="activity_quarter"),
        ]

    def __str__(self) -> str:
        return f"activity {self.pk}"


def quarter_of(moment: datetime) -> datetime:
    """When the quarter of an hour that holds a moment began."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def count_in(record: Record) -> None:
    """Count a record that was just added. To be called in the same transaction."""
    Tally.objects.get_or_create(camera_id=record.camera_id)
    Tally.objects.filter(camera_id=record.camera_id).update(
        records=F("records") + 1, bytes=F("bytes") + record.bytes
    )
    place, _is_new = Activity.objects.get_or_create(
        camera_id=record.camera_id, begins_at=quarter_of(record.taken_at)
    )
    Activity.objects.filter(pk=place.pk).update(records=F("records") + 1)


def count_out(records: Iterable[Record]) -> None:
    """Count records that were just deleted, in the same transaction.

    Cameras and quarters are taken in order, so that two transactions never wait for each other.
    """
    by_camera: dict[int, list[Record]] = {}
    for record in records:
        by_camera.setdefault(record.camera_id, []).append(record)
    for camera_id, gone in sorted(by_camera.items()):
        Tally.objects.filter(camera_id=camera_id).update(
            records=F("records") - len(gone), bytes=F("bytes") - sum(r.bytes for r in gone)
        )
        quarters = Counter(quarter_of(record.taken_at) for record in gone)
        for begins_at, count in sorted(quarters.items()):
            place = Activity.objects.filter(camera_id=camera_id, begins_at=begins_at)
            place.update(records=F("records") - count)
            place.filter(records__lte=0).delete()
