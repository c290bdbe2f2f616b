"""Counts of each camera's recordings, kept up to date in the transactions that change them."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F

from recordings.recording import Recording

QUARTER = timedelta(minutes=15)


class RecordingTotals(models.Model):
    """How many recordings a camera has, and how many bytes they take in storage."""

    camera = models.OneToOneField("cameras.Camera", models.CASCADE, primary_key=True)
    count = models.BigIntegerField(default=0)
    size_bytes = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"totals of camera {self.camera_id}"


class QuarterHourCount(models.Model):
    """How many recordings of a camera fall into one quarter of an hour.

    Every time zone is a multiple of that away from UTC, so that these add up to a day anywhere.
    """

    camera = models.ForeignKey("cameras.Camera", models.CASCADE, related_name="+")
    begins_at = models.DateTimeField()
    count = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["camera", "begins_at"], name="quarter_hour_of_camera"),
        ]

    def __str__(self) -> str:
        return f"quarter-hour count {self.pk}"


def quarter_of(moment: datetime) -> datetime:
    """When the quarter of an hour that holds a moment began."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def add_to_totals(recording: Recording) -> None:
    """Count a recording that was just added. To be called in the same transaction."""
    RecordingTotals.objects.get_or_create(camera_id=recording.camera_id)
    RecordingTotals.objects.filter(camera_id=recording.camera_id).update(
        count=F("count") + 1, size_bytes=F("size_bytes") + recording.size_bytes
    )
    place, _is_new = QuarterHourCount.objects.get_or_create(
        camera_id=recording.camera_id, begins_at=quarter_of(recording.taken_at)
    )
    QuarterHourCount.objects.filter(pk=place.pk).update(count=F("count") + 1)


def subtract_from_totals(recordings: Iterable[Recording]) -> None:
    """Count recordings that were just deleted, in the same transaction.

    Cameras and quarters are taken in order, so that two transactions never wait for each other.
    """
    by_camera: dict[int, list[Recording]] = {}
    for recording in recordings:
        by_camera.setdefault(recording.camera_id, []).append(recording)
    for camera_id, gone in sorted(by_camera.items()):
        RecordingTotals.objects.filter(camera_id=camera_id).update(
            count=F("count") - len(gone),
            size_bytes=F("size_bytes") - sum(recording.size_bytes for recording in gone),
        )
        quarters = Counter(quarter_of(recording.taken_at) for recording in gone)
        for begins_at, number in sorted(quarters.items()):
            place = QuarterHourCount.objects.filter(camera_id=camera_id, begins_at=begins_at)
            place.update(count=F("count") - number)
            place.filter(count__lte=0).delete()
