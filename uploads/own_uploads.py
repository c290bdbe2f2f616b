"""The uploads of one browser, as its list shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.timesince import timeuntil

from uploads.models import Picture, Upload
from uploads.presentation import thumbnail_path
from uploads.session_tokens import tokens_of
from uploads.states import state_of


@dataclass(frozen=True)
class OwnUpload:
    """One entry of the list; `thumbnail` is an address, empty while no picture is done."""

    upload: Upload
    token: str
    state: str
    pictures: int
    thumbnail: str
    has_clip: bool

    @property
    def time_left(self) -> str:
        """Until it expires, in words, by the largest unit of time."""
        return timeuntil(self.upload.expires_at, depth=1)


def own_uploads(request: HttpRequest) -> list[OwnUpload]:
    """What this visitor holds the delete tokens of, the newest first."""
    tokens = tokens_of(request)
    uploads = Upload.objects.visible().filter(slug__in=tokens).prefetch_related("pictures")
    return [
        _entry(upload, tokens[upload.slug], list(upload.pictures.all()))
        for upload in uploads
        if upload.accepts_delete_token(tokens[upload.slug])
    ]


def _entry(upload: Upload, token: str, pictures: Sequence[Picture]) -> OwnUpload:
    done = [picture for picture in pictures if picture.is_done and not picture.is_clip]
    has_clip = any(picture.is_clip for picture in pictures)
    thumbnail = f"{upload.get_absolute_url()}{thumbnail_path(done[0])}" if done else ""
    return OwnUpload(upload, token, state_of(pictures), len(pictures), thumbnail, has_clip)
