"""Looks at a part of a picture, in tiles where it is too large for one look of the network."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from processing.centerface import look
from processing.detections import Detections, distinct
from processing.images import Image

_MEMORY_BYTES = 200_000_000
_BYTES_A_PIXEL = 190
"""What the network takes for each pixel that it sees at once."""

_OVERLAP_PX = 64
"""How far a tile reaches into its neighbour, as the network sees it. The faces that are looked at
closely are half as large, so that one of the two holds them whole."""


@dataclass(frozen=True)
class Region:
    """A rectangle of a picture: the corners (x, y) in its pixels, `end` not included."""

    start: tuple[int, int]
    end: tuple[int, int]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        return self.end[0] - self.start[0], self.end[1] - self.start[1]

    @property
    def area(self) -> int:
        return math.prod(self.size)

    def holds(self, detections: Detections) -> npt.NDArray[np.bool_]:
        """Which boxes have their middle in it, (detections,)."""
        middles = detections[:, :2] + detections[:, 2:4] / 2
        return np.asarray(((middles >= self.start) & (middles <= self.end)).all(axis=1))


def whole(image: Image) -> Region:
    """All of a picture."""
    return Region((0, 0), (image.shape[1], image.shape[0]))


def max_look_px(image: Image) -> float:
    """How many pixels the network may see at once, so that look and picture take 200 MB."""
    return (_MEMORY_BYTES - image.nbytes) / _BYTES_A_PIXEL


def look_at(image: Image, region: Region, scale: float) -> Detections:
    """What the network sees in a region enlarged by `scale`, in pixels of the picture.

    A large one is cut across its longer side into as many tiles as it takes, which overlap. What
    one tile sees near its edge is left to its neighbour, which sees more of it.
    """
    count = max(1, math.ceil(region.area * scale**2 / max_look_px(image)))
    axis = int(np.argmax(region.size))
    overlap = _OVERLAP_PX / scale
    found = []
    for tile in _tiles(region, axis, count, overlap):
        seen = _seen(image, tile, scale)
        found.append(seen[_is_well_inside(seen, tile, region, axis, overlap / 2)])
    return distinct(*found)


def _is_well_inside(
    seen: Detections, tile: Region, region: Region, axis: int, room: float
) -> npt.NDArray[np.bool_]:
    """Which boxes have their middle at least `room` from the edges that a tile has inside a region.

    That is half of the overlap, so that a middle in it is well inside one of the two tiles at least
    and both may tell of the same face: they see it a pixel apart, and neither must leave it out.
    """
    middles = seen[:, axis] + seen[:, axis + 2] / 2
    begins, ends = tile.start[axis] == region.start[axis], tile.end[axis] == region.end[axis]
    after = begins | (middles >= tile.start[axis] + room)
    before = ends | (middles <= tile.end[axis] - room)
    return np.asarray(after & before)


def _tiles(region: Region, axis: int, count: int, overlap: float) -> Iterator[Region]:
    """Equal shares along an axis, each as far into its neighbours as the overlap (px) says."""
    edges = np.linspace(region.start[axis], region.end[axis], count + 1)
    for first, last in pairwise(edges):
        start, end = list(region.start), list(region.end)
        start[axis] = max(start[axis], int(first - overlap))
        end[axis] = min(end[axis], int(last + overlap))
        yield Region((start[0], start[1]), (end[0], end[1]))


def _seen(image: Image, tile: Region, scale: float) -> Detections:
    rows, columns = slice(tile.start[1], tile.end[1]), slice(tile.start[0], tile.end[0])
    seen = look(image[rows, columns], scale)
    seen[:, :2] += tile.start
    return seen
