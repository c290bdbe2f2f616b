"""Renders a raw frame for viewers and recordings: turned, masked, scaled, encoded once."""

import time
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.timezone import get_default_timezone

from cameras.areas import polygons
from cameras.live.frame_buffer import EncodedFrame
from cameras.models import Camera
from cameras.sources.source import RawFrame
from processing import overlay
from processing.frames import decode_reduced, encode_frame
from processing.images import Image
from processing.limits import Limits
from processing.live.faces import SEARCHED_PX, LiveFaces
from processing.motion.motion import Motion
from processing.scaling import to_width
from processing.shapes import Box
from processing.turning import turn

_STILL_QUALITY = 92
_GREY_QUALITY = 80
_TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class MotionSnapshot:
    """What moves in a picture `width` and `height` pixels large."""

    motion: Motion = field(default_factory=Motion)
    width: int = 1
    height: int = 1

    def boxes_in(self, width: int, height: int) -> tuple[Box, ...]:
        """The boxes of what moves, in pixels of the same picture at another size."""
        return self.motion.scaled(width / self.width, height / self.height).boxes


class FrameRenderer:
    """Renders the frames of one camera; remembers its faces from frame to frame."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._faces = LiveFaces(camera.face_style, time.monotonic) if camera.hide_faces else None
        self._covered = polygons(camera.privacy_masks)

    def preview(self, raw_frame: RawFrame, seen: MotionSnapshot | None = None) -> EncodedFrame:
        """The live picture, marked with what moves in it and the time.

        Raises Offline where the frame cannot be decoded.
        """
        width = self._camera.preview_width
        image = self.as_seen(raw_frame.image(self._min_width()))
        if self._faces is not None:
            self._faces.look(image)  # before small faces are lost in making it narrower
        image = self._marked(self._hidden(to_width(image, width)), raw_frame, seen)
        jpeg = encode_frame(image, self._camera.preview_quality)
        return EncodedFrame(jpeg, raw_frame.taken_at, version=self._camera.version)

    def still(self, raw_frame: RawFrame) -> EncodedFrame:
        """The picture at its full size, without marks. Raises Offline."""
        image = self.as_seen(raw_frame.image())
        if self._faces is not None:
            self._faces.look(image, closely=True)
        jpeg = encode_frame(self._hidden(image), _STILL_QUALITY)
        return EncodedFrame(jpeg, raw_frame.taken_at, version=self._camera.version)

    def as_seen(self, image: Image) -> Image:
        """A picture as the camera gave it, in colour: turned upright, its privacy masks black."""
        upright = turn(image, self._camera.rotation)
        return overlay.cover(upright, self._covered) if self._covered else upright

    def small_grey(self, raw_frame: RawFrame, min_width: int) -> Image:
        """The picture as (height, width) grey, for a program to look at. Raises Offline."""
        return turn(raw_frame.small_grey(min_width), self._camera.rotation)

    def _min_width(self) -> int | None:
        """How wide a frame must be for a live picture, before it is turned; None for all of it."""
        if self._camera.rotation in (90, 270):
            return None
        width = self._camera.preview_width
        return width if self._faces is None else max(width, SEARCHED_PX)

    def _hidden(self, image: Image) -> Image:
        return image if self._faces is None else self._faces.hide(image)

    def _marked(self, image: Image, raw_frame: RawFrame, seen: MotionSnapshot | None) -> Image:
        height, width = image.shape[:2]
        boxes = seen.boxes_in(width, height) if seen and self._camera.draw_boxes else ()
        text = _time(raw_frame) if self._camera.draw_time else ""
        return overlay.mark(image, boxes, text) if boxes or text else image


def greyed(frame: EncodedFrame, text: str) -> EncodedFrame:
    """A frame without colour, with an ASCII text across it that says why."""
    grey = overlay.in_grey(decode_reduced(frame.jpeg, Limits(), grey=True), text)
    return replace(frame, jpeg=encode_frame(grey, _GREY_QUALITY), is_grey=True)


def _time(raw_frame: RawFrame) -> str:
    """When a frame was taken, in the site's time zone."""
    return datetime.fromtimestamp(raw_frame.taken_at, get_default_timezone()).strftime(_TIME_FORMAT)
