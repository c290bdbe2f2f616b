"""The kinds of camera sources; adding one is one module and one row here."""

from collections.abc import Callable

from django.core.exceptions import ValidationError

from cameras.source_address import read
from cameras.sources import clip, demo, mjpeg, pi, push, rtsp, still, usb
from cameras.sources.source import CaptureOptions, Offline, OpenedSource

Opener = Callable[[str, CaptureOptions], OpenedSource]

SOURCES: dict[str, Opener] = {
    "usb": usb.opened,
    "pi": pi.opened,
    "rtsp": rtsp.opened,
    "mjpeg": mjpeg.opened,
    "still": still.opened,
    "clip": clip.opened,
    "demo": demo.opened,
    "push": push.opened,
}


def opened(text: str, options: CaptureOptions, camera_id: int) -> OpenedSource:
    """Open the source that a camera's address names. Raises Offline, here or on entering it."""
    try:
        address = read(text)
    except ValidationError as error:
        raise Offline("bad_source", "; ".join(error.messages)) from error
    value = str(camera_id) if address.kind == "push" else address.value
    return SOURCES[address.kind](value, options)
