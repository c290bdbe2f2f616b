"""The sender's say about a clip: who stays hidden, and what else is, where and when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from core.job_queue import send
from core.rate_limits import charge
from processing.refusal import Refused
from uploads.corrections import MAX_ADDED
from uploads.face_boxes import PixelBox, RelativeBox, box_px, is_inside
from uploads.models import Clip, ClipSearch, Person, Picture, Upload
from uploads.orphan_removal import delete_orphans
from uploads.orphaned_file import mark_orphaned

SPAN_FIELDS = ("left", "top", "width", "height", "start", "end")
"""Of a form: a box in % of the result's sides, and a span in seconds."""


@dataclass(frozen=True)
class SpanBox:
    """A box of the upright frames and the seconds, from the clip's beginning, it is hidden in."""

    box: PixelBox
    start_s: float
    end_s: float


def correct_clip(
    upload: Upload,
    number: int,
    keep: Sequence[int] | None,
    add: Sequence[SpanBox],
    sender: str = "",
) -> None:
    """Have a clip rendered anew: of its persons those in `keep` stay hidden (None: all), and more.

    `keep` counts from 0 in the list of persons as it is now; none leaves that list. The old result
    is gone at once; nothing is searched again. Raises Clip.DoesNotExist, RateLimited, and Refused:
    with `busy` while the clip is being worked on, with `not_found` where its original was removed,
    with `invalid_request`.
    """
    clip = Clip.objects.get(upload=upload, number=number, kind=Clip.Kind.CLIP)
    if not clip.has_ended:
        raise Refused("busy")
    if not clip.original:
        raise Refused("not_found")
    persons = list(clip.persons.defer("thumbnail"))
    hidden = set(range(len(persons))) if keep is None else set(keep)
    is_known = ClipSearch.objects.filter(clip=clip.pk).exists()
    if not is_known or not hidden <= set(range(len(persons))):
        raise Refused("invalid_request")
    added = _added(clip, persons, add)
    charge("work", sender, clip.cost)
    _begin_again(clip, None if keep is None else hidden, added)


def _begin_again(clip: Clip, hidden: Collection[int] | None, added: Sequence[Person]) -> None:
    results = clip.stored_results
    with transaction.atomic():
        if not clip.begin_again_corrected():
            raise Refused("busy")
        if hidden is not None:
            clip.persons.update(is_hidden=False)
            clip.persons.filter(index__in=hidden).update(is_hidden=True)
        Person.objects.bulk_create(added)
        mark_orphaned(results)
    delete_orphans(results)
    transaction.on_commit(lambda: send(Clip.task_name, [clip.pk]))


def correct_clip_as_shown(
    upload: Upload,
    number: int,
    shown: Sequence[str],
    drawn: Mapping[str, Sequence[str]],
    sender: str = "",
) -> None:
    """The same as a form says it: indices of persons to show, and boxes drawn over the result.

    `drawn` holds a list for each of SPAN_FIELDS, the boxes in %, the span in seconds; where all
    are empty there is no box.
    """
    clip = upload.pictures.get(number=number)
    try:
        uncovered = {int(index) for index in shown}
        boxes = [_span_box(upload, clip, row) for row in _filled(drawn)]
    except (ValueError, OverflowError) as error:
        raise Refused("invalid_request") from error
    keep = [index for index in range(clip.persons.count()) if index not in uncovered]
    correct_clip(upload, number, keep, boxes, sender)


def _filled(drawn: Mapping[str, Sequence[str]]) -> list[list[float]]:
    """In the order of SPAN_FIELDS. Raises ValueError."""
    columns = (drawn[name] for name in SPAN_FIELDS)
    return [[float(one) for one in row] for row in zip(*columns, strict=True) if any(row)]


def _span_box(upload: Upload, clip: Picture, row: Sequence[float]) -> SpanBox:
    *sides, start_s, end_s = row
    relative = RelativeBox(*(side / 100 for side in sides))
    return SpanBox(box_px(upload, clip, relative), start_s, end_s)


def _added(clip: Clip, persons: Sequence[Person], add: Sequence[SpanBox]) -> list[Person]:
    already = sum(person.is_added for person in persons)
    if already + len(add) > MAX_ADDED or not all(_is_in(clip, one) for one in add):
        raise Refused("invalid_request")
    return [
        Person(
            clip_id=clip.pk,
            index=index,
            start_s=one.start_s,
            end_s=min(one.end_s, clip.duration_s or one.end_s),
            best_s=one.start_s,
            score=1.0,
            is_added=True,
            **one.box,
        )
        for index, one in enumerate(add, start=len(persons))
    ]


def _is_in(clip: Clip, one: SpanBox) -> bool:
    """In the picture, and in the clip's time; no comparison holds for what is not a number."""
    begins = 0 <= one.start_s < min(one.end_s, clip.duration_s or 0)
    return begins and one.end_s < float("inf") and is_inside(clip, one.box)
