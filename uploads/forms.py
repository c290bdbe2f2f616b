from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from processing.operations import OPERATIONS
from processing.recipe import Recipe
from processing.refusal import Refused
from uploads.intake import SentFile, Submission, submit
from uploads.operation_catalog import CatalogEntry, Text, catalog, field_name

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
    """The upload page's form: operations ticked as `recipe`, their parameters as `OP-PARAMETER`.

    `recipe` may also be one JSON text, as the API takes it.
    """

    expires_in = forms.TypedChoiceField(choices=_lifetimes, coerce=int, required=False)

    @property
    def lifetimes(self) -> list[tuple[int, object, bool]]:
        """Value, words and whether it is chosen, for each lifetime of the link."""
        chosen = self.data.get("expires_in") or str(settings.UPLOAD_EXPIRES_IN_S)
        return [(seconds, words, str(seconds) == chosen) for seconds, words in _lifetimes()]

    @property
    def catalog(self) -> list[CatalogEntry]:
        """The operations with what was sent, so that an error loses nothing."""
        return catalog(self._chosen if self.is_bound else ["faces"], self.data)

    def submit(self, files: Sequence[SentFile]) -> Submission:
        """Take in what was sent. Raises Refused."""
        if "expires_in" in self.errors:
            raise Refused("invalid_request")
        expires_in_s = self.cleaned_data.get("expires_in") or settings.UPLOAD_EXPIRES_IN_S
        return submit(files, self._recipe(), expires_in_s)

    @property
    def _chosen(self) -> list[str]:
        return self.data.getlist("recipe") if hasattr(self.data, "getlist") else []

    def _recipe(self) -> Recipe:
        chosen = [value.strip() for value in self._chosen if value.strip()]
        if len(chosen) == 1 and chosen[0].startswith(("[", "{")):
            return Recipe.parse_text(chosen[0])
        return Recipe.parse([self._step(name) for name in chosen])

    def _step(self, name: str) -> dict[str, object]:
        step: dict[str, object] = {"op": name}
        if name in OPERATIONS:
            operation = OPERATIONS[name]
            for parameter in operation.parameters:
                text = self.data.get(field_name(operation, parameter), "").strip()
                if text:
                    step[parameter.name] = parameter.parse(text)
        return step
