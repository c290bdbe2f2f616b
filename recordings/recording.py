"""The row of a recording."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone

from cameras.recording_reason import RecordingReason
from core.tokens import new_key


class Recording(models.Model):
    """One kept picture.

    Its files in storage are `recordings/FILES.jpg`, `recordings/FILES-small.jpg` and, where it is
    known what led up to it, `recordings/FILES-before.jpg`.

    `key` is made by whoever asks for the picture to be kept, so that a message that comes twice
    keeps it once. `files` is made anew by each attempt, so that no attempt meets what another
    one, perhaps killed halfway, has written.
    """

    Reason = RecordingReason

    camera = models.ForeignKey("cameras.Camera", models.CASCADE, related_name="recordings")
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    files = models.CharField(max_length=32, default=new_key, editable=False)
    reason = models.CharField(max_length=8, choices=Reason)
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="of an event")
    comment = models.CharField(max_length=200, blank=True)
    boxes = models.JSONField(default=list, help_text="x, y, width, height in pixels, score")
    score = models.FloatField(default=0, help_text="of the movement; 1 is the threshold")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    has_before = models.BooleanField(default=False, help_text="whether there is such a file")
    size_bytes = models.PositiveIntegerField(help_text="of all its files together")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-taken_at", "-id"]
        indexes: ClassVar = [
            # The gallery, newest first; and retention, oldest first.
            models.Index(fields=["camera", "taken_at", "id"], name="recording_by_time"),
            models.Index(fields=["camera", "reason", "taken_at", "id"], name="recording_by_reason"),
        ]

    def __str__(self) -> str:
        return f"recording {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("recordings:show", args=[self.camera.slug, self.pk])

    @property
    def image(self) -> str:
        """Its picture's key in storage."""
        return image_of(self.files)

    @property
    def thumbnail(self) -> str:
        """Its small picture's key in storage."""
        return thumbnail_of(self.files)

    @property
    def before(self) -> str:
        """The storage key for the live picture from just before it."""
        return before_of(self.files)

    @property
    def paths(self) -> list[str]:
        """Every file it has in storage."""
        return [self.image, self.thumbnail, *([self.before] if self.has_before else [])]


def image_of(files: str) -> str:
    """The storage key of the picture, by the `files` of its recording."""
    return f"recordings/{files}.jpg"


def thumbnail_of(files: str) -> str:
    """The storage key of its thumbnail."""
    return f"recordings/{files}-small.jpg"


def before_of(files: str) -> str:
    """The storage key of the live picture from just before it, if there is one."""
    return f"recordings/{files}-before.jpg"


def is_saved(key: str) -> bool:
    """Whether there is a recording with this key."""
    return Recording.objects.filter(key=key).exists()
