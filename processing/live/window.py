"""The pixels of a frame that a look is given, and where in the frame the faces in them are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from processing.face import Face
from processing.images import Image
from processing.live.place import Place

_MULTIPLE = 32
"""The network's: a window of such sides need not be resized."""


@dataclass(frozen=True)
class Window:
    """Columns and rows of a picture, the last ones not included."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return self.bottom - self.top, self.right - self.left

    def cut(self, image: Image) -> Image:
        return image[self.top : self.bottom, self.left : self.right]

    def places(self, faces: Sequence[Face], image: Image) -> list[Place]:
        """Where in the whole picture the faces are that were found in this part of it."""
        height, width = image.shape[:2]
        return [
            Place(
                (self.left + face.x) / width,
                (self.top + face.y) / height,
                (self.left + face.x + face.width) / width,
                (self.top + face.y + face.height) / height,
            )
            for face in faces
        ]

    def place(self, image: Image) -> Place:
        height, width = image.shape[:2]
        return Place(self.left / width, self.top / height, self.right / width, self.bottom / height)


def window(image: Image, part: Place) -> Window:
    """The pixels of a part of a picture, and a few more."""
    height, width = image.shape[:2]
    left, right = _span(part.left * width, part.right * width, width)
    top, bottom = _span(part.top * height, part.bottom * height, height)
    return Window(left, top, right, bottom)


def _span(start: float, end: float, side: int) -> tuple[int, int]:
    """From the first to behind the last pixel, a multiple of 32 of them if there are so many."""
    first, last = max(0, math.floor(start)), min(side, math.ceil(end))
    length = min(side, math.ceil((last - first) / _MULTIPLE) * _MULTIPLE)
    first = min(first, side - length)
    return first, first + length
