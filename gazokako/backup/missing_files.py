"""Makes restored rows true whose files were deleted or replaced while the backup was made."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.core.files.storage import default_storage

from cameras.models import PendingRecording
from recordings.models import Recording, TimeLapse
from recordings.removal import remove
from uploads.models import Picture, Upload

_T = TypeVar("_T")
_FETCHED = 1000


def settle_missing_files() -> int:
    """Drop what was deleted and queue again what was to be made anew; returns how many rows."""
    return _uploads() + _results() + _recordings()


def _uploads() -> int:
    """A picture that can neither be shown nor made anew went with its upload."""
    pictures = Picture.objects.iterator(chunk_size=_FETCHED)
    gone = {
        picture.upload_id
        for picture in pictures
        if _lacks([picture.original] if picture.original else picture.stored_results)
    }
    for batch in _batches(sorted(gone)):
        Upload.objects.filter(pk__in=batch).delete()
    return len(gone)


def _results() -> int:
    """A result goes when somebody corrects its faces, or tries again: it is made anew."""
    pictures = Picture.objects.exclude(result="").iterator(chunk_size=_FETCHED)
    again = [picture.pk for picture in pictures if _lacks(picture.stored_results)]
    for batch in _batches(again):
        found = Picture.objects.filter(pk__in=batch)
        Picture.new_version(found, result="", preview="", thumbnail="", result_bytes=0)
    return len(again)


def _recordings() -> int:
    """Of cameras: kept pictures, those about to be kept, and time-lapses."""
    recordings = Recording.objects.iterator(chunk_size=_FETCHED)
    gone = [recording for recording in recordings if _lacks([recording.image])]
    for batch in _batches(gone):
        remove(batch)
    waiting = [row.pk for row in PendingRecording.unfinished() if _lacks([row.content])]
    PendingRecording.objects.filter(pk__in=waiting).delete()
    lapses = [row.pk for row in TimeLapse.objects.exclude(result="") if _lacks([row.result])]
    TimeLapse.objects.filter(pk__in=lapses).delete()
    return len(gone) + len(waiting) + len(lapses)


def _batches(found: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (found[start : start + _FETCHED] for start in range(0, len(found), _FETCHED))


def _lacks(keys: Iterable[str]) -> bool:
    return not all(default_storage.exists(key) for key in keys)
