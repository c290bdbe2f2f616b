from django import forms

from processing.recipe import Recipe


class PowerForm(forms.Form):
    """`on=true` or `on=false`."""

    on = forms.TypedChoiceField(
        choices=[("true", "on"), ("false", "off")], coerce=lambda value: value == "true"
    )


class FrameForm(forms.Form):
    """A pushed frame: the picture, a comment, and when it was taken (seconds since the epoch)."""

    img = forms.FileField()
    comment = forms.CharField(required=False, max_length=200)
    taken_at = forms.FloatField(required=False, min_value=0, max_value=1e11)

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
