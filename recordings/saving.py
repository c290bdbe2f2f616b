"""Keeps a picture that was handed in: Redis -> temporary directory -> storage -> row."""

import logging
from datetime import UTC, datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from structlog.contextvars import bind_contextvars

from cameras.capture.frame_renderer import FrameRenderer
from cameras.ingest.record_queue import PendingRecord, RecordDetails, count_attempt, pending
from cameras.models import Camera
from core.stored_files import StorageTrouble, store
from core.tokens import new_key
from core.workspace import workspace
from processing.recipe import Recipe
from processing.refusal import Refused
from recordings import orphaned_file, totals
from recordings.recording import Recording, before_of, image_of, thumbnail_of
from recordings.recording_images import RecordingImages, encode_before, encode_recording
from recordings.recording_settings import RecordingSettings, recording_settings_of
from recordings.removal import delete_orphans

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
"""So often it may kill its worker before it is given up."""


def save_recording(key: str) -> Recording | None:
    """Keep what waits under a key, or find the recording that was made of it a moment ago.

    None where nothing waits, or it can never be kept. Whoever asks says `ack` afterwards.
    Raises StorageTrouble, and MemoryError where this process has too little memory left.
    """
    waiting = pending(key)
    if waiting is None:
        return None
    camera_id = waiting.about.camera_id
    bind_contextvars(camera_id=camera_id)
    camera = Camera.objects.filter(pk=camera_id).first()
    if camera is None:
        return None
    if found := Recording.objects.filter(key=key).first():
        return found
    if waiting.about.version not in (None, camera.version):
        logger.warning("a picture of camera %s is not kept: its settings have changed", camera.pk)
        return None
    try:
        if count_attempt(key) > MAX_ATTEMPTS:
            raise Refused("processing_failed")
        return _kept(key, camera, waiting)
    except Refused as refusal:
        logger.warning("a picture of camera %s is not kept: %s", camera.pk, refusal.code)
        return None


def _kept(key: str, camera: Camera, waiting: PendingRecord) -> Recording | None:
    recording_settings, about = recording_settings_of(camera.pk), waiting.about
    images = encode_recording(
        waiting.content,
        [dict(box) for box in about.boxes],
        _recipe(camera, recording_settings, about),
        prepare=FrameRenderer(camera).as_seen if _is_pushed(about) else None,
        draw_boxes=recording_settings.draw_boxes,
    )
    before = (
        encode_before(waiting.before, recording_settings.parsed_recipe()) if waiting.before else b""
    )
    files = new_key()
    jpegs = {image_of(files): images.picture, thumbnail_of(files): images.thumbnail}
    if before:
        jpegs[before_of(files)] = before
    orphaned_file.mark_pending(jpegs)
    with workspace() as directory:
        for path, jpeg in jpegs.items():
            _store(directory, jpeg, path)
    row = _row(key, camera, files, images, about)
    row.has_before, row.size_bytes = bool(before), sum(map(len, jpegs.values()))
    return _entered(row)


def _recipe(
    camera: Camera, recording_settings: RecordingSettings, about: RecordDetails
) -> Recipe | None:
    """What is done to a picture once it is upright; a capture process has hidden faces itself."""
    recipe = recording_settings.parsed_recipe()
    if not (_is_pushed(about) and camera.hide_faces):
        return recipe
    hidden = Recipe.parse([{"op": "faces", "style": camera.face_style}])
    return Recipe(hidden.steps + recipe.steps) if recipe else hidden


def _is_pushed(about: RecordDetails) -> bool:
    """Whether it comes as it was sent; pictures of a capture have been through its renderer."""
    return about.reason == Recording.Reason.OBSERVER


def _store(directory: Path, jpeg: bytes, path: str) -> None:
    local = directory / path.rpartition("/")[2]
    local.write_bytes(jpeg)
    if store(local, path) != path:
        raise StorageTrouble("a name made of 128 random bits was taken")


def _row(
    key: str, camera: Camera, files: str, images: RecordingImages, about: RecordDetails
) -> Recording:
    ended_at = about.ended_at
    return Recording(
        camera=camera,
        key=key,
        files=files,
        reason=about.reason,
        taken_at=datetime.fromtimestamp(about.taken_at, UTC),
        ended_at=None if ended_at is None else datetime.fromtimestamp(ended_at, UTC),
        comment=about.comment,
        boxes=images.boxes,
        score=about.score,
        width=images.width,
        height=images.height,
    )


def _entered(recording: Recording) -> Recording | None:
    """Make the row and count it; where another run was quicker, its row; None without a camera."""
    paths = recording.paths
    try:
        with transaction.atomic():
            recording.save(force_insert=True)
            totals.add_to_totals(recording)
            orphaned_file.owned(paths)
    except IntegrityError:
        orphaned_file.mark_orphaned(paths)
        delete_orphans(paths)
        return Recording.objects.filter(key=recording.key).first()
    return recording
