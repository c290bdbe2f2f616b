"""Why a camera is offline, in words for its viewers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "unreachable": _("The camera cannot be reached."),
    "busy": _("The camera is busy: it serves as many viewers as it can."),
    "certificate": _(
        "The camera shows a certificate that no known authority has signed; staff can accept it "
        "where the camera is changed."
    ),
    "refused": _("The camera refuses the user name or password."),
    "not_a_camera": _("What answers at this address is not a camera."),
    "no_video": _("What this address sends has no pictures in it."),
    "unsupported_codec": _(
        "The camera sends pictures of a kind that cannot be read here; choose H.264 in its own "
        "settings."
    ),
    "hung": _("The camera has stopped sending pictures."),
    "garbage": _("The camera sends pictures that cannot be read."),
    "closed": _("The camera ended the connection."),
    "unplugged": _("The camera is not plugged in, or another program uses it."),
    "not_installed": _("The software for this kind of camera is not installed here."),
    "no_frames_pushed": _("No picture has been sent to this camera lately."),
    "bad_source": _("The source of this camera is not valid any more; staff can enter it again."),
    "crashed": _("The program that reads the camera stopped; it is started again."),
    "no_place": _(
        "All places for cameras are taken; staff can raise CAMERAS_PER_PROCESS or start another "
        "camera process."
    ),
    "failed": _("Reading the camera failed; the log says why."),
}


def words_for(code: str) -> str:
    """The sentence for a code."""
    return str(REASONS.get(code, REASONS["failed"]))
