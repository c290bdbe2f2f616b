"""The form field for areas of a picture: text of a line each, which the page lets one draw."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from cameras.areas import Corners, read_areas, written

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class AreasField(forms.CharField):
    """Takes what `cameras.areas` reads; answers what a camera's row stores."""

    def __init__(self, label: "str | _StrPromise") -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=20_000,
            widget=forms.Textarea(
                attrs={"rows": 2, "data-areas": "", "spellcheck": "false", "autocomplete": "off"}
            ),
            help_text=_(
                "A line for each area: its corners in percent of width and height, "
                "like 0,0 50,0 50,25. Where the camera gives a picture, draw them."
            ),
        )

    def prepare_value(self, value: object) -> object:
        """A row's areas as text; text that was sent stays as it is."""
        return written(value) if isinstance(value, list) else value

    def clean(self, value: str) -> list[Corners]:
        """Raises ValidationError with a sentence on what is wrong."""
        return read_areas(str(super().clean(value)))
