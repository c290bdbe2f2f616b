"""Originals in storage: sealed with the cipher key of their upload, and read here alone."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage

from core.sealed_files import seal, unseal
from core.stored_files import StorageTrouble, store
from uploads.judging import SentFile
from uploads.models import Picture, Upload


def store_original(upload: Upload, number: int, sent: SentFile) -> str:
    """Store what was sent as a picture's original; returns its key.

    Raises StorageTrouble, and OSError where the disk does not take the sealed copy.
    """
    key = f"{upload.folder}/{number}-original"
    with NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, delete=False) as sealed:
        try:
            sent.seek(0)
            seal(sent, sealed, upload.cipher_key, key)
            sealed.flush()
            store(Path(sealed.name), key)
        finally:
            Path(sealed.name).unlink(missing_ok=True)  # storage on the same disk has taken it
    return key


def read_original(picture: Picture, target: IO[bytes]) -> None:
    """Write a picture's original to a local file. Raises StorageTrouble and BrokenSeal."""
    try:
        with default_storage.open(picture.original) as stored:
            unseal(stored, target, picture.upload.cipher_key, picture.original)
            target.flush()
    except OSError as error:
        raise StorageTrouble(f"reading failed: {error}") from error


def are_kept(upload: Upload) -> bool:
    """Whether all originals of an upload are there and stay as long as it does."""
    stay = settings.REMOVE_ORIGINALS == "with-upload"
    return stay and not upload.pictures.filter(original="").exists()
