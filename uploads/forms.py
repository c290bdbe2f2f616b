from collections.abc import Sequence
from typing import Self

from django import forms
from django.conf import settings
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from processing.operations import OPERATIONS
from processing.refusal import Refused
from uploads.intake import Submission, submit
from uploads.judging import SentFile
from uploads.models import Upload
from uploads.operation_catalog import CatalogEntry, Text, catalog, field_name
from uploads.recipe_form import chosen_operations, recipe_from
from uploads.upload_options import MAX_PASSWORD_CHARACTERS, UploadOptions

_HOUR = 3600
LIFETIMES: list[tuple[int, Text]] = [
    (_HOUR, _("1 hour")),
    (24 * _HOUR, _("1 day")),
    (7 * 24 * _HOUR, _("1 week")),
    (30 * 24 * _HOUR, _("30 days")),
]


def _lifetimes() -> list[tuple[int, Text]]:
    """The lifetimes to choose from; the site's default is always among them."""
    default = settings.UPLOAD_EXPIRES_IN_S
    if any(seconds == default for seconds, _words in LIFETIMES):
        return LIFETIMES
    words = _("%(minutes)d minutes") % {"minutes": default // 60}
    return sorted([*LIFETIMES, (default, words)], key=lambda lifetime: lifetime[0])


class UploadForm(forms.Form):
    """The upload page's form; its recipe is read by `uploads.recipe_form`."""

    data: MultiValueDict[str, str]
    expires_in = forms.TypedChoiceField(choices=_lifetimes, coerce=int, required=False)
    password = forms.CharField(max_length=MAX_PASSWORD_CHARACTERS, required=False, strip=False)
    once = forms.BooleanField(required=False)

    @classmethod
    def like(cls, upload: Upload) -> Self:
        """A form that holds what an upload was made with."""
        sent: MultiValueDict[str, str] = MultiValueDict()
        for step in upload.recipe:
            operation = OPERATIONS[step["op"]]
            sent.appendlist("recipe", operation.name)
            for parameter in operation.parameters:
                if parameter.name in step:
                    sent[field_name(operation, parameter)] = str(step[parameter.name])
        lives_s = round((upload.expires_at - upload.created_at).total_seconds())
        sent["expires_in"] = str(lives_s)
        if upload.is_once:
            sent["once"] = "on"
        return cls(sent)

    @property
    def lifetimes(self) -> list[tuple[int, object, bool]]:
        """Value, words and whether it is chosen, for each lifetime of the link."""
        chosen = self.data.get("expires_in") or str(settings.UPLOAD_EXPIRES_IN_S)
        return [(seconds, words, str(seconds) == chosen) for seconds, words in _lifetimes()]

    @property
    def is_once_chosen(self) -> bool:
        return "once" in self.data

    @property
    def default_lifetime(self) -> object:
        """In words."""
        return dict(_lifetimes())[settings.UPLOAD_EXPIRES_IN_S]

    @property
    def catalog(self) -> list[CatalogEntry]:
        """The operations with what was sent, so that an error loses nothing."""
        return catalog(chosen_operations(self.data) if self.is_bound else ["faces"], self.data)

    @property
    def protecting(self) -> list[CatalogEntry]:
        """The operations that hide what is seen; `look` has the others."""
        return [entry for entry in self.catalog if entry.protects]

    @property
    def look(self) -> list[CatalogEntry]:
        return [entry for entry in self.catalog if not entry.protects]

    def submit(self, files: Sequence[SentFile], sender: str) -> Submission:
        """Take in what was sent. Raises Refused."""
        if self.errors:
            raise Refused("invalid_request")
        expires_in_s = self.cleaned_data.get("expires_in") or settings.UPLOAD_EXPIRES_IN_S
        recipe = recipe_from(self.data)
        options = UploadOptions(
            password=self.cleaned_data["password"],
            is_once=self.cleaned_data["once"],
            with_sound="without_sound" not in self.data,
        )
        return submit(files, recipe, expires_in_s, sender, options)
