"""The row of a film made of a camera's recordings: the truth about its job and its progress."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

MAX_ATTEMPTS = 3
STUCK_AFTER = timedelta(seconds=90)
"""Its worker tells of progress every second; one that is silent for so long was killed."""
LIVES = timedelta(days=7)


class TimeLapseQuerySet(models.QuerySet["TimeLapse"]):
    def at_work(self) -> Self:
        """Those that a worker is busy with at this moment."""
        return self.filter(
            state=TimeLapse.State.RUNNING, touched_at__gt=timezone.now() - STUCK_AFTER
        )

    def stuck(self) -> Self:
        """Those whose worker was killed."""
        return self.filter(
            state=TimeLapse.State.RUNNING, touched_at__lte=timezone.now() - STUCK_AFTER
        )


class TimeLapse(models.Model):
    """A film of a range of time. Every run is numbered; only the newest may tell of it."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    camera = models.ForeignKey("cameras.Camera", models.CASCADE, related_name="time_lapses")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED, db_index=True)
    error_code = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    frames = models.PositiveIntegerField(default=0)
    frames_done = models.PositiveIntegerField(default=0)
    result = models.CharField(max_length=120, blank=True, help_text="key in storage")
    touched_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    objects = TimeLapseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"time-lapse {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("recordings:time-lapse", args=[self.camera.slug, self.pk])

    @classmethod
    def claim(cls, time_lapse_id: int) -> "TimeLapse | None":
        """Take a queued film to work on; None where there is nothing to do.

        One at a time for the whole site: it keeps a worker busy for minutes, and pictures wait.
        """
        found = cls.objects.select_related("camera").filter(pk=time_lapse_id).first()
        if found is None or found.state != cls.State.QUEUED or cls.objects.at_work().exists():
            return None
        if not found.tell(state=cls.State.RUNNING, attempts=found.attempts + 1, frames_done=0):
            return None
        found.attempts += 1
        return found

    def progress(self, frames_done: int) -> bool:
        """Say how many frames are done; False where this run has lost its turn."""
        return self.tell(frames_done=frames_done)

    def fail(self, code: str) -> bool:
        return self.tell(state=self.State.FAILED, error_code=code)

    def put_back(self) -> bool:
        return self.tell(state=self.State.QUEUED)

    def tell(self, **fields: str | int | datetime) -> bool:
        """Update the row if nobody else has taken it since it was read."""
        return bool(
            TimeLapse.objects.filter(
                pk=self.pk,
                attempts=self.attempts,
                state__in=[self.State.QUEUED, self.State.RUNNING],
            ).update(touched_at=timezone.now(), **fields)
        )

    @property
    def has_ended(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE
