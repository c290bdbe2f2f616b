"""Makes a recording of a queued picture: storage -> temporary directory -> storage and row."""

from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import IntegrityError

from cameras.capture.frame_renderer import FrameRenderer
from cameras.ingest.recording_queue import RecordingDetails
from cameras.models import Camera, PendingRecording
from core.stored_files import StorageTrouble, store
from core.tokens import new_key
from core.workspace import workspace
from processing.recipe import Recipe
from processing.refusal import Refused
from recordings import notification, totals
from recordings.recording import Recording, before_of, image_of, thumbnail_of
from recordings.recording_images import RecordingImages, encode_before, encode_recording
from recordings.recording_settings import RecordingSettings, recording_settings_of
from uploads.orphan_removal import delete_orphans, hand_over
from uploads.orphaned_file import mark_pending


class _LostTurn(Exception):
    """Another run has claimed this picture; this one must not record anything."""


def save(pending: PendingRecording) -> None:
    """Make the recording of a claimed picture and notify of it.

    A run that was killed may have made the recording already. Raises Refused, StorageTrouble,
    RedisError, and MemoryError where this process has too little memory left.
    """
    recording = Recording.objects.filter(key=pending.key).first()
    if recording is None:
        if pending.details["version"] not in (None, pending.camera.version):
            raise Refused("settings_changed")  # faces or areas may have to be hidden by now
        recording = _kept(pending)
    if recording is not None:
        notification.notify(recording)
        pending.finish()


def _kept(pending: PendingRecording) -> Recording | None:
    """The new recording; None where another run has taken over."""
    camera, about = pending.camera, RecordingDetails(**pending.details)
    recording_settings = recording_settings_of(camera.pk)
    images = encode_recording(
        _read(pending.content),
        [dict(box) for box in about.boxes],
        _recipe(camera, recording_settings, about),
        prepare=FrameRenderer(camera).as_seen if _is_pushed(about) else None,
        draw_boxes=recording_settings.draw_boxes,
    )
    before = b""
    if pending.has_before:
        before = encode_before(_read(pending.before), recording_settings.parsed_recipe())
    files = new_key()
    jpegs = {image_of(files): images.picture, thumbnail_of(files): images.thumbnail}
    if before:
        jpegs[before_of(files)] = before
    mark_pending(jpegs)
    with workspace() as directory:
        for path, jpeg in jpegs.items():
            _store(directory, jpeg, path)
    row = _row(pending.key, camera, files, images, about)
    row.has_before, row.size_bytes = bool(before), sum(map(len, jpegs.values()))
    return _entered(row, pending)


def _read(path: str) -> bytes:
    try:
        with default_storage.open(path) as stored:
            content: bytes = stored.read()
    except FileNotFoundError as error:
        raise Refused("storage") from error  # it will not come back
    except OSError as error:
        raise StorageTrouble(f"reading failed: {error}") from error
    return content


def _recipe(
    camera: Camera, recording_settings: RecordingSettings, about: RecordingDetails
) -> Recipe | None:
    """What is done to a picture once it is upright; a capture process has hidden faces itself."""
    recipe = recording_settings.parsed_recipe()
    if not (_is_pushed(about) and camera.hide_faces):
        return recipe
    hidden = Recipe.parse([{"op": "faces", "style": camera.face_style}])
    return Recipe(hidden.steps + recipe.steps) if recipe else hidden


def _is_pushed(about: RecordingDetails) -> bool:
    """Whether it comes as it was sent; pictures of a capture have been through its renderer."""
    return about.reason == Recording.Reason.OBSERVER


def _store(directory: Path, jpeg: bytes, path: str) -> None:
    local = directory / path.rpartition("/")[2]
    local.write_bytes(jpeg)
    store(local, path)


def _row(
    key: str, camera: Camera, files: str, images: RecordingImages, about: RecordingDetails
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


def _entered(recording: Recording, pending: PendingRecording) -> Recording | None:
    """Make the row and count it; where another run was quicker, its row, if it has one already."""

    def record() -> bool:
        recording.save(force_insert=True)
        totals.add_to_totals(recording)
        if not pending.renew():
            raise _LostTurn
        return True

    try:
        hand_over(recording.paths, record)
    except (IntegrityError, _LostTurn):
        delete_orphans(recording.paths)
        return Recording.objects.filter(key=pending.key).first()
    return recording
