"""A time-lapse of a camera's recordings: its row, which is the job that makes it."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.clock import SharedNow
from core.job_row import JobRow
from core.job_state import JobState
from uploads.orphan_removal import hand_over

LIVES = timedelta(days=7)


class LostClaim(Exception):
    """Another run has taken this time-lapse, or it was deleted."""


class TimeLapse(JobRow):
    """A video of the recordings of a range of time."""

    task_name = "recordings.tasks.make_time_lapse"

    camera = models.ForeignKey("cameras.Camera", models.CASCADE, related_name="time_lapses")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    frames = models.PositiveIntegerField(default=0)
    frames_done = models.PositiveIntegerField(default=0)
    result = models.CharField(max_length=120, blank=True, help_text="key in storage")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    class Meta(JobRow.Meta):
        abstract = False
        ordering: ClassVar = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"time-lapse {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("recordings:time-lapse", args=[self.camera.slug, self.pk])

    @classmethod
    def to_claim(cls) -> "models.QuerySet[Self]":
        """Unfinished time-lapses, while none is at work: one takes minutes, and pictures wait."""
        if cls.is_one_at_work():
            return super().to_claim().none()
        return super().to_claim().select_related("camera")

    @classmethod
    def is_one_at_work(cls) -> bool:
        """Whether a worker is busy with a time-lapse at this moment."""
        running = cls.unfinished().filter(state=JobState.RUNNING, due_at__gt=SharedNow())
        return running.exists()

    def progress(self, frames_done: int, **fields: int) -> None:
        """Record how many frames are done. Raises LostClaim."""
        if not self.record(frames_done=frames_done, **fields):
            raise LostClaim

    def finish(self, result: str, frames: int) -> bool:
        """Record a video stored as `result`; False where this run has lost its turn."""
        return hand_over(
            [result],
            lambda: self.record(
                state=JobState.DONE, result=result, frames_done=frames, ended_at=SharedNow()
            ),
        )
