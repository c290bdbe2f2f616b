"""Makes a claimed time-lapse: records from storage, one after another, to a film in storage."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from cameras.records import stray
from cameras.records.record import Record, image_of, new_key
from cameras.records.removal import clear_strays
from cameras.records.time_lapse import MAX_ATTEMPTS, TimeLapse
from processing.film import Film
from processing.frames import decode_reduced
from processing.images import Image
from processing.overlay import stamped
from processing.refusal import Refused
from uploads.files import StorageTrouble, store
from uploads.workspace import workspace

logger = logging.getLogger(__name__)

MAX_FRAMES = 600
FPS = 10.0
_WIDTH_PX = 640
_MAX_HEIGHT_PX = 1280
_TELL_EVERY_S = 1.0
_TASK = "cameras.tasks.make_time_lapse"

Moment = tuple[str, datetime]
"""A record's files and when it was taken."""


class LostTurn(Exception):
    """Another run has taken this film, or it was deleted."""


def film(lapse: TimeLapse) -> None:
    """Make the film and record it. Raises Refused (`empty`), StorageTrouble, LostTurn."""
    moments = _thinned(lapse)
    if not lapse.tell(frames=len(moments)):
        raise LostTurn
    with workspace() as directory:
        local = directory / "film.mp4"
        if _shoot(lapse, moments, local) == 0:
            raise Refused("empty")
        key = f"time-lapses/{new_key()}.mp4"
        stray.about_to_store([key])
        if store(local, key) != key:
            raise StorageTrouble("a name made of 128 random bits was taken")
    with transaction.atomic():
        stray.owned([key])
        is_ours = lapse.tell(state=TimeLapse.State.DONE, result=key, frames_done=len(moments))
        if not is_ours:
            stray.disowned([key])
    if not is_ours:
        clear_strays([key])


def ask_for_next() -> None:
    """Put the films that wait on the queue; without a broker the next round does it."""
    waiting = TimeLapse.objects.filter(state=TimeLapse.State.QUEUED).order_by("created_at", "id")
    try:
        for lapse_id in waiting.values_list("pk", flat=True)[:1]:
            current_app.send_task(_TASK, (lapse_id,))
    except (OperationalError, RedisError) as error:
        logger.warning("the queue is away, a time-lapse waits: %s", error)


def sweep_films() -> None:
    """Give the films of killed workers to others, or give them up, and start what waits."""
    for lapse in TimeLapse.objects.stuck():
        if lapse.attempts >= MAX_ATTEMPTS:
            lapse.fail("processing_failed")
        else:
            lapse.put_back()
    if not TimeLapse.objects.at_work().exists():
        ask_for_next()


def _thinned(lapse: TimeLapse) -> list[Moment]:
    """At most MAX_FRAMES records, evenly taken from the stretch of time, oldest first."""
    records = Record.objects.filter(
        camera_id=lapse.camera_id, taken_at__gte=lapse.begins_at, taken_at__lt=lapse.ends_at
    ).order_by("taken_at", "id")
    step = max(1, -(-records.count() // MAX_FRAMES))
    rows = records.values_list("files", "taken_at").iterator(chunk_size=2000)
    return list(islice(rows, 0, None, step))


def _shoot(lapse: TimeLapse, moments: list[Moment], local: Path) -> int:
    """Write the frames; returns how many there were. Progress is told once a second."""
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
                    raise LostTurn
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
