"""The uploader's say about faces: which of those found stay hidden, and where there are others."""

from collections.abc import Sequence

from django.db import transaction

from core.job_queue import wake
from processing.refusal import Refused
from uploads.face_boxes import PixelBox, RelativeBox, box_px, is_inside
from uploads.models import Picture, Upload
from uploads.orphan_removal import delete_orphans
from uploads.orphaned_file import mark_orphaned
from uploads.turns import NEXT_TASK, turns

MAX_ADDED = 100


def is_correctable(upload: Upload, picture: Picture) -> bool:
    """Whether it is clear what a correction would mean, now or once the picture has ended."""
    was_seen = picture.seen_width is not None and not picture.is_clip
    return was_seen and upload.parsed_recipe().looks_for_faces_once


def correct(
    upload: Upload, number: int, keep: Sequence[int] | None, add: Sequence[PixelBox]
) -> None:
    """Have a picture rendered anew: of its faces those in `keep` stay hidden (None: all), and more.

    `keep` counts from 0 in the list of faces as it is now; no face leaves that list, so that the
    next correction can hide it again. The old result is gone at once. Raises
    Picture.DoesNotExist, and Refused: with `busy` while the picture is being worked on, with
    `not_found` where its original was removed, with `invalid_request`.
    """
    picture = upload.pictures.get(number=number)
    if not picture.has_ended:
        raise Refused("busy")
    if not picture.original:
        raise Refused("not_found")
    if not is_correctable(upload, picture):
        raise Refused("invalid_request")
    faces = [*_kept(picture, keep), *_added(picture, add)]
    results = picture.stored_results
    with transaction.atomic():
        (turn,) = turns(picture.sender, [picture.cost])
        if not picture.begin_again(faces, turn):
            raise Refused("busy")
        mark_orphaned(results)
    delete_orphans(results)
    transaction.on_commit(lambda: wake(NEXT_TASK))


def correct_as_shown(
    upload: Upload, number: int, uncovered: Sequence[str], drawn: Sequence[str]
) -> None:
    """The same as a form says it: numbers of faces to uncover; `left,top,width,height` in %.

    The boxes are drawn over the result, which may have been turned and resized.
    """
    picture = upload.pictures.get(number=number)
    try:
        shown = {int(index) for index in uncovered}
        relative_boxes = [
            RelativeBox(*(float(side) / 100 for side in box.split(","))) for box in drawn
        ]
        boxes = [box_px(upload, picture, share) for share in relative_boxes]
    except (ValueError, TypeError, OverflowError) as error:
        raise Refused("invalid_request") from error
    keep = [index for index in range(len(picture.faces)) if index not in shown]
    correct(upload, number, keep, boxes)


def _kept(picture: Picture, keep: Sequence[int] | None) -> list[dict[str, object]]:
    every = range(len(picture.faces))
    if keep is None:
        return list(picture.faces)
    if not set(keep) <= set(every):
        raise Refused("invalid_request")
    return [{**picture.faces[index], "hidden": index in keep} for index in every]


def _added(picture: Picture, add: Sequence[PixelBox]) -> list[dict[str, object]]:
    already = sum(bool(face.get("added")) for face in picture.faces)
    if already + len(add) > MAX_ADDED or not all(is_inside(picture, box) for box in add):
        raise Refused("invalid_request")
    return [{**box, "score": 1.0, "hidden": True, "added": True} for box in add]
