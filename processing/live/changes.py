"""Which parts of a picture have changed since they were last looked at."""

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
_ROOM = 8
"""Blocks around one that differs, since a face cut by the edge is a worse one."""


_UNSEEN = -1000
"""It differs from any brightness."""

Means = npt.NDArray[np.int16]
"""Brightness of each block and channel, (rows, columns, 3), 0..255."""


class Changes:
    """Remembers what each part of one camera's picture was like when it was last looked at."""

    def __init__(self) -> None:
        self._seen = np.empty((0, 0, 3), np.int16)

    def parts(self, image: Image) -> list[Place]:
        """The boxes about what differs in a (height, width, 3) BGR frame, with some room."""
        now = _means(image)
        return _boxes(np.abs(now - self._seen_as_large_as(now)).max(axis=2) > _LEAST)

    def looked(self, image: Image, part: Place) -> None:
        """A part of this frame has been looked at."""
        now = _means(image)
        height, width = now.shape[:2]
        inside = (
            slice(round(part.top * height), round(part.bottom * height)),
            slice(round(part.left * width), round(part.right * width)),
        )
        self._seen = self._seen_as_large_as(now)
        self._seen[inside] = now[inside]

    def _seen_as_large_as(self, now: Means) -> Means:
        """What was seen; of another size it does not count."""
        return self._seen if self._seen.shape == now.shape else np.full_like(now, _UNSEEN)


def _boxes(differs: npt.NDArray[np.bool_]) -> list[Place]:
    """About the blocks that differ and are near each other, (rows, columns)."""
    if not differs.any():
        return []
    height, width = differs.shape
    around = np.ones((2 * _ROOM + 1, 2 * _ROOM + 1), np.uint8)
    near = cv2.dilate(differs.astype(np.uint8), around)
    _count, _labels, boxes, _centres = cv2.connectedComponentsWithStats(near)
    return [
        Place(left / width, top / height, (left + across) / width, (top + down) / height)
        for left, top, across, down, _blocks in boxes[1:].tolist()
    ]


def _means(image: Image) -> Means:
    height, width = image.shape[:2]
    scale = min(1 / _BLOCK_PX, _MAX_BLOCKS / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.int16)
