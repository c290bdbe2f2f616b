"""What visitors and staff may say about recordings."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cameras.models import Camera
from core.job_row import queued_now
from core.secret_field import is_unreadable
from processing.refusal import Refused
from recordings.cursor import Cursor
from recordings.days import time_range_of
from recordings.gallery import RecordingFilter
from recordings.models import RecordingSettings
from recordings.recording import Recording
from recordings.time_lapse import LIVES, TimeLapse


class DayInput(forms.DateInput):
    """The browser's own calendar; its value is written as in ISO 8601, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__({"class": "form-control"}, format="%Y-%m-%d")


class CursorField(forms.CharField):
    """A place in the order of recordings."""

    def clean(self, value: object) -> Cursor | None:
        text = super().clean(value)
        try:
            return Cursor.parse(text) if text else None
        except Refused as refusal:
            raise ValidationError(refusal.code) from refusal


class DayField(forms.DateField):
    """A day that a camera of our time may have seen."""

    widget = DayInput

    def __init__(self, **options: object) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)  # type: ignore[arg-type]

    def clean(self, value: object) -> date | None:
        day: date | None = super().clean(value)
        try:
            if day is not None:
                time_range_of(day)
        except Refused as refusal:
            raise ValidationError(_("Choose a day of our time.")) from refusal
        return day


class RecordingFilterForm(forms.Form):
    """Which recordings of a camera are wanted, from the query of an address."""

    day = DayField(label=_("Day"), required=False)
    reason = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[("", _("All")), *Recording.Reason.choices],
        widget=forms.Select({"class": "form-select"}),
    )
    older = CursorField(required=False)
    newer = CursorField(required=False)

    def filters(self) -> RecordingFilter:
        """What was chosen, once the form is valid."""
        cleaned = self.cleaned_data
        return RecordingFilter(
            cleaned["reason"], cleaned["day"], cleaned["older"], cleaned["newer"]
        )


class ShareForm(forms.Form):
    """How long a link is to live."""

    LIVES: ClassVar = [
        (3600, _("for an hour")),
        (86_400, _("for a day")),
        (7 * 86_400, _("for a week")),
        (30 * 86_400, _("for 30 days")),
    ]
    lives_s = forms.TypedChoiceField(
        label=_("Link expires after"),
        choices=LIVES,
        coerce=int,
        initial=86_400,
        widget=forms.Select({"class": "form-select"}),
    )

    def lives(self) -> timedelta:
        return timedelta(seconds=self.cleaned_data["lives_s"])


class TimeLapseForm(forms.Form):
    """The first and the last day of a time-lapse."""

    first = DayField(label=_("From"))
    last = DayField(label=_("To and including"), required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            raise ValidationError(_("The last day comes before the first."))
        return cleaned

    def lapse(self, camera: Camera) -> TimeLapse:
        """The time-lapse that was asked for, not saved yet."""
        time_range = time_range_of(self.cleaned_data["first"], self.cleaned_data["last"])
        return TimeLapse(
            camera=camera,
            begins_at=time_range.begins_at,
            ends_at=time_range.ends_at,
            expires_at=timezone.now() + LIVES,
            **queued_now(),
        )


_UNREADABLE = _("What is stored here cannot be read with the current SECRET_KEY; enter it again.")


class RecordingSettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What staff decides about a camera's recordings."""

    SECRETS = ("webhook_url", "webhook_secret", "services")

    def clean_recipe(self) -> list[object]:
        """An empty field means no steps."""
        return self.cleaned_data["recipe"] or []

    def clean(self) -> dict[str, Any]:
        """What cannot be read stays stored where nothing new is entered."""
        entered: dict[str, Any] = super().clean() or {}
        for name in self.SECRETS:
            if not entered.get(name) and is_unreadable(getattr(self.instance, name)):
                entered[name] = getattr(self.instance, name)
        if entered.get("webhook_url") and is_unreadable(entered.get("webhook_secret")):
            self.add_error("webhook_secret", _UNREADABLE)
        return entered

    class Meta:
        model = RecordingSettings
        fields: ClassVar = [
            "recipe",
            "draw_boxes",
            "max_recordings",
            "max_days",
            "max_mb",
            "webhook_url",
            "webhook_secret",
            "services",
            "notify_email",
            "quiet_from",
            "quiet_to",
        ]
        widgets: ClassVar = {
            "quiet_from": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "quiet_to": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "recipe": forms.Textarea({"rows": 3, "spellcheck": "false"}),
            "webhook_url": forms.URLInput(),
            "services": forms.Textarea({"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
            "webhook_secret": forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for field in self.fields.values():
            is_tick = isinstance(field.widget, forms.CheckboxInput)
            field.widget.attrs["class"] = "form-check-input" if is_tick else "form-control"
        if not settings.EMAIL_HOST:
            self.fields["notify_email"].help_text = _(
                "This site has no mail server (SMTP_HOST), so nothing is sent for now."
            )
        for name in self.SECRETS:
            if is_unreadable(getattr(self.instance, name)):
                self.fields[name].help_text = _UNREADABLE
