"""Sends the stored originals of an upload once more, as another upload."""

from contextlib import ExitStack

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from processing.refusal import Refused
from uploads.forms import UploadForm
from uploads.intake import Submission
from uploads.judging import SentFile
from uploads.models import Picture, Upload


def submit_again(upload: Upload, form: UploadForm, sender: str) -> Submission:
    """Take in the pictures of an upload with what a form says now. Raises Refused."""
    with ExitStack() as files:
        return form.submit([_opened(picture, files) for picture in upload.pictures.all()], sender)


def _opened(picture: Picture, files: ExitStack) -> SentFile:
    """Its original as if it had been sent. Raises Refused."""
    try:
        stored = files.enter_context(default_storage.open(picture.original))
    except OSError as error:
        raise Refused("storage") from error
    return UploadedFile(stored, picture.name, size=picture.original_bytes)
