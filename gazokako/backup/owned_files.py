"""Which stored files the rows own."""

from collections.abc import Iterator

from cameras.models import PendingRecording
from core.job_state import UNFINISHED
from recordings.models import Recording, TimeLapse
from uploads.models import Picture

_FETCHED = 1000


def owned_files() -> Iterator[str]:
    """The key of every file that a row names, as the database says at this moment."""
    yield from files_of_pending_recordings()
    for picture in Picture.objects.order_by("pk").iterator(chunk_size=_FETCHED):
        yield from filter(None, [picture.original, *picture.stored_results])
    for recording in Recording.objects.order_by("pk").iterator(chunk_size=_FETCHED):
        yield from recording.paths
    yield from TimeLapse.objects.exclude(result="").values_list("result", flat=True)


def files_that_go_with_their_job() -> Iterator[str]:
    """Those of which another file is made, perhaps at this moment: then they are removed."""
    yield from files_of_pending_recordings()
    unfinished = Picture.objects.filter(state__in=UNFINISHED).order_by("pk")
    yield from unfinished.values_list("original", flat=True)


def files_of_pending_recordings() -> Iterator[str]:
    """Those that live for a second or so: until a worker has made a recording of them."""
    for pending in PendingRecording.unfinished().order_by("pk").iterator(chunk_size=_FETCHED):
        yield from pending.paths
