"""The row of a link that shows one recording to whoever has it."""

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.tokens import new_token


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def valid(self) -> Self:
        """Those that have not expired."""
        return self.filter(expires_at__gt=timezone.now())


class ShareLink(models.Model):
    """A link to one recording; it says nothing of the camera and ends at its time."""

    recording = models.ForeignKey("recordings.Recording", models.CASCADE, related_name="shares")
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    expires_at = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"share {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("shared:show", args=[self.token])
