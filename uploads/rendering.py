"""Turns one claimed picture into its result: storage -> temporary directory -> storage."""

from django.conf import settings

from core.stored_files import fetch, store
from core.workspace import workspace
from processing.pipeline import process
from uploads.face_boxes import faces_to_hide
from uploads.models import Picture
from uploads.orphaned_file import mark_pending


def render(picture: Picture) -> None:
    """Process a claimed picture and record the result. Raises Refused and StorageTrouble."""
    with workspace() as directory:
        original = directory / "original"
        fetch(picture.original, original)
        outcome = process(
            original.read_bytes(),
            picture.upload.parsed_recipe(),
            settings.PICTURE_LIMITS,
            faces_to_hide(picture) if picture.is_corrected else None,
        )
        result = directory / "result"
        result.write_bytes(outcome.file.content)
        key = f"{picture.upload.folder}/{result_name(picture, outcome.file.suffix)}"
        mark_pending([key])
        store(result, key)
    picture.finish(key, outcome)


def result_name(picture: Picture, suffix: str) -> str:
    """A name of its own for each run's result; docs/lifecycle.json knows how it ends."""
    return f"{picture.number}-{picture.version}-{picture.attempts}-result{suffix}"
