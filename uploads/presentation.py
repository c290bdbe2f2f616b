"""What the result page says of an upload; its template only lays it out."""

from dataclasses import dataclass, field, replace
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.refusals import message_for
from processing.recipe import Recipe
from uploads.face_boxes import shown_boxes
from uploads.models import Picture, Upload
from uploads.operation_catalog import OPERATION_WORDS, Text
from uploads.person import with_persons
from uploads.queue_place import Queue, queue_before
from uploads.sentences import clip_sentence, faces_sentence, in_a_row, sentences_about_the_file
from uploads.shown_persons import ShownPerson, shown_persons
from uploads.states import state_of

_LARGEST_WIDTH_PX, _LARGEST_HEIGHT_PX = 1080, 720
"""Of a picture on the page: the page's width, and a screen's height."""


@dataclass(frozen=True)
class ShownFace:
    """A face as a button over the result; `box` holds left, top, width and height in %.

    `index` is its place among the picture's faces, `number` counts from 1 at the left edge.
    """

    index: int
    number: int
    box: dict[str, str]
    is_hidden: bool


@dataclass(frozen=True)
class Size:
    """Sides in CSS pixels."""

    width: int
    height: int

    @classmethod
    def within(cls, width_px: int, height_px: int) -> Self:
        """That of a picture made as small as a screen needs it, never larger than it is."""
        factor = min(1.0, _LARGEST_WIDTH_PX / width_px, _LARGEST_HEIGHT_PX / height_px)
        return cls(max(1, round(width_px * factor)), max(1, round(height_px * factor)))


@dataclass(frozen=True)
class ShownPicture:
    """One picture of the page: its row, the sentence about it, and the faces one may correct."""

    picture: Picture
    sentence: str
    is_warning: bool
    is_correctable: bool = False
    faces: list[ShownFace] = field(default_factory=list)
    is_clip_correctable: bool = False
    persons: list[ShownPerson] = field(default_factory=list)

    @property
    def result_path(self) -> str:
        return result_path(self.picture)

    @property
    def preview_path(self) -> str:
        return preview_path(self.picture)

    @property
    def size(self) -> Size:
        """How large a page shows the result; known before it arrives, so that nothing moves."""
        return Size.within(self.picture.width or 1, self.picture.height or 1)


@dataclass(frozen=True)
class Page:
    """All that the result page shows."""

    pictures: list[ShownPicture]
    steps: list[Text]
    refused: list[tuple[str, str]]
    ended: int
    done: int
    queue: Queue | None = None

    @property
    def total(self) -> int:
        return len(self.pictures)

    @property
    def has_settled(self) -> bool:
        return self.ended == self.total

    @property
    def mark(self) -> str:
        """Changes with what is told of the progress."""
        return f"{self.ended} {self.queue}"

    @property
    def summary(self) -> str:
        """Said once, when all pictures have ended."""
        if not self.has_settled:
            return ""
        return ngettext(
            "Finished: %(count)d picture is ready.",
            "Finished: %(count)d pictures are ready.",
            self.done,
        ) % {"count": self.done}


def present(upload: Upload, is_owner: bool) -> Page:
    """Read an upload's pictures and put into words what became of them; its owner may correct."""
    recipe = upload.parsed_recipe()
    pictures = list(upload.pictures.prefetch_related(with_persons()))
    shown = [_shown(picture, recipe.looks_for_faces) for picture in pictures]
    return Page(
        pictures=[_with_corrections(upload, recipe, one) for one in shown] if is_owner else shown,
        steps=[OPERATION_WORDS[step["op"]][0] for step in upload.recipe],
        refused=[(file["name"], message_for(file["code"])) for file in upload.refused],
        ended=sum(picture.has_ended for picture in pictures),
        done=sum(picture.is_done for picture in pictures),
        queue=queue_before(pictures),
    )


def result_path(picture: Picture) -> str:
    """The result's address below that of its upload, a new one for each version."""
    return f"{picture.number}/result{_version(picture)}"


def preview_path(picture: Picture) -> str:
    """The same for the small copy of the result."""
    return f"{picture.number}/preview{_version(picture)}"


def thumbnail_path(picture: Picture) -> str:
    """The same for the smallest copy."""
    return f"{picture.number}/thumbnail{_version(picture)}"


def _version(picture: Picture) -> str:
    return f"?v={picture.version}" if picture.version > 1 else ""


def has_settled(upload: Upload) -> bool:
    """Whether every picture of an upload has ended."""
    return state_of(upload.pictures.all()) in (Picture.State.DONE, Picture.State.FAILED)


def _shown(picture: Picture, looked_for_faces: bool) -> ShownPicture:
    if picture.state == Picture.State.FAILED:
        return ShownPicture(picture, message_for(picture.error_code), True)
    if picture.state == Picture.State.QUEUED:
        return ShownPicture(picture, _("Waiting for its turn …"), False)
    if picture.state == Picture.State.RUNNING:
        return ShownPicture(picture, _("Processing …"), False)
    if picture.is_clip:
        return ShownPicture(picture, *clip_sentence(picture, looked_for_faces))
    hidden = sum(bool(face.get("hidden", True)) for face in picture.faces)
    sentences = [faces_sentence(picture, hidden)] if looked_for_faces else []
    sentences += sentences_about_the_file(picture)
    is_warning = picture.was_damaged or (looked_for_faces and hidden == 0)
    return ShownPicture(picture, in_a_row(sentences), is_warning)


def _with_corrections(upload: Upload, recipe: Recipe, shown: ShownPicture) -> ShownPicture:
    """The same with what its sender may correct, once there is a result."""
    picture = shown.picture
    if not (picture.is_done and picture.original) or picture.seen_width is None:
        return shown
    if picture.is_clip:
        return _with_persons(upload, shown) if recipe.looks_for_faces else shown
    return _with_faces(upload, shown) if recipe.looks_for_faces_once else shown


def _with_persons(upload: Upload, shown: ShownPicture) -> ShownPicture:
    persons = shown_persons(upload, shown.picture)
    return replace(shown, is_clip_correctable=True, persons=persons)


def _with_faces(upload: Upload, shown: ShownPicture) -> ShownPicture:
    """The same with its faces as buttons."""
    picture = shown.picture
    boxes = [box.percent for box in shown_boxes(upload, picture)]
    from_the_left = sorted(range(len(boxes)), key=lambda index: float(boxes[index]["left"]))
    faces = [
        ShownFace(index, number, boxes[index], bool(picture.faces[index].get("hidden", True)))
        for number, index in enumerate(from_the_left, 1)
    ]
    return replace(shown, is_correctable=True, faces=faces)
