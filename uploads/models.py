from dataclasses import asdict
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.tokens import has_hash, hash_of, new_key, new_slug, new_token
from processing.outcome import Outcome
from processing.recipe import Recipe
from uploads.counts import count_end


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible(self) -> Self:
        """Those that still exist for visitors: neither deleted nor expired."""
        return self.filter(deleted_at=None, expires_at__gt=timezone.now())

    def gone(self) -> Self:
        """Those whose rows and files are to be removed."""
        return self.exclude(deleted_at=None, expires_at__gt=timezone.now())


class Upload(models.Model):
    """One submission of pictures with one recipe."""

    slug = models.CharField(max_length=32, unique=True, default=new_slug, editable=False)
    folder = models.CharField(max_length=32, default=new_key, editable=False)
    delete_token_hash = models.CharField(max_length=64, editable=False)
    recipe = models.JSONField()
    refused = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(
                fields=["deleted_at"],
                condition=Q(deleted_at__isnull=False),
                name="upload_deleted",
            ),
        ]

    def __str__(self) -> str:
        return f"upload {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("uploads:show", args=[self.slug])

    def new_delete_token(self) -> str:
        """Make the token that deletes this upload; only its hash is kept, so it is shown once."""
        token = new_token()
        self.delete_token_hash = hash_of(token)
        return token

    def accepts_delete_token(self, token: str) -> bool:
        """Whether a token is the one that was handed out, compared in constant time."""
        return has_hash(token, self.delete_token_hash)

    def parsed_recipe(self) -> Recipe:
        return Recipe.parse(self.recipe)

    @property
    def is_visible(self) -> bool:
        return self.deleted_at is None and self.expires_at > timezone.now()


class PictureQuerySet(models.QuerySet["Picture"]):
    def forgotten(self, since: timedelta) -> Self:
        """Queued for longer than `since`: a lost queue may have forgotten them."""
        return self.filter(state=Picture.State.QUEUED, queued_at__lt=timezone.now() - since)

    def failed(self) -> Self:
        """Those that failed, of uploads that visitors can still see."""
        return self.filter(
            state=Picture.State.FAILED,
            upload__deleted_at=None,
            upload__expires_at__gt=timezone.now(),
        )

    def stuck(self, since: timedelta) -> Self:
        """Running for longer than any worker may take: theirs was killed."""
        return self.filter(state=Picture.State.RUNNING, started_at__lt=timezone.now() - since)


class Picture(models.Model):
    """One image of an upload. Its row is the truth about its job; the queue only wakes workers.

    Every run is numbered by `version` and `attempts`, and only the newest run may record an
    outcome: one that lost its turn (its worker was thought dead) finds nobody listening. A new
    version begins when somebody corrects the faces, or has a failed picture tried again; it has
    all its attempts again.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    error_code = models.CharField(max_length=32, blank=True)
    version = models.PositiveIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(default=0)
    original = models.CharField(max_length=120, help_text="key in storage")
    result = models.CharField(max_length=120, blank=True, help_text="key in storage")
    media_type = models.CharField(max_length=32, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    faces = models.JSONField(default=list, help_text="boxes in px of the picture as it was seen")
    seen_width = models.PositiveIntegerField(null=True, blank=True)
    seen_height = models.PositiveIntegerField(null=True, blank=True)
    is_corrected = models.BooleanField(default=False, help_text="a person said what to hide")
    was_animated = models.BooleanField(default=False)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["upload", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "number"], name="picture_number"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["state", "queued_at"],
                condition=Q(state__in=["queued", "running"]),
                name="picture_waiting",
            ),
            models.Index(fields=["-ended_at"], condition=Q(state="failed"), name="picture_failed"),
        ]

    def __str__(self) -> str:
        return f"picture {self.pk}"

    @classmethod
    def claim(cls, picture_id: int, *, redelivered: bool = False) -> "Picture | None":
        """Take a picture to work on, or None where there is nothing to do.

        A queued one can be had once, however many ask. A running one only by a redelivered
        message, which the broker sends when the worker that had it died. After too many
        attempts the picture fails: it kills its workers.
        """
        picture = cls.objects.select_related("upload").filter(pk=picture_id).first()
        if picture is None or not picture.upload.is_visible:
            return None
        takeable = {cls.State.QUEUED, cls.State.RUNNING} if redelivered else {cls.State.QUEUED}
        if picture.state not in takeable:
            return None
        if picture.attempts >= settings.MAX_ATTEMPTS_PER_PICTURE:
            picture.fail("processing_failed")
            return None
        now = timezone.now()
        attempt = picture.attempts + 1
        if not picture.record(state=cls.State.RUNNING, attempts=attempt, started_at=now):
            return None
        picture.attempts, picture.started_at = attempt, now
        return picture

    def finish(self, result: str, outcome: Outcome) -> bool:
        """Record a result stored as `result`; False where this run has lost its turn.

        A deleted upload takes no result any more: nobody would remove it. The faces of a
        corrected picture stay as they were ordered.
        """
        found = [{**asdict(face), "hidden": True} for face in outcome.faces]
        seen_height, seen_width = outcome.seen_px or (None, None)
        has_ended = self.record(
            state=self.State.DONE,
            result=result,
            media_type=outcome.file.media_type,
            width=outcome.width,
            height=outcome.height,
            faces=self.faces if self.is_corrected else found,
            seen_width=seen_width,
            seen_height=seen_height,
            was_animated=outcome.was_animated,
            ended_at=timezone.now(),
        )
        if has_ended:
            self._count_end(self.State.DONE)
        return has_ended

    def fail(self, code: str) -> bool:
        """Record why there is no result; False where this run has lost its turn."""
        has_ended = self.record(state=self.State.FAILED, error_code=code, ended_at=timezone.now())
        if has_ended:
            self._count_end(self.State.FAILED, code)
        return has_ended

    def _count_end(self, state: str, code: str = "") -> None:
        now = timezone.now()
        operations = (step["op"] for step in self.upload.recipe)
        count_end(operations, state, code, now - (self.started_at or now))

    def try_again(self) -> bool:
        """Queue a failed picture as if it were new; False where it is not failed any more."""
        failed = Picture.objects.failed().filter(pk=self.pk, version=self.version)
        return self._begin_version(failed)

    def _begin_version(self, pictures: PictureQuerySet, **fields: object) -> bool:
        begun = pictures.update(
            state=self.State.QUEUED,
            version=self.version + 1,
            attempts=0,
            result="",
            error_code="",
            queued_at=timezone.now(),
            started_at=None,
            ended_at=None,
            **fields,
        )
        return bool(begun)

    def put_back(self) -> bool:
        """Queue it again, keeping count of the attempts; False where this run has lost its turn."""
        return self.record(state=self.State.QUEUED, queued_at=timezone.now())

    def begin_again(self, faces: list[dict[str, object]]) -> bool:
        """Queue an ended picture as its next version; False where another request was quicker."""
        ended = Picture.objects.filter(
            pk=self.pk,
            version=self.version,
            upload__deleted_at=None,
            state__in=[self.State.DONE, self.State.FAILED],
        )
        return self._begin_version(ended, faces=faces, is_corrected=True)

    def record(
        self, **fields: str | int | bool | list[dict[str, object]] | datetime | None
    ) -> bool:
        """Update the row if nobody did since it was read."""
        return bool(
            Picture.objects.filter(
                pk=self.pk,
                version=self.version,
                attempts=self.attempts,
                upload__deleted_at=None,
                state__in=[self.State.QUEUED, self.State.RUNNING],
            ).update(**fields)
        )

    @property
    def has_ended(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE
