"""The form in which a program or a phone sends a frame."""

from typing import Self

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from cameras.ingest.pushed_frames import MAX_FRAME_BYTES, PushedFrame


class FrameForm(forms.Form):
    """A pushed frame: the picture, a comment, and when it was taken (seconds since the epoch).

    A picture may also be the whole body, as cameras send it; the rest is in the query then.

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

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """The form, filled with what a request sent."""
        if not (request.content_type or "").startswith("image/"):
            return cls(request.POST, request.FILES)
        body = SimpleUploadedFile("frame", request.read(MAX_FRAME_BYTES + 1))
        return cls(request.GET, MultiValueDict({"img": [body]}))

    def pushed(self) -> PushedFrame:
        """The frame that was sent, once the form is valid."""
        sent = self.cleaned_data
        is_kept = sent["record"] is not False
        return PushedFrame(sent["img"], sent["taken_at"], sent["comment"], is_kept)

    def sentence(self) -> str:
        """What is wrong, in one line."""
        return "; ".join(
            f"{name}: {' '.join(str(error) for error in errors)}"
            for name, errors in self.errors.items()
        )
