"""Makes an upload, or a record, of what a camera shows now."""

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from cameras.buffer import Frame, ask_for_still
from cameras.models import Camera, Record
from cameras.records.handing_in import Waiting, hand_in
from processing.recipe import Recipe
from uploads.door import Acceptance, accept

_STILL_WITHIN_S = 4.0


class NoPicture(Exception):
    """The camera gave no picture in time."""


def capture_still(camera: Camera, recipe: Recipe) -> Acceptance:
    """Take a picture at the camera's full size and send it through the door of uploads.

    Raises NoPicture, Refused, RedisError.
    """
    frame = _still(camera)
    file = SimpleUploadedFile("camera.jpg", frame.jpeg, "image/jpeg")
    return accept([file], recipe, settings.UPLOAD_EXPIRES_IN_S)


def keep_still(camera: Camera) -> None:
    """Have a picture at the camera's full size kept among its records.

    Raises NoPicture, RedisError and kombu's OperationalError.
    """
    frame = _still(camera)
    hand_in(frame.jpeg, Waiting(camera.pk, Record.Reason.MANUAL.value, frame.taken_at))


def _still(camera: Camera) -> Frame:
    frame = ask_for_still(camera.pk, _STILL_WITHIN_S) if camera.is_on else None
    if frame is None:
        raise NoPicture
    return frame
