"""The row of one image of an upload, and of the job that makes its result."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.clock import SharedNow
from core.job_row import JobRow
from core.job_state import UNFINISHED, JobState
from processing.outcome import Outcome
from uploads.counts import count_end
from uploads.names import MAX_BYTES
from uploads.orphan_removal import delete_orphans, hand_over
from uploads.outcome_fields import outcome_fields
from uploads.upload import Upload
from uploads.upload_events import publish_change

_NO_FILES: dict[str, Any] = {"result": "", "preview": "", "thumbnail": "", "result_bytes": 0}
_NONE: Mapping[str, str] = MappingProxyType({})


class PictureQuerySet(models.QuerySet["Picture"]):
    def failed(self) -> Self:
        """Those that failed, of uploads that visitors can still see."""
        return self.filter(state=JobState.FAILED, upload__in=Upload.objects.visible())


class Picture(JobRow):
    """One image of an upload.

    A new version begins when somebody corrects the faces, or has a failed picture tried again.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture"
        CLIP = "clip"

    task_name = "uploads.tasks.process_picture"
    worked_on: ClassVar[str] = Kind.PICTURE
    """Which rows this class claims and sweeps; it reads all of them."""
    memory_code = "too_many_pixels"
    abandoned_come_first = True

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PICTURE)
    sender = models.CharField(max_length=32, blank=True, editable=False)
    cost = models.PositiveIntegerField(default=1, editable=False, help_text="megapixels x steps")
    turn = models.BigIntegerField(default=0, editable=False)
    upload_turn = models.BigIntegerField(default=0, editable=False)
    name = models.CharField(max_length=MAX_BYTES)
    original = models.CharField(max_length=120, help_text="key in storage; empty: removed")
    result = models.CharField(max_length=120, blank=True, help_text="key in storage")
    preview = models.CharField(
        max_length=120, blank=True, help_text="key in storage; none where the result is small"
    )
    thumbnail = models.CharField(max_length=120, blank=True, help_text="the same, smaller")
    original_bytes = models.PositiveIntegerField(default=0, editable=False)
    result_bytes = models.PositiveIntegerField(
        default=0, editable=False, help_text="with its copies"
    )
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

    frames = models.PositiveIntegerField(default=0, help_text="of a clip, both passes counted")
    frames_done = models.PositiveIntegerField(default=0)
    duration_s = models.FloatField(null=True, blank=True, help_text="of a clip")
    has_sound = models.BooleanField(default=False)

    objects = PictureQuerySet.as_manager()

    @property
    def is_clip(self) -> bool:
        return self.kind == self.Kind.CLIP

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
    def unfinished(cls) -> "models.QuerySet[Self]":
        """Those of the kind that this class works on."""
        return super().unfinished().filter(kind=cls.worked_on)

    @classmethod
    def to_claim(cls) -> "models.QuerySet[Self]":
        """Unfinished pictures, with their uploads, that have not expired by the shared clock."""
        waiting = super().to_claim().select_related("upload")
        return waiting.filter(upload__expires_at__gt=SharedNow())

    @property
    def stored_results(self) -> list[str]:
        """The keys of what goes when the result goes."""
        return [key for key in (self.result, self.preview, self.thumbnail) if key]

    def finish(self, result: str, outcome: Outcome, copies: Mapping[str, str] = _NONE) -> bool:
        """Record, as `end` does, what is stored as `result` and, by their fields, as its copies.

        The faces of a corrected picture stay as they were ordered.
        """
        made = outcome_fields(outcome)
        if self.is_corrected:
            made["faces"] = self.faces
        files = [result, *copies.values()]
        return self.end(JobState.DONE, files, result=result, **copies, **made)

    def fail(self, code: str) -> bool:
        """Record why there is no result; False where this run has lost its turn."""
        return self.end(JobState.FAILED, error_code=code)

    def end(self, state: str, files: Sequence[str] = (), **fields: Any) -> bool:
        """Record an outcome and its files, or remove these: False where this run lost its turn.

        The original goes now where REMOVE_ORIGINALS says so. Raises TooLate (see hand_over).
        """
        goes_now = settings.REMOVE_ORIGINALS == "when-ended"
        fields |= {"original": "", "original_bytes": 0} if goes_now else {}
        leaving = [self.original] if goes_now and self.original else []
        has_ended = hand_over(
            files, lambda: self.recorded(state=state, ended_at=SharedNow(), **fields), leaving
        )
        if has_ended:
            self._announce_end(state, fields.get("error_code", ""))
            delete_orphans(leaving)
        if has_ended and leaving:
            Upload.objects.filter(pk=self.upload_id).destroy_unused_keys()
        return has_ended

    def recorded(self, **fields: Any) -> bool:
        """Write an outcome, in the transaction that gives its files to the row."""
        return self.record(**fields)

    def _announce_end(self, state: str, code: str) -> None:
        """Count the job, and tell whoever waits for it."""
        now = timezone.now()
        operations = (step["op"] for step in self.upload.recipe)
        count_end(operations, state, code, now - (self.started_at or now))
        publish_change(self.upload_id)

    def try_again(self) -> bool:
        """Queue a failed picture as if it were new; False if it is not, or its original is gone."""
        failed = Picture.objects.failed().filter(pk=self.pk, version=self.version, original__gt="")
        return self.new_version(failed, **_NO_FILES)

    def begin_again(self, faces: Sequence[dict[str, object]], turn: Mapping[str, object]) -> bool:
        """Queue an ended picture as its next version; False where another request was quicker.

        `turn` holds the fields of its new place in the queue.
        """
        ended = Picture.objects.filter(
            pk=self.pk, version=self.version, state__in=[JobState.DONE, JobState.FAILED]
        )
        return self.new_version(ended, faces=faces, is_corrected=True, **_NO_FILES, **turn)
