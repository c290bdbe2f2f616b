"""Turns one claimed clip into its result: storage -> temporary directory -> storage."""

import logging
import time
from pathlib import Path

from django.conf import settings

from core.stored_files import store
from core.workspace import workspace
from processing.clips import ClipOrder, ClipOutcome, process_clip
from uploads.clip import Clip, LostClaim
from uploads.clip_persons import correction_of, findings_of
from uploads.originals import read_original
from uploads.orphaned_file import mark_pending
from uploads.rendering import stored_name

logger = logging.getLogger(__name__)

_RECORD_EVERY_S = 1.0


def render_clip(clip: Clip) -> None:
    """Process a claimed clip and record the result.

    Raises Refused, StorageTrouble and BrokenSeal.
    """
    try:
        with workspace() as directory:
            original, local = directory / "original", directory / "result.mp4"
            with original.open("wb") as opened:
                read_original(clip, opened)
            outcome = _made(clip, original, local)
            key = f"{clip.upload.folder}/{stored_name(clip, 'result', '.mp4')}"
            made = {"result_bytes": local.stat().st_size, **_fields(outcome)}
            mark_pending([key])
            store(local, key)
        findings = None if clip.is_corrected else findings_of(clip, outcome)
        clip.finish_clip(key, made, findings)
    except LostClaim:
        logger.info("%s is not wanted from this run any more", clip)


def _fields(outcome: ClipOutcome) -> dict[str, object]:
    seen_height, seen_width = outcome.seen.size
    return {
        "width": outcome.width,
        "height": outcome.height,
        "seen_width": seen_width,
        "seen_height": seen_height,
        "frames": outcome.frames,
        "frames_done": outcome.frames,
        "duration_s": outcome.duration_s,
        "has_sound": outcome.has_sound,
    }


def _made(clip: Clip, original: Path, local: Path) -> ClipOutcome:
    """Progress is recorded once a second, which also tells whether the clip is still wanted."""
    recorded_at = 0.0

    def note(done: int, total: int) -> None:
        nonlocal recorded_at
        if time.monotonic() - recorded_at >= _RECORD_EVERY_S:
            recorded_at = time.monotonic()
            clip.progress(done, total)

    upload = clip.upload
    correction = correction_of(clip) if clip.is_corrected else None
    order = ClipOrder(upload.parsed_recipe(), upload.with_sound, correction)
    return process_clip(original, local, order, settings.CLIP_LIMITS, note)
