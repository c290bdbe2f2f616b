from django import forms

from cameras.pushing import Pushed
from processing.recipe import Recipe


class PowerForm(forms.Form):
    """`on=true` or `on=false`."""

    on = forms.TypedChoiceField(
        choices=[("true", "on"), ("false", "off")], coerce=lambda value: value == "true"
    )


class FrameForm(forms.Form):
    """A pushed frame: the picture, a comment, and when it was taken (seconds since the epoch).

    `record=false` is for who sends many a second, as a phone does: shown, and not kept.
    """

    img = forms.FileField()
    comment = forms.CharField(required=False, max_length=200)
    taken_at = forms.FloatField(required=False, min_value=0, max_value=1e11)
    record = forms.TypedChoiceField(
        required=False,
        choices=[("true", "kept"), ("false", "only shown")],
        coerce=lambda value: value == "true",
        empty_value=None,
    )

    def pushed(self) -> Pushed:
        """What was sent, once it is valid."""
        sent = self.cleaned_data
        is_kept = sent["record"] is not False
        return Pushed(sent["img"], sent["taken_at"], sent["comment"], is_kept)

    def sentence(self) -> str:
        """What is wrong, in one line."""
        return "; ".join(
            f"{name}: {' '.join(str(error) for error in errors)}"
            for name, errors in self.errors.items()
        )


class CaptureForm(forms.Form):
    """What to do with the picture that is taken: operations by name, or one JSON text."""

    def recipe(self) -> Recipe:
        """Raises Refused (InvalidRecipe)."""
        values = self.data.getlist("recipe") if hasattr(self.data, "getlist") else []
        chosen = [value.strip() for value in values if value.strip()]
        if len(chosen) == 1 and chosen[0].startswith(("[", "{")):
            return Recipe.parse_text(chosen[0])
        return Recipe.parse([{"op": name} for name in chosen])
