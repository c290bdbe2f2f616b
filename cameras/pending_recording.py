"""A picture that is queued for recording: its row, which is the job that records it."""

import logging
from datetime import timedelta
from typing import Self

from django.db import models, transaction

from core.clock import SharedNow
from core.job_row import JobRow
from core.job_state import JobState
from core.tokens import new_key
from uploads.orphan_removal import delete_orphans
from uploads.orphaned_file import mark_orphaned

logger = logging.getLogger(__name__)

_KNOWN_FOR = timedelta(days=1)
_LONGEST_PAUSE_S = 60


class PendingRecordingQuerySet(models.QuerySet["PendingRecording"]):
    def forgettable(self) -> Self:
        """Those that failed so long ago that nobody will send the same picture again."""
        return self.filter(state=JobState.FAILED, ended_at__lte=SharedNow() - _KNOWN_FOR)


class PendingRecording(JobRow):
    """A picture that waits to be kept: its files are stored, whoever queued it may forget it.

    The row goes once there is a recording. One that cannot be kept stays for a day as `failed`,
    so that the same picture, sent again, is known as a replay.
    """

    task_name = "recordings.tasks.save_recording"

    camera = models.ForeignKey("cameras.Camera", models.CASCADE, related_name="+")
    key = models.CharField(max_length=32, unique=True, editable=False)
    files = models.CharField(max_length=32, default=new_key, editable=False)
    has_before = models.BooleanField(default=False, help_text="whether there is such a file")
    details = models.JSONField(help_text="the fields of RecordingDetails")

    objects = PendingRecordingQuerySet.as_manager()

    class Meta(JobRow.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"pending recording {self.pk}"

    @classmethod
    def to_claim(cls) -> "models.QuerySet[Self]":
        return super().to_claim().select_related("camera")

    @property
    def content(self) -> str:
        """The storage key of the picture as it was queued."""
        return f"pending/{self.files}"

    @property
    def before(self) -> str:
        """The storage key for the live picture from just before it, where `has_before`."""
        return f"pending/{self.files}-before"

    @property
    def paths(self) -> list[str]:
        """Every file it has in storage."""
        return [self.content, *([self.before] if self.has_before else [])]

    def try_later(self, code: str) -> bool:
        """Try again later, however often: whoever queued the picture has forgotten it."""
        logger.warning("%s has to wait: %s", self, code)
        pause_s = min(2 << min(self.version, 10), _LONGEST_PAUSE_S)
        return self.put_back_uncounted(timedelta(seconds=pause_s))

    def fail(self, code: str) -> bool:
        """Give up: remove the files; the row stays `failed`, so that a replay is recognised."""
        with transaction.atomic():
            has_ended = super().fail(code)
            if has_ended:
                mark_orphaned(self.paths)
        if has_ended:
            logger.warning("a picture of camera %s is not kept: %s", self.camera_id, code)
            delete_orphans(self.paths)
        return has_ended

    def finish(self) -> bool:
        """There is a recording now: row and files go. False where this run has lost its turn."""
        with transaction.atomic():
            has_ended = bool(self._unfinished().delete()[0])
            if has_ended:
                mark_orphaned(self.paths)
        if has_ended:
            delete_orphans(self.paths)
        return has_ended
