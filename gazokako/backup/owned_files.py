"""Which stored files the rows own."""

from collections.abc import Iterator

from cameras.models import PendingRecording
from recordings.models import Recording, TimeLapse
from uploads.models import Picture

_FETCHED = 1000


def owned_files() -> Iterator[str]:
    """The key of every file that a row names, as the database says at this moment."""
    yield from files_of_pending_recordings()
    pictures = Picture.objects.order_by("pk").values_list("original", "result", "preview")
    for keys in pictures.iterator(chunk_size=_FETCHED):
        yield from filter(None, keys)
    for recording in Recording.objects.order_by("pk").iterator(chunk_size=_FETCHED):
        yield from recording.paths
    yield from TimeLapse.objects.exclude(result="").values_list("result", flat=True)


def files_of_pending_recordings() -> Iterator[str]:
    """Those that live for a second or so: until a worker has made a recording of them."""
    for pending in PendingRecording.unfinished().order_by("pk").iterator(chunk_size=_FETCHED):
        yield from pending.paths
