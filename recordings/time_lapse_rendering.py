"""Makes a claimed time-lapse: recordings from storage, one after another, to a video in storage."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from core.stored_files import StorageTrouble, store
from core.tokens import new_key
from core.workspace import workspace
from processing.film import Film
from processing.frames import decode_reduced
from processing.images import Image
from processing.overlay import stamped
from processing.refusal import Refused
from recordings.recording import Recording, image_of
from recordings.time_lapse import LostClaim, TimeLapse
from uploads.orphaned_file import mark_pending

logger = logging.getLogger(__name__)

MAX_FRAMES = 600
FPS = 10.0
_WIDTH_PX = 640
_MAX_HEIGHT_PX = 1280
_RECORD_EVERY_S = 1.0

Moment = tuple[str, datetime]
"""A recording's files and when it was taken."""


def render_time_lapse(lapse: TimeLapse) -> None:
    """Make the time-lapse and record it. Raises Refused (`empty`) and StorageTrouble."""
    moments = _thinned(lapse)
    try:
        with workspace() as directory:
            local = directory / "time-lapse.mp4"
            lapse.progress(0, frames=len(moments))
            if _shoot(lapse, moments, local) == 0:
                raise Refused("empty")
            key = f"time-lapses/{new_key()}.mp4"
            mark_pending([key])
            store(local, key)
        lapse.finish(key, len(moments))
    except LostClaim:
        logger.info("%s is not wanted from this run any more", lapse)


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
    written, recorded_at = 0, time.monotonic()
    height_px = min(round(height * _WIDTH_PX / width), _MAX_HEIGHT_PX)
    with Film(local, _WIDTH_PX, height_px, FPS) as reel:
        for line, image in _with_first(first, frames):
            reel.add(stamped(reel.fitted(image), line))
            written += 1
            if time.monotonic() - recorded_at >= _RECORD_EVERY_S:
                recorded_at = time.monotonic()
                lapse.progress(written)
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
