"""Makes an upload of what a camera shows now."""

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from cameras.buffer import ask_for_still
from cameras.models import Camera
from processing.recipe import Recipe
from uploads.door import Acceptance, accept

_STILL_WITHIN_S = 4.0


class NoPicture(Exception):
    """The camera gave no picture in time."""


def capture_still(camera: Camera, recipe: Recipe) -> Acceptance:
    """Take a picture at the camera's full size and send it through the door of uploads.

    Raises NoPicture, Refused, RedisError.
    """
    frame = ask_for_still(camera.pk, _STILL_WITHIN_S) if camera.is_on else None
    if frame is None:
        raise NoPicture
    file = SimpleUploadedFile("camera.jpg", frame.jpeg, "image/jpeg")
    return accept([file], recipe, settings.UPLOAD_EXPIRES_IN_S)
