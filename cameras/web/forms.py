from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cameras.live.status_reader import status_of
from cameras.models import Camera
from cameras.source_address import judge, read
from cameras.web.areas_field import AreasField
from cameras.web.offline_reasons import words_for
from cameras.web.source_picker import SourcePicker
from core.secret_field import is_unreadable
from core.tokens import new_slug
from processing.recipe import Recipe
from uploads.operation_catalog import OPERATION_WORDS, Text
from uploads.recipe_form import recipe_from


class PowerForm(forms.Form):
    """`on=true` or `on=false`."""

    on = forms.TypedChoiceField(
        choices=[("true", "on"), ("false", "off")], coerce=lambda value: value == "true"
    )


class CaptureForm(forms.Form):
    """What to do with the picture that is taken; read as the upload page's recipe is."""

    data: MultiValueDict[str, str]
    OFFERED = ("faces", "grayscale", "blur", "sketch", "even_light")

    @property
    def offered_operations(self) -> list[tuple[str, Text, bool]]:
        """What the camera's page offers: name, words, and whether it is ticked at first."""
        return [(name, OPERATION_WORDS[name][0], name == "faces") for name in self.OFFERED]

    def recipe(self) -> Recipe:
        """Raises Refused (InvalidRecipe)."""
        return recipe_from(self.data)


class CameraForm(forms.ModelForm):  # type: ignore[type-arg]
    """A camera as staff enters it. Its source is never shown again; left empty, it stays."""

    source = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    certificate = forms.ChoiceField(
        label=_("Certificate of the camera"),
        required=False,
        help_text=_(
            "The camera shows a certificate that no known authority has signed. Accept it if the "
            "camera's own pages show the same SHA-256; it has to be this one from then on."
        ),
    )
    motion_masks = AreasField(_("Ignore motion here"))
    privacy_masks = AreasField(_("Privacy mask: black in every picture, saved ones too"))

    class Meta:
        model = Camera
        fields: ClassVar = [
            "name",
            "slug",
            "certificate",
            "visibility",
            "motion",
            "hide_faces",
            "face_style",
            "privacy_masks",
            "motion_threshold",
            "motion_quiet_s",
            "motion_masks",
            "draw_boxes",
            "draw_time",
            "rotation",
            "fps",
            "width",
            "height",
            "preview_width",
            "preview_quality",
            "plays_once",
        ]
        labels: ClassVar = {"slug": _("Address on this site: /cameras/…/")}

    MAIN = ("name", "source", "certificate", "visibility", "motion", "hide_faces", "is_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picker = SourcePicker(self.data if self.is_bound else None, keeps=self._kept())
        self._offer_certificates()
        for field in self.fields.values():
            field.widget.attrs["class"] = _BOOTSTRAP.get(type(field.widget), "form-control")
        if is_unreadable(self.instance.source):
            self.fields["source"].help_text = _(
                "The stored source cannot be read with the current SECRET_KEY; enter it again."
            )

    @property
    def main(self) -> list[forms.BoundField]:
        """What everybody fills in."""
        return [self[name] for name in self.MAIN if name in self.fields and name != "source"]

    @property
    def more(self) -> list[forms.BoundField]:
        """What has good defaults."""
        return [field for field in self if field.name not in self.MAIN]

    @property
    def has_errors_in_more(self) -> bool:
        return any(field.errors for field in self.more)

    def _offer_certificates(self) -> None:
        """The one that is accepted, and the one that the camera shows, if there are any."""
        seen = status_of(self.instance).certificate if self.instance.pk else ""
        offered = dict.fromkeys(filter(None, (self.instance.certificate, seen)))
        if not offered:
            del self.fields["certificate"]
            return
        field = cast("forms.ChoiceField", self.fields["certificate"])
        field.choices = [
            ("", _("only one signed by a known authority")),
            *((sha256, _("accept %(sha256)s") % {"sha256": sha256}) for sha256 in offered),
        ]

    def _kept(self) -> str:
        """What is shown of the source that the camera has; "" for one that is not there yet."""
        if not self.instance.pk:
            return ""
        try:
            return read(self.instance.source).shown
        except ValidationError:
            return words_for("bad_source")

    def is_valid(self) -> bool:
        return super().is_valid() and self.picker.is_valid()

    def clean_source(self) -> str:
        """Judge a new source, picked or written out."""
        if not self.picker.is_valid():
            return ""
        if picked := self.picker.source:
            try:
                judge(picked)
            except ValidationError as error:
                self.picker.refuse(error)
            return picked
        text = str(self.cleaned_data["source"]).strip()
        if text:
            judge(text)
        elif not self.instance.pk:
            raise ValidationError(_("Where do the pictures come from? push: takes a phone's."))
        return text

    def save(self, commit: bool = True) -> Camera:
        """Write what this form holds and nothing else: another browser may switch meanwhile."""
        camera: Camera = super().save(commit=False)
        if self.cleaned_data["source"]:
            camera.source = self.cleaned_data["source"]
        if commit and camera.pk:
            camera.save(update_fields=[*self.Meta.fields, "source"])
        elif commit:
            camera.save()
        return camera


class NewCameraForm(CameraForm):
    """A camera that is not there yet."""

    is_on = forms.BooleanField(label=_("Switch it on at once"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"slug": new_slug()}, **kwargs})


_BOOTSTRAP: dict[type, str] = {forms.CheckboxInput: "form-check-input", forms.Select: "form-select"}
