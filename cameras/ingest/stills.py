"""Makes an upload, or a recording, of what a camera shows now."""

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from cameras.ingest.recording_queue import RecordingDetails, enqueue
from cameras.live.frame_buffer import EncodedFrame
from cameras.live.frame_requests import ask_for_still
from cameras.models import Camera
from cameras.recording_reason import RecordingReason
from processing.recipe import Recipe
from uploads.intake import Submission, submit

_STILL_WITHIN_S = 4.0


class NoPicture(Exception):
    """The camera gave no picture in time."""


def capture_still(camera: Camera, recipe: Recipe, sender: str) -> Submission:
    """Take a picture at the camera's full size and submit it as an upload of `sender`.

    Raises NoPicture, TooManyWaiting, RateLimited, Refused, RedisError.
    """
    frame = _still(camera)
    file = SimpleUploadedFile("camera.jpg", frame.jpeg, "image/jpeg")
    return submit([file], recipe, settings.UPLOAD_EXPIRES_IN_S, sender)


def save_still(camera: Camera) -> None:
    """Have a picture at the camera's full size kept among its recordings.

    Raises NoPicture, TooManyWaiting, StorageTrouble, RedisError and the database's
    OperationalError.
    """
    frame = _still(camera)
    reason = RecordingReason.MANUAL.value
    enqueue(frame.jpeg, RecordingDetails(camera.pk, reason, frame.taken_at, version=frame.version))


def _still(camera: Camera) -> EncodedFrame:
    frame = ask_for_still(camera.pk, camera.version, _STILL_WITHIN_S) if camera.is_on else None
    if frame is None:
        raise NoPicture
    return frame
