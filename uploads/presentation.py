"""What the result page says of an upload; its template only lays it out."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.refusals import message_for
from uploads.face_boxes import shown_boxes
from uploads.models import Picture, Upload
from uploads.operation_catalog import OPERATION_WORDS, Text
from uploads.states import state_of


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
class ShownPicture:
    """One picture of the page: its row, the sentence about it, and the faces one may correct."""

    picture: Picture
    sentence: str
    is_warning: bool
    is_correctable: bool = False
    faces: list[ShownFace] = field(default_factory=list)

    @property
    def result_path(self) -> str:
        return result_path(self.picture)


@dataclass(frozen=True)
class Page:
    """All that the result page shows."""

    pictures: list[ShownPicture]
    steps: list[Text]
    refused: list[tuple[str, str]]
    ended: int
    done: int

    @property
    def total(self) -> int:
        return len(self.pictures)

    @property
    def has_settled(self) -> bool:
        return self.ended == self.total


def present(upload: Upload, is_owner: bool) -> Page:
    """Read an upload's pictures and put into words what became of them; its owner may correct."""
    recipe = upload.parsed_recipe()
    pictures = list(upload.pictures.all())
    shown = [_shown(picture, recipe.looks_for_faces) for picture in pictures]
    return Page(
        pictures=[_with_faces(upload, one) for one in shown]
        if is_owner and recipe.looks_for_faces_once
        else shown,
        steps=[OPERATION_WORDS[step["op"]][0] for step in upload.recipe],
        refused=[(file["name"], message_for(file["code"])) for file in upload.refused],
        ended=sum(picture.has_ended for picture in pictures),
        done=sum(picture.is_done for picture in pictures),
    )


def result_path(picture: Picture) -> str:
    """The result's address below that of its upload, a new one for each version."""
    version = f"?v={picture.version}" if picture.version > 1 else ""
    return f"{picture.number}/result{version}"


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
    hidden = sum(bool(face.get("hidden", True)) for face in picture.faces)
    sentences = [_faces_sentence(picture, hidden)] if looked_for_faces else []
    sentences += _sentences_about_the_file(picture)
    is_warning = picture.was_damaged or (looked_for_faces and hidden == 0)
    return ShownPicture(picture, " ".join(sentences), is_warning)


def _sentences_about_the_file(picture: Picture) -> list[str]:
    """What of the file did not make it into the result."""
    sentences = []
    if picture.was_damaged:
        sentences.append(_("Parts of this picture are damaged and could not be read."))
    if picture.was_animated:
        sentences.append(_("This was an animation; only its first frame was kept."))
    if picture.had_others:
        sentences.append(_("The file held several pictures; only the main one was kept."))
    return sentences


def _with_faces(upload: Upload, shown: ShownPicture) -> ShownPicture:
    """The same with its faces as buttons, once there is a result to put them on."""
    picture = shown.picture
    if not picture.is_done or picture.seen_width is None:
        return shown
    boxes = [box.percent for box in shown_boxes(upload, picture)]
    from_the_left = sorted(range(len(boxes)), key=lambda index: float(boxes[index]["left"]))
    faces = [
        ShownFace(index, number, boxes[index], bool(picture.faces[index].get("hidden", True)))
        for number, index in enumerate(from_the_left, 1)
    ]
    return replace(shown, is_correctable=True, faces=faces)


def _faces_sentence(picture: Picture, hidden: int) -> str:
    """What was hidden; of a picture that was not all there nobody can say that it has no face."""
    if not picture.faces and picture.was_damaged:
        return _(
            "Nothing is hidden. The picture is not all there, so it cannot be said whether it "
            "shows faces."
        )
    if not picture.faces:
        return _("No face was found, so nothing is hidden. Look closely before you share.")
    if hidden == 0:
        return _("No face is hidden: you chose to show all of them.")
    return ngettext(
        "%(count)d face hidden. Detection can miss faces: look before you share.",
        "%(count)d faces hidden. Detection can miss faces: look before you share.",
        hidden,
    ) % {"count": hidden}
