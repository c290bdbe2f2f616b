"""The part of a camera's row that says what is noticed in its pictures, and what is drawn there."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cameras.areas import judge_areas


class MotionOptions(models.Model):
    """What staff has decided about movement, covered areas, boxes and time in the live picture."""

    motion = models.BooleanField(
        _("detect motion"),
        default=False,
        help_text=_("Each event is kept as a picture among the recordings."),
    )
    motion_threshold = models.FloatField(
        _("smallest motion, in percent of the picture"),
        default=0.15,
        validators=[MinValueValidator(0.01), MaxValueValidator(50)],
    )
    motion_quiet_s = models.FloatField(
        _("seconds without motion that end an event"),
        default=1.0,
        validators=[MinValueValidator(0.1), MaxValueValidator(3600)],
    )
    motion_masks = models.JSONField(default=list, blank=True, validators=[judge_areas])
    privacy_masks = models.JSONField(default=list, blank=True, validators=[judge_areas])
    draw_boxes = models.BooleanField(_("red boxes around motion in the live picture"), default=True)
    draw_time = models.BooleanField(_("the time in the live picture"), default=True)

    class Meta:
        abstract = True
