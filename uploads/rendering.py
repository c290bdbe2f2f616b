"""Turns one claimed picture into its result: storage -> temporary directory -> storage."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from processing.pipeline import process
from uploads.files import discard, fetch, store
from uploads.models import Picture


def render(picture: Picture) -> None:
    """Process a claimed picture and record the result. Raises Refused and StorageTrouble."""
    with TemporaryDirectory(prefix="gazokako-") as directory:
        original = Path(directory, "original")
        fetch(picture.original, original)
        outcome = process(
            original.read_bytes(), picture.upload.parsed_recipe(), settings.PICTURE_LIMITS
        )
        result = Path(directory, "result")
        result.write_bytes(outcome.file.content)
        folder, number, attempt = picture.upload.folder, picture.number, picture.attempts
        key = store(result, f"{folder}/{number}-result-{attempt}{outcome.file.suffix}")
    if not picture.finish(key, outcome):
        discard(key)
