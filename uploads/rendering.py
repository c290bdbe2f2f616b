"""Turns one claimed picture into its result: from storage, by a temporary directory, to storage."""

from io import BytesIO
from pathlib import Path

from django.conf import settings

from core.derived_keys import noise_key
from core.stored_files import store
from core.workspace import workspace
from processing.outcome import Encoded
from processing.pipeline import process
from uploads.face_boxes import faces_to_hide
from uploads.models import Picture
from uploads.originals import read_original
from uploads.orphaned_file import mark_pending


def render(picture: Picture) -> None:
    """Process a claimed picture and record the result.

    Raises Refused, StorageTrouble and BrokenSeal.
    """
    original = BytesIO()
    read_original(picture, original)
    outcome = process(
        original.getvalue(),
        picture.upload.parsed_recipe(),
        settings.PICTURE_LIMITS,
        faces_to_hide(picture) if picture.is_corrected else None,
        noise_key(),
    )
    with workspace() as directory:
        result = _stored(picture, directory / "result", outcome.file)
        made = {"preview": outcome.preview, "thumbnail": outcome.thumbnail}
        copies = {
            kind: _stored(picture, directory / kind, file) for kind, file in made.items() if file
        }
    picture.finish(result, outcome, copies)


def _stored(picture: Picture, local: Path, file: Encoded) -> str:
    """Store a file as what its local name says; returns its key. Raises StorageTrouble."""
    local.write_bytes(file.content)
    key = f"{picture.upload.folder}/{stored_name(picture, local.name, file.suffix)}"
    mark_pending([key])
    store(local, key)
    return key


def stored_name(picture: Picture, kind: str, suffix: str) -> str:
    """A name of its own for each run's files; docs/lifecycle.json knows how they end."""
    return f"{picture.number}-{picture.version}-{picture.attempts}-{kind}{suffix}"
