"""The part of a camera's form in which its source is picked: a kind and the fields it needs."""

from pathlib import Path
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cameras.maker_addresses import MAKERS, address_of
from cameras.source_address import FILM_SUFFIXES

_TEXT = {"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
_SELECT = forms.Select({"class": "form-select"})
_MAX_FILMS = 500

KINDS = [
    ("push", _("Phone or program")),
    ("usb", _("USB camera")),
    ("network", _("Network camera")),
    ("pi", _("Raspberry Pi")),
    ("clip", _("Video file")),
    ("demo", _("Demo")),
]


class SourcePicker(forms.Form):
    """What staff picks; `source` is then the address. Nothing picked: "", the address counts."""

    kind = forms.ChoiceField(
        label=_("Where do the pictures come from?"), required=False, widget=forms.RadioSelect
    )
    usb_number = forms.IntegerField(
        label=_("Which one (0 is the first)"),
        required=False,
        min_value=0,
        max_value=99,
        initial=0,
        widget=forms.NumberInput({"class": "form-control"}),
    )
    maker = forms.ChoiceField(
        label=_("Maker"),
        required=False,
        choices=[("", "…"), *((key, maker[0]) for key, maker in MAKERS.items())],
        widget=_SELECT,
    )
    host = forms.CharField(
        label=_("Host or IP address, such as 192.168.1.20"),
        required=False,
        max_length=300,
        widget=forms.TextInput(_TEXT),
    )
    user = forms.CharField(
        label=_("User name"), required=False, max_length=200, widget=forms.TextInput(_TEXT)
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=200,
        strip=False,
        # As it was entered, in the answer to the very form: a test of the connection comes first.
        widget=forms.PasswordInput({**_TEXT, "autocomplete": "new-password"}, render_value=True),
    )
    film = forms.ChoiceField(
        label=_("File in the folder for videos"), required=False, widget=_SELECT
    )

    def __init__(self, *args: Any, keeps: str = "", **kwargs: Any) -> None:
        """`keeps` tells what the camera has already, which stays where nothing is picked."""
        super().__init__(*args, **kwargs)
        kinds = cast("forms.ChoiceField", self.fields["kind"])
        keep = [("", _("Keep “%(source)s”") % {"source": keeps})] if keeps else []
        kinds.choices = [*keep, *KINDS, ("address", _("Another address"))]
        kinds.initial = "" if keeps else "push"
        cast("forms.ChoiceField", self.fields["film"]).choices = [(name, name) for name in _films()]

    def clean(self) -> dict[str, Any]:
        """Put the address together."""
        fields = cast("dict[str, Any]", super().clean())
        kind = fields.get("kind", "")
        if kind == "usb" and "usb_number" in fields:
            fields["source"] = f"usb:{fields['usb_number'] or 0}"
        elif kind == "clip":
            fields["source"] = self._film(fields.get("film"))
        elif kind == "network":
            fields["source"] = self._network(fields)
        elif kind in ("push", "pi", "demo"):
            fields["source"] = f"{kind}:"
        return fields

    @property
    def source(self) -> str:
        """The address that was picked; "" where none was."""
        return str(self.cleaned_data.get("source", "")) if self.is_valid() else ""

    def _film(self, name: str | None) -> str:
        if not name:
            self.add_error("film", _("There is no file in the folder for videos."))
        return f"clip:{name}"

    def _network(self, fields: dict[str, Any]) -> str:
        if not fields.get("maker"):
            words = _("Choose the maker; if yours is not in the list, pick “Another address”.")
            self.add_error("maker", words)
            return ""
        try:
            login = (fields.get("user", ""), fields.get("password", ""))
            return address_of(fields["maker"], fields.get("host", ""), login)
        except ValueError:
            self.add_error("host", _("Write the host alone, such as 192.168.1.20 or camera.lan."))
            return ""

    def refuse(self, error: ValidationError) -> None:
        """Show beside the field it concerns why the address that was picked cannot be."""
        field = {"network": "host", "clip": "film"}.get(self.cleaned_data["kind"], "kind")
        self.add_error(field, error)


def _films() -> list[str]:
    """The videos directly in CAMERA_FILES_DIR, by name."""
    try:
        names = [path.name for path in Path(settings.CAMERA_FILES_DIR).iterdir()]
    except OSError:
        return []
    return sorted(name for name in names if name.lower().endswith(FILM_SUFFIXES))[:_MAX_FILMS]
