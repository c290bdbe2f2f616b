"""Which part of a picture has changed since it was last looked at."""

import cv2
import numpy as np

from processing.images import Image
from processing.live.place import Place

_BLOCK_PX = 8
_MAX_BLOCKS = 160
"""Compared are means of blocks, the units of JPEG, larger ones where the longer side has more."""
_LEAST = 6
"""By so much, of 255, a block has to differ in a channel: noise is averaged away in it."""


class Changes:
    """Remembers what each part of one camera's picture was like when it was last looked at."""

    def __init__(self) -> None:
        self._seen: Image | None = None

    def part(self, image: Image) -> Place | None:
        """The box about all that differs in a (height, width, 3) BGR frame, or None."""
        now = _means(image)
        if self._seen is None or self._seen.shape != now.shape:
            return Place(0, 0, 1, 1)
        difference = np.asarray(cv2.absdiff(now, self._seen), np.uint8)
        differs = difference.max(axis=2) > _LEAST
        rows, columns = np.nonzero(differs.any(axis=1))[0], np.nonzero(differs.any(axis=0))[0]
        if not len(rows):
            return None
        height, width = differs.shape
        return Place(
            columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height
        )

    def looked(self, image: Image, part: Place) -> None:
        """A part of this frame has been looked at."""
        now = _means(image)
        if self._seen is None or self._seen.shape != now.shape:
            self._seen = now
            return
        height, width = now.shape[:2]
        inside = (
            slice(round(part.top * height), round(part.bottom * height)),
            slice(round(part.left * width), round(part.right * width)),
        )
        self._seen[inside] = now[inside]


def _means(image: Image) -> Image:
    height, width = image.shape[:2]
    scale = min(1 / _BLOCK_PX, _MAX_BLOCKS / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
