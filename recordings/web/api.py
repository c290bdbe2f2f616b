"""The JSON API for recordings, under /api/v1/."""

import re
from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import BeforeValidator, Field

from cameras.recording_reason import RecordingReason
from cameras.web.access import visible
from core.api_errors import ErrorAnswer
from recordings.cursor import Cursor
from recordings.gallery import RecordingFilter, page_of
from recordings.recording import Recording

router = Router(tags=["cameras"])


def _iso_day(sent: object) -> object:
    """Pydantic would take a number too, as seconds since 1970."""
    if isinstance(sent, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", sent):
        raise ValueError("a day is written YYYY-MM-DD")
    return sent


Day = Annotated[date, BeforeValidator(_iso_day)]


class BoxAnswer(Schema):
    """Where something moved, in pixels of the picture."""

    x: int
    y: int
    width: int
    height: int
    score: float | None = None


class RecordingAnswer(Schema):
    id: int
    reason: RecordingReason
    taken_at: datetime
    comment: str
    boxes: list[BoxAnswer]
    image_url: str


class RecordingsAnswer(Schema):
    items: list[RecordingAnswer]
    next_cursor: Annotated[
        str | None, Field(description="Asks for the next older ones; null where there are none.")
    ]


@router.get(
    "cameras/{slug}/recordings",
    response={200: RecordingsAnswer, 400: ErrorAnswer, 404: ErrorAnswer},
)
def list_recordings(
    request: HttpRequest,
    slug: str,
    reason: Annotated[RecordingReason | None, Query()] = None,
    day: Annotated[Day | None, Query(description="In the site's time zone.")] = None,
    cursor: Annotated[str | None, Query(description="`next_cursor` of the page before.")] = None,
) -> dict[str, object]:
    """Kept pictures of a camera, newest first."""
    camera = visible(request, slug)
    place = Cursor.parse(cursor) if cursor else None
    page = page_of(camera, RecordingFilter(reason or "", day, older_than=place))
    return {
        "items": [_answer(request, slug, recording) for recording in page.recordings],
        "next_cursor": str(page.older) if page.older else None,
    }


def _answer(request: HttpRequest, slug: str, recording: Recording) -> dict[str, object]:
    image = reverse("recordings:image", args=[slug, recording.pk])
    return {
        "id": recording.pk,
        "reason": recording.reason,
        "taken_at": recording.taken_at,
        "comment": recording.comment,
        "boxes": recording.boxes,
        "image_url": request.build_absolute_uri(image),
    }
