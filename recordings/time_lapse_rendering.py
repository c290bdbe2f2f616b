"""Makes a claimed time-lapse: recordings from storage, one after another, to a film in storage."""

import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from core.stored_files import StorageTrouble, store
from core.tokens import new_key
from core.workspace import workspace
from processing.film import Film
from processing.frames import decode_reduced
from processing.images import Image
from processing.overlay import stamped
from processing.refusal import Refused
from recordings import orphaned_file
from recordings.recording import Recording, image_of
from recordings.removal import delete_orphans
from recordings.time_lapse import TimeLapse

MAX_FRAMES = 600
FPS = 10.0
_WIDTH_PX = 640
_MAX_HEIGHT_PX = 1280
_TELL_EVERY_S = 1.0

Moment = tuple[str, datetime]
"""A recording's files and when it was taken."""


class LostClaim(Exception):
    """Another run has taken this film, or it was deleted."""


def render_time_lapse(lapse: TimeLapse) -> None:
    """Make the film and recording it. Raises Refused (`empty`), StorageTrouble, LostClaim."""
    moments = _thinned(lapse)
    if not lapse.tell(frames=len(moments)):
        raise LostClaim
    with workspace() as directory:
        local = directory / "film.mp4"
        if _shoot(lapse, moments, local) == 0:
            raise Refused("empty")
        key = f"time-lapses/{new_key()}.mp4"
        orphaned_file.mark_pending([key])
        if store(local, key) != key:
            raise StorageTrouble("a name made of 128 random bits was taken")
    with transaction.atomic():
        orphaned_file.owned([key])
        is_ours = lapse.tell(state=TimeLapse.State.DONE, result=key, frames_done=len(moments))
        if not is_ours:
            orphaned_file.mark_orphaned([key])
    if not is_ours:
        delete_orphans([key])


def _thinned(lapse: TimeLapse) -> list[Moment]:
    """At most MAX_FRAMES recordings, evenly taken from the range of time, oldest first."""
    recordings = Recording.objects.filter(
        camera_id=lapse.camera_id, taken_at__gte=lapse.begins_at, taken_at__lt=lapse.ends_at
    ).order_by("taken_at", "id")
    step = max(1, -(-recordings.count() // MAX_FRAMES))
    rows = recordings.values_list("files", "taken_at").iterator(chunk_size=2000)
    return list(islice(rows, 0, None, step))


def _shoot(lapse: TimeLapse, moments: list[Moment], local: Path) -> int:
    """Write the frames; returns how many there were. Progress is recorded once a second."""
    frames = _frames(moments)
    first = next(frames, None)
    if first is None:
        return 0
    height, width = first[1].shape[:2]
    written, told_at = 0, time.monotonic()
    height_px = min(round(height * _WIDTH_PX / width), _MAX_HEIGHT_PX)
    with Film(local, _WIDTH_PX, height_px, FPS) as reel:
        for line, image in _with_first(first, frames):
            reel.add(stamped(reel.fitted(image), line))
            written += 1
            if time.monotonic() - told_at >= _TELL_EVERY_S:
                told_at = time.monotonic()
                if not lapse.progress(written):
                    raise LostClaim
    return written


def _with_first(
    first: tuple[str, Image], others: Iterator[tuple[str, Image]]
) -> Iterator[tuple[str, Image]]:
    yield first
    yield from others


def _frames(moments: list[Moment]) -> Iterator[tuple[str, Image]]:
    """Each picture, small, with its time in words; those removed meanwhile are left out."""
    for files, taken_at in moments:
        try:
            with default_storage.open(image_of(files)) as stored:
                content = stored.read()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StorageTrouble(f"reading failed: {error}") from error
        line = timezone.localtime(taken_at).strftime("%Y-%m-%d %H:%M:%S")
        yield line, decode_reduced(content, settings.PICTURE_LIMITS, _WIDTH_PX)
