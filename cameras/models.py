from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
    validate_slug,
)
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cameras.motion_settings import MotionOptions
from cameras.pending_recording import PendingRecording
from cameras.source_address import judge
from cameras.versions import UNCOUNTED, VersionedRow
from core.secret_field import SecretTextField
from core.staff import is_staff_user
from core.tokens import has_hash, hash_of, new_slug, new_token

__all__ = ["Camera", "PendingRecording"]

DEFAULT_FPS = 15.0
_NO_SLUG = "new"
_ONE_LINE = RegexValidator(r"^[^\x00-\x1f\x7f\x85\u2028\u2029]*\Z", _("Write this in one line."))
_SHA256 = RegexValidator(r"^[0-9a-f]{64}\Z", _("This is not a SHA-256 in hexadecimal."))


class CameraQuerySet(models.QuerySet["Camera"]):
    def seen_by(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Those whose address this user may open; private ones are for staff."""
        if is_staff_user(user):
            return self
        return self.exclude(visibility=Camera.Visibility.PRIVATE)

    def listed_for(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Those shown to this user unasked."""
        if is_staff_user(user):
            return self
        return self.filter(visibility=Camera.Visibility.PUBLIC)

    def update(self, **values: Any) -> int:
        """Change rows in one statement; a change that counts takes each to its next version."""
        if not UNCOUNTED.issuperset(values):
            values["version"] = models.F("version") + 1
        return super().update(**values)


class Camera(VersionedRow, MotionOptions):
    """A camera's settings. Its status is in Redis: see cameras.live.status_reader."""

    class Visibility(models.TextChoices):
        PRIVATE = "private", _("Private: staff only")
        LINK = "link", _("Link: whoever has its address")
        PUBLIC = "public", _("Public: listed for everyone")

    class Rotation(models.IntegerChoices):
        NONE = 0, _("As it is")
        RIGHT = 90, _("Quarter turn to the right")
        HALF = 180, _("Upside down")
        LEFT = 270, _("Quarter turn to the left")

    class FaceStyle(models.TextChoices):
        MOSAIC = "mosaic", _("Mosaic")
        SOLID = "solid", _("Solid")

    slug = models.CharField(
        _("address"), max_length=50, unique=True, default=new_slug, validators=[validate_slug]
    )
    name = models.CharField(_("name"), max_length=100, blank=True, validators=[_ONE_LINE])
    source = SecretTextField(_("source"), validators=[judge])
    certificate = models.CharField(
        _("certificate"), max_length=64, blank=True, validators=[_SHA256]
    )
    """SHA-256 of the one certificate accepted of the source; "": one signed by an authority."""
    is_on = models.BooleanField(_("on"), default=False)
    plays_once = models.BooleanField(
        _("play once"),
        default=False,
        help_text=_("The clip stops at its end instead of starting over."),
    )
    visibility = models.CharField(
        _("visibility"), max_length=8, choices=Visibility, default=Visibility.PRIVATE
    )
    width = models.PositiveIntegerField(
        _("width requested from the camera"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(12_000)],
    )
    height = models.PositiveIntegerField(
        _("height requested from the camera"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(12_000)],
    )
    fps = models.FloatField(
        _("maximum frame rate (fps)"),
        default=DEFAULT_FPS,
        validators=[MinValueValidator(0.1), MaxValueValidator(60)],
    )
    rotation = models.PositiveSmallIntegerField(
        _("rotation"), choices=Rotation, default=Rotation.NONE
    )
    preview_width = models.PositiveIntegerField(
        _("width of the live picture"),
        default=640,
        validators=[MinValueValidator(64), MaxValueValidator(3840)],
    )
    preview_quality = models.PositiveSmallIntegerField(
        _("JPEG quality of the live picture"),
        default=80,
        validators=[MinValueValidator(20), MaxValueValidator(95)],
    )
    hide_faces = models.BooleanField(_("hide faces"), default=False)
    face_style = models.CharField(
        _("how faces are hidden"), max_length=8, choices=FaceStyle, default=FaceStyle.MOSAIC
    )
    push_token_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CameraQuerySet.as_manager()

    class Meta(MotionOptions.Meta):
        abstract = False
        ordering: ClassVar = ["name", "id"]
        verbose_name = _("camera")
        verbose_name_plural = _("cameras")

    def __str__(self) -> str:
        return self.name or f"camera {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("cameras:show", args=[self.slug])

    def clean(self) -> None:
        if self.slug == _NO_SLUG:
            words = _("This address is taken by the page that adds cameras; choose another.")
            raise ValidationError({"slug": words})

    def new_push_token(self) -> str:
        """Make the token that lets a program push frames; only its hash is kept."""
        token = new_token()
        self.push_token_hash = hash_of(token)
        return token

    def accepts_push_token(self, token: str) -> bool:
        """Whether a token is this camera's, compared in constant time."""
        return has_hash(token, self.push_token_hash)

    @property
    def wanted_fps(self) -> float:
        return min(self.fps, settings.MAX_CAMERA_FPS)
