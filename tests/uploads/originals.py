"""Originals of uploads, as they lie in storage and as they were sent."""

from io import BytesIO

from django.core.files.storage import default_storage

from uploads.models import Picture
from uploads.originals import read_original


def original_of(picture: Picture) -> bytes:
    """What was sent."""
    opened = BytesIO()
    read_original(picture, opened)
    return opened.getvalue()


def stored(picture: Picture) -> bytes:
    """What storage holds of it."""
    with default_storage.open(picture.original) as file:
        return file.read()


def change(picture: Picture, content: bytes) -> None:
    """Put something else in its place, as who holds the bucket can."""
    default_storage.delete(picture.original)
    assert default_storage.save(picture.original, BytesIO(content)) == picture.original
