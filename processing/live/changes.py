"""How finely each part of a camera's picture was looked at, as it is now."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from processing.images import Image
from processing.live.place import Place

_BLOCK_PX = 8
_MAX_BLOCKS = 160
"""Compared are means of blocks, the units of JPEG, larger ones where the longer side has more."""
_LEAST = 6
"""By so much, of 255, a block has to differ in a channel: noise is averaged away in it."""
_EDGE = 4
"""Blocks: a face that the edge of a part cuts is a worse one, so that along it nothing was seen."""
_UNSEEN = -1000
"""It differs from any brightness."""

Means = npt.NDArray[np.int16]
"""Brightness of each block and channel, (rows, columns, 3), 0..255."""
Details = npt.NDArray[np.float32]
"""For each block, (rows, columns), the longer side in px that the whole picture would have had in
the finest look at it; 0 where what is there now was not looked at."""


class Changes:
    """Compares one camera's frames, as they come, with what each part was like when looked at."""

    def __init__(self) -> None:
        self._now = self._seen = np.empty((0, 0, 3), np.int16)
        self._finest = np.empty((0, 0), np.float32)
        self.details: Details = self._finest
        """Of the frame that came last."""
        self._differs = np.empty((0, 0), np.bool_)

    def come(self, image: Image) -> None:
        """A frame has come, (height, width, 3) BGR. One of another shape is all unseen."""
        self._now = _means(image)
        if self._now.shape != self._seen.shape:
            self._seen = np.full_like(self._now, _UNSEEN)
            self._finest = np.zeros(self._now.shape[:2], np.float32)
        self._differs = np.abs(self._now - self._seen).max(axis=2) > _LEAST
        self.details = np.where(self._differs, np.float32(0), self._finest)

    def is_changed(self, place: Place) -> bool:
        """Whether the frame that came last is another there than when that was looked at."""
        height, width = self._differs.shape
        rows = slice(max(0, math.floor(place.top * height)), math.ceil(place.bottom * height))
        columns = slice(max(0, math.floor(place.left * width)), math.ceil(place.right * width))
        return bool(self._differs[rows, columns].any())

    def looked(self, part: Place, detail_px: float) -> None:
        """A part of the frame that came last has been looked at, the whole being so long."""
        inside = self._inside(part)
        finer = self.details[inside] <= detail_px
        self._seen[inside][finer] = self._now[inside][finer]
        self._finest[inside][finer] = detail_px
        self.details[inside][finer] = detail_px

    def _inside(self, part: Place) -> tuple[slice, slice]:
        height, width = self.details.shape
        rows = _span(part.top * height, part.bottom * height, height)
        return rows, _span(part.left * width, part.right * width, width)


def parts_of(blocks: npt.NDArray[np.bool_], room: int = 2 * _EDGE) -> list[Place]:
    """The boxes about those blocks, (rows, columns), that are near each other, with room about."""
    if not blocks.any():
        return []
    height, width = blocks.shape
    around = np.ones((2 * room + 1, 2 * room + 1), np.uint8)
    near = cv2.dilate(blocks.astype(np.uint8), around)
    _count, _labels, boxes, _centres = cv2.connectedComponentsWithStats(near)
    return [
        Place(left / width, top / height, (left + across) / width, (top + down) / height)
        for left, top, across, down, _blocks in boxes[1:].tolist()
    ]


def _span(start: float, end: float, length: int) -> slice:
    """The blocks between two edges, and well inside of those that are not the picture's."""
    first, last = math.ceil(start - 1e-6), math.floor(end + 1e-6)
    return slice(first + _EDGE if first > 0 else 0, last - _EDGE if last < length else length)


def _means(image: Image) -> Means:
    height, width = image.shape[:2]
    scale = min(1 / _BLOCK_PX, _MAX_BLOCKS / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.int16)
