"""Why a picture of a camera is kept: said by the camera, stored with the recording."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordingReason(models.TextChoices):
    """The values are those of the JSON API."""

    MOTION = "motion", _("Motion")
    OBSERVER = "observer", _("Observer")
    MANUAL = "manual", _("By hand")
