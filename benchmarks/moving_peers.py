"""Two ways to hide the faces in a camera's frames: today's, and the one before."""

import time

import cv2
import numpy as np

from processing.face import Face
from processing.faces import find_at_a_look
from processing.frames import decode_reduced
from processing.images import Image
from processing.limits import Limits
from processing.live.faces import SEARCHED_PX, LiveFaces
from processing.operations.hide import hide_faces

FPS = 10
_SHOWN_PX = 640


class FilmClock:
    """The time in a film: that of its frame and what has been worked since it came."""

    def __init__(self) -> None:
        self._frame_at = self._free_at = 0.0
        self._since = time.process_time()

    def __call__(self) -> float:
        return self._frame_at + self._spent_s()

    def comes(self, number: int) -> bool:
        """A frame comes; whether it is taken, since the last one is not worked on any more."""
        at = number / FPS
        if at < self._free_at:
            return False
        self._frame_at, self._since = at, time.process_time()
        return True

    def ends(self) -> float:
        """The frame is done; for so many seconds it was worked on."""
        spent_s = self._spent_s()
        self._free_at = self._frame_at + spent_s
        return spent_s

    def _spent_s(self) -> float:
        return time.process_time() - self._since


class FollowedFaces:
    """A camera that hides faces, as cameras.capture.frame_renderer uses it."""

    def __init__(self, clock: FilmClock) -> None:
        self._faces = LiveFaces("mosaic", clock)

    def render(self, jpeg: bytes) -> tuple[Image, Image]:
        """The frame as it would be published without hiding faces, and as it is."""
        frame = decode_reduced(jpeg, Limits(), SEARCHED_PX)
        self._faces.look(frame)
        plain = _narrowed(frame)
        return plain, self._faces.hide(plain)


class FixedMasks:
    """The approach of before, with today's network."""

    def __init__(self, clock: FilmClock) -> None:
        self._clock = clock
        self._held: list[tuple[float, Face]] = []

    def render(self, jpeg: bytes) -> tuple[Image, Image]:
        """The same."""
        plain = _narrowed(decode_reduced(jpeg, Limits(), _SHOWN_PX))
        now = self._clock()
        found = [(now + 1.5, face) for face in find_at_a_look(plain, _SHOWN_PX)]
        self._held = [held for held in self._held if held[0] > now] + found
        faces = [face for _until, face in self._held]
        return plain, hide_faces(plain, faces=faces, style="mosaic", margin=0.4, blocks=6)


def _narrowed(image: Image) -> Image:
    size = _SHOWN_PX, round(image.shape[0] * _SHOWN_PX / image.shape[1])
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
