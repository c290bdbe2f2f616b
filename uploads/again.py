"""Sends the stored originals of an upload once more, as another upload."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryFile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.sealed_files import BrokenSeal
from core.stored_files import StorageTrouble
from core.trouble import trouble_of
from processing.refusal import Refused
from uploads.forms import UploadForm
from uploads.intake import Submission
from uploads.judging import SentFile
from uploads.models import Picture, Upload
from uploads.originals import read_original

logger = logging.getLogger(__name__)


def submit_again(upload: Upload, form: UploadForm, sender: str) -> Submission:
    """Take in the pictures of an upload with what a form says now. Raises Refused."""
    with ExitStack() as files:
        sent = [files.enter_context(_opened(picture)) for picture in upload.pictures.all()]
        return form.submit(sent, sender)


@contextmanager
def _opened(picture: Picture) -> Iterator[SentFile]:
    """Its original as if it had been sent. Raises Refused."""
    with TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as original:
        try:
            read_original(picture, original)
        except StorageTrouble as error:
            trouble = trouble_of(error)
            raise Refused(trouble.code if trouble else "storage") from error
        except BrokenSeal as broken:
            logger.warning("the stored original of %s cannot be opened: %s", picture, broken)
            raise Refused("damaged") from broken
        yield UploadedFile(original, picture.name, size=picture.original_bytes)
