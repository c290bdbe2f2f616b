"""The rows of the persons of a clip, and of the search that found them."""

from typing import ClassVar

from django.db import models
from django.db.models import Prefetch

from uploads.picture import Picture


class Person(models.Model):
    """What the search holds to be one face of a clip, or a box that its sender drew.

    The box is where the face is at `best_s`, when it is seen best, in px of the upright frames.
    """

    clip = models.ForeignKey(Picture, models.CASCADE, related_name="persons")
    index = models.PositiveIntegerField(help_text="counted from 0; a drawn one is behind all found")
    start_s = models.FloatField()
    end_s = models.FloatField()
    best_s = models.FloatField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    score = models.FloatField()
    is_hidden = models.BooleanField(default=True)
    is_added = models.BooleanField(default=False, help_text="drawn by the sender")
    has_thumbnail = models.BooleanField(default=False)
    thumbnail = models.BinaryField(
        default=b"", help_text="WebP, the faces in it hidden; for the sender alone"
    )

    class Meta:
        ordering: ClassVar = ["clip", "index"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clip", "index"], name="person_index"),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class ClipSearch(models.Model):
    """What the search of a clip found, so that a correction does not search again."""

    clip = models.OneToOneField(Picture, models.CASCADE, related_name="search")
    content = models.BinaryField(help_text="processing.clips.Seen, packed")

    def __str__(self) -> str:
        return f"search of {self.clip_id}"


def with_persons() -> "Prefetch[str]":
    """For queries of pictures: the persons of clips, without their thumbnails."""
    return Prefetch("persons", Person.objects.defer("thumbnail"))
