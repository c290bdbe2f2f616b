"""Keeps a picture that was handed in: Redis -> temporary directory -> storage -> row."""

import logging
from datetime import UTC, datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from structlog.contextvars import bind_contextvars

from cameras.developing import Darkroom
from cameras.models import Camera
from cameras.records import stray, tally
from cameras.records.handing_in import HandedIn, Waiting, begun, handed_in
from cameras.records.printing import Prints, printed, reprinted
from cameras.records.record import Record, before_of, image_of, thumbnail_of
from cameras.records.removal import clear_strays
from cameras.records.rules import RecordRules, rules_of
from core.tokens import new_key
from processing.recipe import Recipe
from processing.refusal import Refused
from uploads.files import StorageTrouble, store
from uploads.workspace import workspace

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
"""So often it may kill its worker before it is given up."""


def keep(key: str) -> Record | None:
    """Keep what waits under a key, or find the record that was made of it a moment ago.

    None where nothing waits, or it can never be kept. Whoever asks says `done_with` afterwards.
    Raises StorageTrouble, and MemoryError where this process has too little memory left.
    """
    waiting = handed_in(key)
    if waiting is None:
        return None
    camera_id = waiting.about.camera_id
    bind_contextvars(camera_id=camera_id)
    camera = Camera.objects.filter(pk=camera_id).first()
    if camera is None:
        return None
    if found := Record.objects.filter(key=key).first():
        return found
    try:
        if begun(key) > MAX_ATTEMPTS:
            raise Refused("processing_failed")
        return _kept(key, camera, waiting)
    except Refused as refusal:
        logger.warning("a picture of camera %s is not kept: %s", camera.pk, refusal.code)
        return None


def _kept(key: str, camera: Camera, waiting: HandedIn) -> Record | None:
    rules, about = rules_of(camera.pk), waiting.about
    prints = printed(
        waiting.content,
        [dict(box) for box in about.boxes],
        _recipe(camera, rules, about),
        prepare=Darkroom(camera).as_seen if _is_pushed(about) else None,
        draw_boxes=rules.draw_boxes,
    )
    before = reprinted(waiting.before, rules.parsed_recipe()) if waiting.before else b""
    files = new_key()
    jpegs = {image_of(files): prints.picture, thumbnail_of(files): prints.thumbnail}
    if before:
        jpegs[before_of(files)] = before
    stray.about_to_store(jpegs)
    with workspace() as directory:
        for path, jpeg in jpegs.items():
            _store(directory, jpeg, path)
    row = _row(key, camera, files, prints, about)
    row.has_before, row.bytes = bool(before), sum(map(len, jpegs.values()))
    return _entered(row)


def _recipe(camera: Camera, rules: RecordRules, about: Waiting) -> Recipe | None:
    """What is done to a picture once it is upright; a capture process has hidden faces itself."""
    recipe = rules.parsed_recipe()
    if not (_is_pushed(about) and camera.hide_faces):
        return recipe
    hidden = Recipe.parse([{"op": "faces", "style": camera.face_style}])
    return Recipe(hidden.steps + recipe.steps) if recipe else hidden


def _is_pushed(about: Waiting) -> bool:
    """Whether it comes as it was sent; pictures of a capture have been through its darkroom."""
    return about.reason == Record.Reason.OBSERVER


def _store(directory: Path, jpeg: bytes, path: str) -> None:
    local = directory / path.rpartition("/")[2]
    local.write_bytes(jpeg)
    if store(local, path) != path:
        raise StorageTrouble("a name made of 128 random bits was taken")


def _row(key: str, camera: Camera, files: str, prints: Prints, about: Waiting) -> Record:
    ended_at = about.ended_at
    return Record(
        camera=camera,
        key=key,
        files=files,
        reason=about.reason,
        taken_at=datetime.fromtimestamp(about.taken_at, UTC),
        ended_at=None if ended_at is None else datetime.fromtimestamp(ended_at, UTC),
        comment=about.comment,
        boxes=prints.boxes,
        score=about.score,
        width=prints.width,
        height=prints.height,
    )


def _entered(record: Record) -> Record | None:
    """Make the row and count it; where another run was quicker, its row; None without a camera."""
    paths = record.paths
    try:
        with transaction.atomic():
            record.save(force_insert=True)
            tally.count_in(record)
            stray.owned(paths)
    except IntegrityError:
        stray.disowned(paths)
        clear_strays(paths)
        return Record.objects.filter(key=record.key).first()
    return record
