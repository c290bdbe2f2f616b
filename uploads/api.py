"""The JSON API for uploads and operations, under /api/v1/."""

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Header, Query, Router, Status, UploadedFile

from core.api_errors import ErrorAnswer
from core.client_address import sender_of
from core.refusals import message_for
from processing.operations import OPERATIONS
from processing.recipe import Recipe
from processing.refusal import Refused
from uploads.clip_corrections import SpanBox, correct_clip
from uploads.corrections import correct
from uploads.intake import Submission, submit
from uploads.models import Person, Picture, Upload
from uploads.opening import is_closed_for, is_owner
from uploads.person import with_persons
from uploads.presentation import has_settled, result_path
from uploads.removal import remove
from uploads.schemas import (
    CorrectionQuestion,
    NewUploadAnswer,
    NewUploadQuestion,
    OperationsAnswer,
    PersonsQuestion,
    UploadAnswer,
)
from uploads.states import state_of
from uploads.upload_events import wait_until

router = Router(tags=["uploads"])


_REFUSALS = dict.fromkeys((400, 413, 415, 422, 503), ErrorAnswer)
_READ_REFUSALS = dict.fromkeys((400, 403, 404, 429), ErrorAnswer)


@router.post("uploads", response={202: NewUploadAnswer, **_REFUSALS}, summary="Send pictures")
def create_upload(
    request: HttpRequest,
    files: Annotated[list[UploadedFile], File(description="1 to 20 pictures and clips.")],
    question: Annotated[NewUploadQuestion, Form()],
) -> Status[dict[str, object]]:
    """Queue pictures for processing. Good files are kept, bad ones are listed in `refused`."""
    recipe = Recipe.parse_text(question.recipe)
    submission = submit(files, recipe, question.expires_in, sender_of(request), question.options)
    return Status(202, new_upload_answer(request, submission))


@router.get("uploads/{slug}", response={200: UploadAnswer, **_READ_REFUSALS})
def read_upload(
    request: HttpRequest,
    slug: str,
    wait: Annotated[
        float,
        Query(ge=0, le=25, description="Seconds to wait for every picture to end."),
    ] = 0,
    x_upload_password: Annotated[
        str | None, Header(description="Where the link asks for one; also with `result_url`.")
    ] = None,
    x_delete_token: Annotated[
        str | None, Header(description="Who has it needs no password; also with `result_url`.")
    ] = None,
) -> dict[str, object]:
    """How far an upload is; with `wait`, as soon as every picture has ended."""
    upload = get_object_or_404(Upload.objects.visible(), slug=slug)
    if is_closed_for(request, upload):
        raise Refused("closed")
    if wait:
        wait_until(lambda: has_settled(upload), upload.pk, wait)
        upload = get_object_or_404(Upload.objects.visible(), slug=slug)
    views = upload.views if is_owner(request, upload) else None
    return {**_answer(request, upload), "views": views}


@router.delete("uploads/{slug}", response={204: None, 400: ErrorAnswer, 404: ErrorAnswer})
def delete_upload(
    request: HttpRequest, slug: str, x_delete_token: Annotated[str, Header(alias="X-Delete-Token")]
) -> Status[None]:
    """Remove an upload and its files now."""
    upload = get_object_or_404(Upload.objects.visible(), slug=slug)
    if not upload.accepts_delete_token(x_delete_token):
        raise Upload.DoesNotExist
    remove(upload)
    return Status(204, None)


@router.post(
    "uploads/{slug}/pictures/{number}/faces",
    response={202: UploadAnswer, 400: ErrorAnswer, 404: ErrorAnswer, 503: ErrorAnswer},
    summary="Correct faces",
)
def correct_faces(
    request: HttpRequest,
    slug: str,
    number: int,
    correction: CorrectionQuestion,
    x_delete_token: Annotated[str, Header(alias="X-Delete-Token")],
) -> Status[dict[str, object]]:
    """Uncover faces that were found, hide others, and render the picture anew under its link."""
    upload = get_object_or_404(Upload.objects.visible(), slug=slug)
    if not upload.accepts_delete_token(x_delete_token):
        raise Upload.DoesNotExist
    boxes = [box.dict() for box in correction.add]
    correct(upload, number, correction.keep, boxes)
    return Status(202, _answer(request, upload))


@router.post(
    "uploads/{slug}/pictures/{number}/persons",
    response={202: UploadAnswer, 400: ErrorAnswer, 404: ErrorAnswer, 503: ErrorAnswer},
    summary="Correct persons of a clip",
)
def correct_persons(
    request: HttpRequest,
    slug: str,
    number: int,
    correction: PersonsQuestion,
    x_delete_token: Annotated[str, Header(alias="X-Delete-Token")],
) -> Status[dict[str, object]]:
    """Show persons in the whole clip, hide others, and render the clip anew under its link."""
    upload = get_object_or_404(Upload.objects.visible(), slug=slug)
    if not upload.accepts_delete_token(x_delete_token):
        raise Upload.DoesNotExist
    boxes = [SpanBox(box.pixels, box.start_s, box.end_s) for box in correction.add]
    correct_clip(upload, number, correction.keep, boxes, sender_of(request))
    return Status(202, _answer(request, upload))


@router.get("operations", response=OperationsAnswer)
def list_operations(request: HttpRequest) -> dict[str, object]:
    """Every operation with its parameters, ranges and defaults."""
    return {
        "items": [
            {"op": operation.name, "parameters": list(operation.parameters)}
            for operation in OPERATIONS.values()
        ]
    }


def new_upload_answer(request: HttpRequest, submission: Submission) -> dict[str, object]:
    """An upload that was just accepted, with the token that deletes it."""
    answer = _answer(request, submission.upload)
    return {**answer, "delete_token": submission.delete_token}


def _answer(request: HttpRequest, upload: Upload) -> dict[str, object]:
    pictures = list(upload.pictures.prefetch_related(with_persons()))
    address = request.build_absolute_uri(upload.get_absolute_url())
    return {
        "slug": upload.slug,
        "url": address,
        "state": state_of(pictures),
        "recipe": upload.recipe,
        "created_at": upload.created_at,
        "expires_at": upload.expires_at,
        "has_password": bool(upload.password_hash),
        "once": upload.is_once,
        "views": upload.views,
        "pictures": [_picture_answer(picture, address) for picture in pictures],
        "refused": [{**file, "message": message_for(file["code"])} for file in upload.refused],
    }


def _picture_answer(picture: Picture, upload_address: str) -> dict[str, object]:
    code = picture.error_code
    return {
        "number": picture.number,
        "kind": picture.kind,
        "name": picture.name,
        "state": picture.state,
        "error": {"code": code, "message": message_for(code)} if code else None,
        "width": picture.width,
        "height": picture.height,
        "faces": picture.faces,
        "was_animated": picture.was_animated,
        "was_damaged": picture.was_damaged,
        "had_others": picture.had_others,
        "frames": picture.frames,
        "frames_done": picture.frames_done,
        "duration_s": picture.duration_s,
        "has_sound": picture.has_sound,
        "persons": [_person_answer(person) for person in picture.persons.all()],
        "result_url": f"{upload_address}{result_path(picture)}" if picture.is_done else None,
    }


def _person_answer(person: Person) -> dict[str, object]:
    sides = ("start_s", "end_s", "x", "y", "width", "height", "score")
    said = {"hidden": person.is_hidden, "added": person.is_added}
    return {name: getattr(person, name) for name in sides} | said
