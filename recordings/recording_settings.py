"""A camera's recording settings: what is kept, how long, and who is notified."""

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.refusals import message_of
from core.secret_field import SecretTextField, is_unreadable
from processing.recipe import Recipe
from processing.refusal import Refused
from recordings.message_services import judge_services

DEFAULT_MAX_RECORDINGS = 30_000


def judge_recipe(steps: object) -> None:
    """A validator: no steps at all, or a recipe. Raises ValidationError."""
    if steps == []:
        return
    try:
        Recipe.parse(steps)
    except Refused as refusal:
        raise ValidationError(message_of(refusal)) from refusal


def judge_webhook(url: str) -> None:
    """A validator; where a name leads is judged when it is called. Raises ValidationError."""
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or parts.username or any(not 32 < ord(letter) < 127 for letter in url):
        raise ValidationError(_("Write an address such as https://example.org/hook."))


class RecordingSettings(models.Model):
    """What staff has decided about one camera's recordings; without a row the defaults hold."""

    camera = models.OneToOneField(
        "cameras.Camera", models.CASCADE, primary_key=True, related_name="recording_settings"
    )
    recipe = models.JSONField(
        _("recipe"),
        default=list,
        blank=True,
        validators=[judge_recipe],
        help_text=_('Steps before a picture is kept, e.g. [{"op": "faces"}]; none: as it is.'),
    )
    draw_boxes = models.BooleanField(
        _("draw boxes into the kept picture"),
        default=False,
        help_text=_("Otherwise they are shown above the picture and can be switched off."),
    )
    max_recordings = models.PositiveIntegerField(
        _("pictures kept, at most"),
        default=DEFAULT_MAX_RECORDINGS,
        validators=[MaxValueValidator(10_000_000)],
    )
    max_days = models.PositiveIntegerField(
        _("days kept, at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(36_500)],
    )
    max_mb = models.PositiveIntegerField(
        _("megabytes kept, at most"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    webhook_url = SecretTextField(
        _("webhook"),
        blank=True,
        default="",
        validators=[judge_webhook],
        help_text=_("Receives signed JSON when motion is detected, at most once a minute."),
    )
    webhook_secret = SecretTextField(
        _("secret of the webhook"),
        blank=True,
        default="",
        help_text=_("Signs what is sent (HMAC-SHA256). Left empty, one is made."),
    )
    services = SecretTextField(
        _("message services"),
        blank=True,
        default="",
        validators=[judge_services],
        help_text=_(
            "ntfy, Telegram, Signal, Matrix, Discord and others, with the picture: one address of "
            "Apprise in each line, such as ntfy://ntfy.sh/my-secret-topic."
        ),
    )
    notify_email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Receives a message when motion is detected.")
    )
    quiet_from = models.TimeField(
        _("no messages from"),
        null=True,
        blank=True,
        help_text=_("What moves is recorded all the same; the next message gives the number."),
    )
    quiet_to = models.TimeField(
        _("no messages until"),
        null=True,
        blank=True,
        help_text=_("In this site's time zone; may be on the next day."),
    )

    class Meta:
        verbose_name = _("settings for recordings")
        verbose_name_plural = _("settings for recordings")

    def __str__(self) -> str:
        return f"recording settings of camera {self.camera_id}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Make a secret for a webhook without one; an unreadable secret is left as it is."""
        is_missing = not self.webhook_secret and not is_unreadable(self.webhook_secret)
        if self.webhook_url and is_missing:
            self.webhook_secret = secrets.token_urlsafe(32)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """Quiet hours have two ends, which differ. Raises ValidationError."""
        if (self.quiet_from is None) != (self.quiet_to is None):
            raise ValidationError({"quiet_to": _("Enter both times, or neither.")})
        if self.quiet_from is not None and self.quiet_from == self.quiet_to:
            raise ValidationError({"quiet_to": _("Enter two different times.")})

    def is_quiet_at(self, moment: datetime) -> bool:
        """Whether an aware moment lies in the quiet hours, which end just before `quiet_to`."""
        if self.quiet_from is None or self.quiet_to is None:
            return False
        time = timezone.localtime(moment, timezone.get_default_timezone()).time()
        if self.quiet_from < self.quiet_to:
            return self.quiet_from <= time < self.quiet_to
        return time >= self.quiet_from or time < self.quiet_to

    def parsed_recipe(self) -> Recipe | None:
        return Recipe.parse(self.recipe) if self.recipe else None

    @property
    def max_age(self) -> timedelta | None:
        return timedelta(days=self.max_days) if self.max_days else None

    @property
    def max_bytes(self) -> int | None:
        return self.max_mb * 1_000_000 if self.max_mb else None

    @property
    def notifies_anybody(self) -> bool:
        return bool(self.webhook_url or self.notify_email or self.services)


def recording_settings_of(camera_id: int) -> RecordingSettings:
    """The settings of a camera; not saved where nobody has changed any."""
    saved = RecordingSettings.objects.filter(camera_id=camera_id).first()
    return saved or RecordingSettings(camera_id=camera_id)
