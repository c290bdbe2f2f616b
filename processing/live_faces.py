"""Hides the faces in a camera's pictures, one after another, and errs on the side of hiding."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from processing.face import Face
from processing.faces import find_at_a_look
from processing.images import Image
from processing.operations.hide import hide_faces

logger = logging.getLogger(__name__)

_HELD_FOR_S = 1.5
_MARGIN = 0.4
_BLOCKS = 6
_LONG_SIDE_PX = 1280

Finder = Callable[[Image], Sequence[Face]]


def _find(image: Image) -> list[Face]:
    """Search a frame as large as it is: what was enlarged takes four times as long."""
    return find_at_a_look(image, min(_LONG_SIDE_PX, max(image.shape[:2])))


@dataclass(frozen=True)
class _Mask:
    """A face in fractions of the picture's sides, and until when it stays covered."""

    left: float
    top: float
    width: float
    height: float
    until: float


class LiveFaces:
    """Covers faces in each frame, and where faces were a moment ago.

    A detector misses a face in some frames of a film; a mask held for 1.5 s over the place bridges
    that. Where the detector fails altogether, the whole picture is blurred past recognition.
    """

    def __init__(self, style: str = "mosaic", finder: Finder = _find) -> None:
        self._style = style
        self._finder = finder
        self._masks: list[_Mask] = []
        self._has_failed = False

    def hide(self, image: Image, at: float) -> Image:
        """A copy of a (height, width, 3) BGR frame taken at `at` (s), with every face covered."""
        try:
            found = self._found(image, at)
        except (cv2.error, RuntimeError, MemoryError):
            if not self._has_failed:
                logger.exception("faces cannot be searched; the live picture is blurred whole")
            self._has_failed = True
            return blurred_whole(image)
        self._has_failed = False
        self._masks = [mask for mask in self._masks if mask.until > at] + found
        boxes = [_box(mask, image) for mask in self._masks]
        return hide_faces(image, faces=boxes, style=self._style, margin=_MARGIN, blocks=_BLOCKS)

    def _found(self, image: Image, at: float) -> list[_Mask]:
        height, width = image.shape[:2]
        return [
            _Mask(
                face.x / width,
                face.y / height,
                face.width / width,
                face.height / height,
                at + _HELD_FOR_S,
            )
            for face in self._finder(image)
        ]


def blurred_whole(image: Image) -> Image:
    """A frame of which only colours and large shapes are left: 8 means along its longer side."""
    height, width = image.shape[:2]
    scale = 8 / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    means = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(means, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _box(mask: _Mask, image: Image) -> Face:
    height, width = image.shape[:2]
    left, top = int(mask.left * width), int(mask.top * height)
    right = min(width, round((mask.left + mask.width) * width) + 1)
    bottom = min(height, round((mask.top + mask.height) * height) + 1)
    return Face(left, top, right - left, bottom - top, 1.0)
