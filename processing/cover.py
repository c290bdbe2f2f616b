"""The area that hides a face: its box, grown, as a rectangle or an ellipse in whole pixels."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from processing.face import Face


@dataclass(frozen=True)
class Cover:
    """The area of one face: the pixels of a rectangle, inside the picture, that lie in its shape.

    `top`, `bottom`, `left`, `right` are in pixels, the last two of each kind not included;
    `centre` and `radii` (x, y) are those of the ellipse, which the picture's edge may cut.
    """

    top: int
    bottom: int
    left: int
    right: int
    centre: tuple[float, float]
    radii: tuple[float, float]
    is_ellipse: bool
    face_px: int
    """The face's own longer side."""

    @property
    def window(self) -> tuple[slice, slice]:
        """Rows and columns of the rectangle, to index a picture with."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def mask(self) -> npt.NDArray[np.bool_]:
        """Which pixels of the rectangle are covered, (rows, columns)."""
        if not self.is_ellipse:
            return np.ones((self.bottom - self.top, self.right - self.left), bool)
        rows, columns = np.ogrid[self.window]
        across = (columns + 0.5 - self.centre[0]) / self.radii[0]
        down = (rows + 0.5 - self.centre[1]) / self.radii[1]
        return np.asarray(across**2 + down**2 <= 1)


def covers(
    faces: Iterable[Face], *, shape: str, margin: float, size: tuple[int, int]
) -> list[Cover]:
    """One for each face, the largest last, so that where two overlap the coarser one is seen.

    `margin` is how much wider and higher than the face a cover is, as a share of it; `shape` is
    `box` or `ellipse`; `size` is the picture's (height, width) in pixels.
    """
    found = [_cover(face, shape == "ellipse", margin, size) for face in faces]
    return sorted(
        (cover for cover in found if cover.top < cover.bottom and cover.left < cover.right),
        key=lambda cover: cover.face_px,
    )


def _cover(face: Face, is_ellipse: bool, margin: float, size: tuple[int, int]) -> Cover:
    dx, dy = face.width * (1 + margin) / 2, face.height * (1 + margin) / 2
    x, y = face.x + face.width / 2, face.y + face.height / 2
    return Cover(
        top=max(0, math.floor(y - dy)),
        bottom=min(size[0], math.ceil(y + dy)),
        left=max(0, math.floor(x - dx)),
        right=min(size[1], math.ceil(x + dx)),
        centre=(x, y),
        radii=(dx, dy),
        is_ellipse=is_ellipse,
        face_px=max(face.width, face.height),
    )
