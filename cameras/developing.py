"""From a shot to the frame that viewers get: turned, masked, made small, encoded once."""

import time
from dataclasses import dataclass, field
from datetime import datetime

import cv2
import numpy as np
from django.utils.timezone import get_default_timezone

from cameras.areas import polygons
from cameras.buffer import Frame
from cameras.models import Camera
from cameras.sources.source import Shot
from processing import overlay
from processing.frames import decode_reduced, encode_frame
from processing.images import Image
from processing.limits import Limits
from processing.live.faces import SEARCHED_PX, LiveFaces
from processing.motion.boxes import Box, Motion

_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
_STILL_QUALITY = 92
_GREY_QUALITY = 80
_TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Sighting:
    """What moves in a picture `width` and `height` pixels large."""

    motion: Motion = field(default_factory=Motion)
    width: int = 1
    height: int = 1

    def boxes_in(self, width: int, height: int) -> tuple[Box, ...]:
        """Where it moves, in pixels of the same picture in another size."""
        return self.motion.scaled(width / self.width, height / self.height).boxes


class Darkroom:
    """Develops the shots of one camera; keeps what hiding faces needs from frame to frame."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._faces = LiveFaces(camera.face_style, time.monotonic) if camera.hide_faces else None
        self._covered = polygons(camera.privacy_masks)

    def preview(self, shot: Shot, seen: Sighting | None = None) -> Frame:
        """The live picture, marked with what moves in it and the time.

        Raises Offline where the shot cannot be decoded.
        """
        width = self._camera.preview_width
        image = self.as_seen(shot.image(self._min_width()))
        if self._faces is not None:
            self._faces.look(image)  # before small faces are lost in making it narrower
        image = self._marked(self._hidden(narrowed(image, width)), shot, seen)
        return Frame(encode_frame(image, self._camera.preview_quality), shot.taken_at)

    def still(self, shot: Shot) -> Frame:
        """The picture at its full size, without marks. Raises Offline."""
        image = self.as_seen(shot.image())
        if self._faces is not None:
            self._faces.look(image, closely=True)
        return Frame(encode_frame(self._hidden(image), _STILL_QUALITY), shot.taken_at)

    def as_seen(self, image: Image) -> Image:
        """A picture in colour as the camera gave it: upright, with what nobody may see covered."""
        upright = self._upright(image)
        return overlay.cover(upright, self._covered) if self._covered else upright

    def small_grey(self, shot: Shot, min_width: int) -> Image:
        """The picture as (height, width) grey, for a program to look at. Raises Offline."""
        return self._upright(shot.small_grey(min_width))

    def _min_width(self) -> int | None:
        """How wide a shot is needed for a live picture, before it is turned; None for all of it."""
        if self._camera.rotation in (90, 270):
            return None
        width = self._camera.preview_width
        return width if self._faces is None else max(width, SEARCHED_PX)

    def _upright(self, image: Image) -> Image:
        turn = _TURNS.get(self._camera.rotation)
        return image if turn is None else np.asarray(cv2.rotate(image, turn), np.uint8)

    def _hidden(self, image: Image) -> Image:
        return image if self._faces is None else self._faces.hide(image)

    def _marked(self, image: Image, shot: Shot, seen: Sighting | None) -> Image:
        height, width = image.shape[:2]
        boxes = seen.boxes_in(width, height) if seen and self._camera.draw_boxes else ()
        text = _time(shot) if self._camera.draw_time else ""
        return overlay.mark(image, boxes, text) if boxes or text else image


def greyed(frame: Frame, text: str) -> Frame:
    """A frame without colour, with an ASCII text across it that says why."""
    grey = overlay.in_grey(decode_reduced(frame.jpeg, Limits(), grey=True), text)
    return Frame(encode_frame(grey, _GREY_QUALITY), frame.taken_at, is_grey=True)


def _time(shot: Shot) -> str:
    """When a shot was taken, in the site's time zone."""
    return datetime.fromtimestamp(shot.taken_at, get_default_timezone()).strftime(_TIME_FORMAT)


def narrowed(image: Image, max_width: int) -> Image:
    """A picture at most so many pixels wide, its shape kept."""
    height, width = image.shape[:2]
    if width <= max_width:
        return image
    size = (max_width, max(1, round(height * max_width / width)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
