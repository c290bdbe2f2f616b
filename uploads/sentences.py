"""What a result page says of a picture or clip: what was hidden, what its file was like."""

from collections.abc import Sequence
from functools import reduce

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from uploads.models import Picture


def faces_sentence(picture: Picture, hidden: int) -> str:
    """What was hidden; of a picture that was not all there nobody can say that it has no face."""
    if not picture.faces and picture.was_damaged:
        return _(
            "Nothing is hidden. The picture is not all there, so it cannot be said whether it "
            "shows faces."
        )
    if not picture.faces:
        return _nobody()
    if hidden == 0:
        return _nobody_hidden()
    return ngettext(
        "%(count)d face hidden. Detection can miss faces: look before you share.",
        "%(count)d faces hidden. Detection can miss faces: look before you share.",
        hidden,
    ) % {"count": hidden}


def sentences_about_the_file(picture: Picture) -> list[str]:
    """What of the file did not make it into the result."""
    sentences = []
    if picture.was_damaged:
        sentences.append(_("Parts of this picture are damaged and could not be read."))
    if picture.was_animated:
        sentences.append(_("This was an animation; only its first frame was kept."))
    if picture.had_others:
        sentences.append(_("The file held several pictures; only the main one was kept."))
    return sentences


def clip_sentence(clip: Picture, looked_for_faces: bool) -> tuple[str, bool]:
    """The sentence about a finished clip, and whether it is a warning."""
    if not looked_for_faces:
        return "", False
    persons = clip.persons.all()
    hidden = sum(person.is_hidden for person in persons)
    if not persons:
        return _nobody(), True
    if hidden == 0:
        return _nobody_hidden(), True
    words = ngettext(
        "%(count)d face is hidden wherever it is seen in this clip. Detection can miss faces: look "
        "before you share.",
        "%(count)d faces are hidden wherever they are seen in this clip. Detection can miss "
        "faces: look before you share.",
        hidden,
    )
    return words % {"count": hidden}, False


def in_a_row(sentences: Sequence[str]) -> str:
    """Sentences one behind another, as the language sets them: Japanese has no space between."""
    if not sentences:
        return ""
    row = _("%(said)s %(more)s")
    return reduce(lambda said, more: row % {"said": said, "more": more}, sentences)


def _nobody() -> str:
    return _("No face was found, so nothing is hidden. Look closely before you share.")


def _nobody_hidden() -> str:
    return _("No face is hidden: you chose to show all of them.")
