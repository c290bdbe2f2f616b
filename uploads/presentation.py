"""What the result page says of an upload; its template only lays it out."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from uploads.menu import OPERATION_WORDS, Text
from uploads.models import Picture, Upload
from uploads.refusals import message_for
from uploads.states import state_of


@dataclass(frozen=True)
class ShownPicture:
    """One picture of the page: its row and the sentence about it."""

    picture: Picture
    sentence: str
    is_warning: bool


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


def present(upload: Upload) -> Page:
    """Read an upload's pictures and put into words what became of them."""
    looked_for_faces = upload.parsed_recipe().looks_for_faces
    pictures = list(upload.pictures.all())
    return Page(
        pictures=[_shown(picture, looked_for_faces) for picture in pictures],
        steps=[OPERATION_WORDS[step["op"]][0] for step in upload.recipe],
        refused=[(file["name"], message_for(file["code"])) for file in upload.refused],
        ended=sum(picture.has_ended for picture in pictures),
        done=sum(picture.is_done for picture in pictures),
    )


def has_settled(upload: Upload) -> bool:
    """Whether every picture of an upload has ended."""
    return state_of(upload.pictures.all()) in (Picture.State.DONE, Picture.State.FAILED)


def _shown(picture: Picture, looked_for_faces: bool) -> ShownPicture:
    if picture.state == Picture.State.FAILED:
        return ShownPicture(picture, message_for(picture.error_code), True)
    if picture.state == Picture.State.QUEUED:
        return ShownPicture(picture, _("Waiting for its turn …"), False)
    if picture.state == Picture.State.RUNNING:
        return ShownPicture(picture, _("Being worked on …"), False)
    sentences = [_faces_sentence(len(picture.faces))] if looked_for_faces else []
    if picture.was_animated:
        sentences.append(_("It was a moving picture; only its first frame was kept."))
    return ShownPicture(picture, " ".join(sentences), looked_for_faces and not picture.faces)


def _faces_sentence(found: int) -> str:
    if found == 0:
        return _("No face was found, so nothing is hidden. Look closely before you share.")
    return ngettext(
        "%(count)d face hidden. Detection can miss faces: look before you share.",
        "%(count)d faces hidden. Detection can miss faces: look before you share.",
        found,
    ) % {"count": found}
