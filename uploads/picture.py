"""The row of one image of an upload, and of the job that makes its result."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.clock import SharedNow
from core.job_row import JobRow
from core.job_state import UNFINISHED, JobState
from processing.outcome import Outcome
from uploads.counts import count_end
from uploads.orphan_removal import hand_over
from uploads.upload import Upload
from uploads.upload_events import publish_change


class PictureQuerySet(models.QuerySet["Picture"]):
    def failed(self) -> Self:
        """Those that failed, of uploads that visitors can still see."""
        return self.filter(state=JobState.FAILED, upload__in=Upload.objects.visible())


class Picture(JobRow):
    """One image of an upload.

    A new version begins when somebody corrects the faces, or has a failed picture tried again.
    """

    task_name = "uploads.tasks.process_picture"
    abandoned_come_first = True

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    sender = models.CharField(max_length=32, blank=True, editable=False)
    cost = models.PositiveIntegerField(default=1, editable=False, help_text="megapixels x steps")
    turn = models.BigIntegerField(default=0, editable=False)
    upload_turn = models.BigIntegerField(default=0, editable=False)
    name = models.CharField(max_length=100)
    original = models.CharField(max_length=120, help_text="key in storage")
    result = models.CharField(max_length=120, blank=True, help_text="key in storage")
    original_bytes = models.PositiveIntegerField(default=0, editable=False)
    result_bytes = models.PositiveIntegerField(default=0, editable=False)
    media_type = models.CharField(max_length=32, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    faces = models.JSONField(default=list, help_text="boxes in px of the picture as it was seen")
    seen_width = models.PositiveIntegerField(null=True, blank=True)
    seen_height = models.PositiveIntegerField(null=True, blank=True)
    is_corrected = models.BooleanField(default=False, help_text="a person said what to hide")
    was_animated = models.BooleanField(default=False)
    was_damaged = models.BooleanField(
        default=False, help_text="parts of the original could not be read"
    )
    had_others = models.BooleanField(
        default=False, help_text="the main one of several pictures in the file"
    )

    objects = PictureQuerySet.as_manager()

    @property
    def is_heavy(self) -> bool:
        """Whether it may keep a worker busy for longer than a light picture should wait."""
        return self.cost > settings.HEAVY_COST

    class Meta(JobRow.Meta):
        abstract = False
        ordering: ClassVar = ["upload", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "number"], name="picture_number"),
        ]
        indexes: ClassVar = [
            *JobRow.Meta.indexes,
            models.Index(
                fields=["state", "queued_at"],
                condition=Q(state__in=UNFINISHED),
                name="picture_waiting",
            ),
            models.Index(fields=["original_bytes", "result_bytes"], name="picture_bytes"),
            models.Index(fields=["turn"], condition=Q(state="queued"), name="picture_turn"),
            models.Index(
                fields=["sender", "upload_turn"],
                condition=Q(state__in=UNFINISHED),
                name="picture_sender",
            ),
            models.Index(fields=["-ended_at"], condition=Q(state="failed"), name="picture_failed"),
        ]

    def __str__(self) -> str:
        return f"picture {self.pk}"

    @classmethod
    def to_claim(cls) -> "models.QuerySet[Self]":
        """Unfinished pictures, with their uploads, that have not expired by the shared clock."""
        waiting = super().to_claim().select_related("upload")
        return waiting.filter(upload__expires_at__gt=SharedNow())

    def finish(self, result: str, outcome: Outcome) -> bool:
        """Record a result stored as `result`; False where this run has lost its turn.

        Then the result is removed: nobody else would do it. The faces of a corrected picture stay
        as they were ordered. Raises TooLate (see hand_over).
        """
        found = [{**asdict(face), "hidden": True} for face in outcome.faces]
        seen_height, seen_width = outcome.seen_px or (None, None)
        has_ended = hand_over(
            [result],
            lambda: self.record(
                state=JobState.DONE,
                result=result,
                result_bytes=len(outcome.file.content),
                media_type=outcome.file.media_type,
                width=outcome.width,
                height=outcome.height,
                faces=self.faces if self.is_corrected else found,
                seen_width=seen_width,
                seen_height=seen_height,
                was_animated=outcome.was_animated,
                was_damaged=outcome.was_damaged,
                had_others=outcome.had_others,
                ended_at=SharedNow(),
            ),
        )
        if has_ended:
            self._announce_end(JobState.DONE)
        return has_ended

    def fail(self, code: str) -> bool:
        """Record why there is no result; False where this run has lost its turn."""
        has_ended = super().fail(code)
        if has_ended:
            self._announce_end(JobState.FAILED, code)
        return has_ended

    def _announce_end(self, state: str, code: str = "") -> None:
        now = timezone.now()
        operations = (step["op"] for step in self.upload.recipe)
        count_end(operations, state, code, now - (self.started_at or now))
        publish_change(self.upload_id)

    def try_again(self) -> bool:
        """Queue a failed picture as if it were new; False where it is not failed any more."""
        failed = Picture.objects.failed().filter(pk=self.pk, version=self.version)
        return self.new_version(failed, result="")

    def begin_again(self, faces: Sequence[dict[str, object]], turn: Mapping[str, object]) -> bool:
        """Queue an ended picture as its next version; False where another request was quicker.

        `turn` holds the fields of its new place in the queue.
        """
        ended = Picture.objects.filter(
            pk=self.pk, version=self.version, state__in=[JobState.DONE, JobState.FAILED]
        )
        return self.new_version(
            ended, result="", result_bytes=0, faces=faces, is_corrected=True, **turn
        )
