"""Hides the faces in a camera's frames, one after another, and errs on the side of hiding."""

import logging
import math
from collections.abc import Callable

import cv2

from processing.face import Face
from processing.images import Image
from processing.live.looks import Finder, Looks, fine_px, found
from processing.live.masks import Masks
from processing.live.place import Place
from processing.live.veil import blurred_whole, veiled
from processing.operations.hide import hide_faces

logger = logging.getLogger(__name__)

SEARCHED_PX = 1280
"""The longer side that a frame should have when it is looked at, if its camera gives as much."""
_MAX_BEHIND_S = 0.5
_MARGIN = 0.4
_BLOCKS = 6


class LiveFaces:
    """Covers the faces in one camera's frames: `look` at each as it came, then `hide`.

    Looks that do not fit between frames are made smaller or left away, masks are not: they follow
    the faces. What changed in a frame and was looked at too coarsely for small faces is blurred as
    far as that hides them; what was not looked at, past recognition, and so is the whole frame
    where looks fail, or fall behind by half a second.
    """

    def __init__(self, style: str, clock: Callable[[], float], finder: Finder = found) -> None:
        """`clock` tells seconds and only goes forward."""
        self._style = style
        self._clock = clock
        self._looks = Looks(clock, finder)
        self._masks = Masks()
        self._at = clock()
        self._fine_px = math.inf
        self._has_failed = False

    def look(self, image: Image, *, closely: bool = False) -> None:
        """Look for faces in a (height, width, 3) BGR frame; the larger it is, the smaller ones.

        With `closely` it is searched as well as can be, however long that takes.
        """
        self._at, self._fine_px = self._clock(), fine_px(image)
        try:
            looks = self._looks.look(image, self._masks.covers(self._at), closely=closely)
        except (cv2.error, RuntimeError, MemoryError):
            if not self._has_failed:
                logger.exception("faces cannot be searched; the live picture is blurred whole")
            self._has_failed = True
            self._looks.forget()
        else:
            self._has_failed = False
            self._masks.disturb(self._looks.is_changed)
            for look in looks:
                self._masks.see(look.faces, self._at, look.part, is_thorough=look.is_thorough)

    def hide(self, image: Image) -> Image:
        """A copy of the frame last looked at, in any size, with every face covered."""
        if self._looks.behind_s(self._at) > _MAX_BEHIND_S:
            return blurred_whole(image)
        covers = [_box(cover, image) for cover in self._masks.covers(self._at)]
        image = veiled(image, self._looks.details, self._fine_px)
        return hide_faces(image, faces=covers, style=self._style, margin=_MARGIN, blocks=_BLOCKS)


def _box(place: Place, image: Image) -> Face:
    """The box in whole pixels, rounded outward; it may reach beyond the picture."""
    height, width = image.shape[:2]
    left, top = math.floor(place.left * width), math.floor(place.top * height)
    right, bottom = math.ceil(place.right * width), math.ceil(place.bottom * height)
    return Face(left, top, right - left, bottom - top, 1.0)
