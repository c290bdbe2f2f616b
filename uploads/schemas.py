"""What the JSON API for uploads asks and answers."""

from datetime import datetime
from typing import Literal

from django.conf import settings
from ninja import Field, Schema
from pydantic import ConfigDict, StrictInt

from core.api_errors import ErrorDetail
from core.job_state import JobState
from processing.operations.parameters import Value
from uploads.upload_options import MAX_PASSWORD_CHARACTERS, UploadOptions


class NewUploadQuestion(Schema):
    """The fields beside the files."""

    recipe: str = Field(
        description='Steps as JSON text, e.g. [{"op": "faces"}, {"op": "grayscale"}].'
    )
    expires_in: int = Field(
        settings.UPLOAD_EXPIRES_IN_S,
        ge=settings.MIN_UPLOAD_EXPIRES_IN_S,
        le=settings.MAX_UPLOAD_EXPIRES_IN_S,
        description="Seconds until everything about this upload is removed.",
    )
    sound: bool = Field(True, description="Whether clips keep their sound.")
    password: str = Field(
        "",
        max_length=MAX_PASSWORD_CHARACTERS,
        description="What whoever opens the link has to enter.",
    )
    once: bool = Field(
        False, description="Whether all is gone once somebody has opened the link's page."
    )

    @property
    def options(self) -> UploadOptions:
        return UploadOptions(self.password, self.once, self.sound)


class RefusedFileAnswer(ErrorDetail):
    name: str


class FaceAnswer(Schema):
    """A face's box in pixels of the upright picture as the `faces` step saw it; score 0..1.

    `hidden` is false once the uploader uncovered it, `added` true where the uploader drew it.
    """

    x: int
    y: int
    width: int
    height: int
    score: float
    hidden: bool = True
    added: bool = False


class BoxQuestion(Schema):
    """A box in pixels of the upright picture as the `faces` step saw it, all of it inside."""

    model_config = ConfigDict(extra="forbid")

    x: StrictInt
    y: StrictInt
    width: StrictInt
    height: StrictInt


class CorrectionQuestion(Schema):
    model_config = ConfigDict(extra="forbid")

    keep: list[StrictInt] | None = Field(
        None,
        description="Which of the picture's `faces`, counted from 0, stay hidden; the others are "
        "uncovered. Without it every face stays as it is.",
    )
    add: list[BoxQuestion] = Field([], description="Where there are other faces to hide.")


class PersonAnswer(FaceAnswer):
    """A face that was followed through a clip: when it is seen, and its box where it is seen best.

    `hidden` and `added` are as those of a face.
    """

    start_s: float
    end_s: float


class SpanBoxQuestion(BoxQuestion):
    """A box in pixels of the clip's upright frames, and the seconds in which it is hidden."""

    start_s: float
    end_s: float

    @property
    def pixels(self) -> dict[str, int]:
        return {"x": self.x, "y": self.y, "width": self.width, "height": self.height}


class PersonsQuestion(Schema):
    model_config = ConfigDict(extra="forbid")

    keep: list[StrictInt] | None = Field(
        None,
        description="Which of the clip's `persons`, counted from 0, stay hidden; the others are "
        "shown wherever they are seen. Without it everybody stays as they are.",
    )
    add: list[SpanBoxQuestion] = Field([], description="Where and when there is more to hide.")


class PictureAnswer(Schema):
    """One picture or clip; `width` and `height` are those of the result, in pixels.

    `was_animated`: it moved, and its first frame was taken; `had_others`: the file held several
    pictures, of which the main one was taken; `was_damaged`: parts of the original could not be
    read, so that faces in them were not seen. The rest is of clips: `frames` to be worked on, each
    twice unless it is corrected, and `frames_done` of them; once done the frames of the result.
    """

    number: int
    kind: Literal["picture", "clip"]
    name: str
    state: JobState
    error: ErrorDetail | None
    width: int | None
    height: int | None
    faces: list[FaceAnswer]
    was_animated: bool
    was_damaged: bool
    had_others: bool
    frames: int
    frames_done: int
    duration_s: float | None
    has_sound: bool
    persons: list[PersonAnswer]
    result_url: str | None


class UploadAnswer(Schema):
    slug: str
    url: str
    state: JobState
    recipe: list[dict[str, Value]]
    created_at: datetime
    expires_at: datetime
    has_password: bool
    once: bool
    views: int | None = Field(
        description="How often others opened the page; only told to who has the delete token."
    )
    pictures: list[PictureAnswer]
    refused: list[RefusedFileAnswer]


class NewUploadAnswer(UploadAnswer):
    delete_token: str = Field(description="Deletes the upload. It is shown only here.")


class ParameterAnswer(Schema):
    name: str
    type: str
    default: Value
    minimum: float | None = None
    maximum: float | None = None
    choices: list[Value] | None = None
    unit: str = ""


class OperationAnswer(Schema):
    op: str
    parameters: list[ParameterAnswer]


class OperationsAnswer(Schema):
    items: list[OperationAnswer]
