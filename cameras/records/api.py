"""The JSON API for records, under /api/v1/."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from cameras.access import visible
from cameras.records.cursor import Cursor
from cameras.records.gallery import Choice, page_of
from cameras.records.record import Record
from uploads.api import ErrorAnswer

router = Router(tags=["cameras"])


class BoxAnswer(Schema):
    """Where something moved, in pixels of the picture."""

    x: int
    y: int
    width: int
    height: int
    score: float | None = None


class RecordAnswer(Schema):
    id: int
    reason: Record.Reason
    taken_at: datetime
    comment: str
    boxes: list[BoxAnswer]
    image_url: str


class RecordsAnswer(Schema):
    items: list[RecordAnswer]
    next_cursor: Annotated[
        str | None, Field(description="Asks for the next older ones; null where there are none.")
    ]


@router.get(
    "cameras/{slug}/records", response={200: RecordsAnswer, 400: ErrorAnswer, 404: ErrorAnswer}
)
def list_records(
    request: HttpRequest,
    slug: str,
    reason: Annotated[Record.Reason | None, Query()] = None,
    day: Annotated[date | None, Query(description="In the site's time zone.")] = None,
    cursor: Annotated[str | None, Query(description="`next_cursor` of the page before.")] = None,
) -> dict[str, object]:
    """Kept pictures of a camera, newest first."""
    camera = visible(request, slug)
    place = Cursor.parse(cursor) if cursor else None
    page = page_of(camera, Choice(reason or "", day, older_than=place))
    return {
        "items": [_answer(request, slug, record) for record in page.records],
        "next_cursor": str(page.older) if page.older else None,
    }


def _answer(request: HttpRequest, slug: str, record: Record) -> dict[str, object]:
    image = reverse("cameras:record-image", args=[slug, record.pk])
    return {
        "id": record.pk,
        "reason": record.reason,
        "taken_at": record.taken_at,
        "comment": record.comment,
        "boxes": record.boxes,
        "image_url": request.build_absolute_uri(image),
    }
