"""From a shot to the frame that viewers get: turned, masked, made small, encoded once."""

import cv2
import numpy as np

from cameras.buffer import Frame
from cameras.models import Camera
from cameras.sources.source import Shot
from processing.frames import decode_reduced, encode_frame
from processing.images import Image
from processing.limits import Limits
from processing.live_faces import LiveFaces

_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
_STILL_QUALITY = 92
_GREY_QUALITY = 80


class Darkroom:
    """Develops the shots of one camera; keeps what hiding faces needs from frame to frame."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._faces = LiveFaces(camera.face_style) if camera.hide_faces else None

    def preview(self, shot: Shot) -> Frame:
        """The live picture. Raises Offline where the shot cannot be decoded."""
        width = self._camera.preview_width
        sideways = self._camera.rotation in (90, 270)
        image = narrowed(self._turned(shot, None if sideways else width), width)
        jpeg = encode_frame(self._masked(image, shot), self._camera.preview_quality)
        return Frame(jpeg, shot.taken_at)

    def still(self, shot: Shot) -> Frame:
        """The picture at its full size. Raises Offline."""
        image = self._masked(self._turned(shot, None), shot)
        return Frame(encode_frame(image, _STILL_QUALITY), shot.taken_at)

    def _turned(self, shot: Shot, min_width: int | None) -> Image:
        image = shot.image(min_width)
        turn = _TURNS.get(self._camera.rotation)
        return image if turn is None else np.asarray(cv2.rotate(image, turn), np.uint8)

    def _masked(self, image: Image, shot: Shot) -> Image:
        return image if self._faces is None else self._faces.hide(image, shot.taken_at)


def greyed(frame: Frame, line: str) -> Frame:
    """A frame without colour, with an ASCII line at its foot that says why."""
    grey = decode_reduced(frame.jpeg, Limits(), grey=True)
    height, width = grey.shape[:2]
    bar = max(16, height // 14)
    grey[-bar:] //= 4
    size = cv2.getTextSize(line, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 1)[0]
    scale = min((width - 12) / size[0], bar * 0.6 / size[1])
    place = (6, height - (bar - int(size[1] * scale)) // 2)
    cv2.putText(grey, line, place, cv2.FONT_HERSHEY_SIMPLEX, scale, 255, 1, cv2.LINE_AA)
    return Frame(encode_frame(grey, _GREY_QUALITY), frame.taken_at, is_grey=True)


def narrowed(image: Image, max_width: int) -> Image:
    """A picture at most so many pixels wide, its shape kept."""
    height, width = image.shape[:2]
    if width <= max_width:
        return image
    size = (max_width, max(1, round(height * max_width / width)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
