from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StrictBool

from cameras.capture.power import switch
from cameras.ingest.stills import NoPicture, capture_still
from cameras.live.frame_requests import TooManyWaiting
from cameras.models import Camera
from cameras.web.access import may_switch, visible
from cameras.web.presentation import ShownCamera, present, present_all
from core.api_errors import ErrorAnswer
from core.client_address import sender_of
from processing.recipe import Recipe
from processing.refusal import Refused
from uploads.api import new_upload_answer
from uploads.schemas import NewUploadAnswer

router = Router(tags=["cameras"])


class CameraAnswer(Schema):
    slug: str
    name: str
    state: Annotated[str, Field(description="off, starting, live or offline.")]
    reason: Annotated[str | None, Field(description="Why it is offline, for people.")]
    width: int | None
    height: int | None
    fps: Annotated[float, Field(description="Frames a second that its source gives now.")]
    viewers: int
    last_frame_at: datetime | None
    motion: bool


class CamerasAnswer(Schema):
    items: list[CameraAnswer]


class PowerBody(Schema):
    on: StrictBool


class CaptureBody(Schema):
    recipe: Annotated[
        list[dict[str, object]], Field(description='Steps, e.g. [{"op": "faces"}].', max_length=20)
    ]


@router.get("cameras", response=CamerasAnswer, summary="Cameras you may see")
def list_cameras(request: HttpRequest) -> dict[str, object]:
    cameras = present_all(Camera.objects.listed_for(request.user))
    return {"items": [_answer(camera) for camera in cameras]}


@router.get("cameras/{slug}", response={200: CameraAnswer, 404: ErrorAnswer})
def read_camera(request: HttpRequest, slug: str) -> dict[str, object]:
    """State, reason, size and pace of one camera now."""
    return _answer(present(visible(request, slug)))


@router.post(
    "cameras/{slug}/power",
    response={200: CameraAnswer, 400: ErrorAnswer, 403: ErrorAnswer, 404: ErrorAnswer},
)
def switch_camera(request: HttpRequest, slug: str, body: PowerBody) -> dict[str, object]:
    """Switch a camera on or off (staff)."""
    camera = visible(request, slug)
    if not may_switch(request):
        raise Refused("forbidden")
    switch(camera, on=body.on)
    return _answer(present(camera))


@router.post(
    "cameras/{slug}/captures",
    response={202: NewUploadAnswer, **dict.fromkeys((400, 404, 503), ErrorAnswer)},
)
def capture(request: HttpRequest, slug: str, body: CaptureBody) -> Status[dict[str, object]]:
    """Take the current picture and process it like an upload."""
    camera = visible(request, slug)
    try:
        submission = capture_still(camera, Recipe.parse(body.recipe), sender_of(request))
    except (NoPicture, TooManyWaiting):
        raise Refused("busy") from None
    return Status(202, new_upload_answer(request, submission))


def _answer(shown: ShownCamera) -> dict[str, object]:
    status = shown.status
    return {
        "slug": shown.camera.slug,
        "name": shown.camera.name,
        "state": status.state,
        "reason": shown.sentence or None,
        "width": status.width,
        "height": status.height,
        "fps": status.fps,
        "viewers": status.viewers,
        "last_frame_at": status.last_frame_at,
        "motion": status.motion,
    }
