"""Looks at a part of a picture, in tiles where it is too large for one look of the network."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from processing.centerface import INPUT_MULTIPLE, look
from processing.detections import Detections, distinct
from processing.images import Image

_MEMORY_BYTES = 200_000_000
_BYTES_A_PIXEL = 190
"""What the network takes for each pixel that it sees at once."""

_LEAST_LOOK_PX = 320 * 320

_LEAST_TILE = 4
"""Of what a tile reaches into its neighbours: in a smaller one most would be seen twice."""

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


def about(image: Image, detections: Detections, room: float) -> Region:
    """The rectangle about some boxes, `room` px wider on each side as far as the picture goes."""
    starts, ends = detections[:, :2] - room, detections[:, :2] + detections[:, 2:4] + room
    left, top = np.maximum(starts.min(axis=0), 0).astype(int)
    right, bottom = np.ceil(np.minimum(ends.max(axis=0), whole(image).end)).astype(int)
    return Region((int(left), int(top)), (int(right), int(bottom)))


def max_look_px(image: Image) -> float:
    """How many pixels the network may see at once, so that look and picture take 200 MB.

    Beside a picture that takes as much itself, it is the least with which tiles make sense.
    """
    return max((_MEMORY_BYTES - image.nbytes) / _BYTES_A_PIXEL, _LEAST_LOOK_PX)


def look_at(image: Image, region: Region, scale: float) -> Detections:
    """What the network sees in a region enlarged by `scale`, in pixels of the picture.

    A large one is cut into as many tiles as it takes, which overlap. What one tile sees near its
    edge is left to its neighbour, which sees more of it.
    """
    reach = _OVERLAP_PX / scale
    found = []
    for tile in _tiles(region, max_look_px(image), scale):
        seen = _seen(image, tile, scale)
        found.append(seen[_is_well_inside(seen, tile, region, reach / 2)])
    return distinct(*found)


def _is_well_inside(
    seen: Detections, tile: Region, region: Region, room: float
) -> npt.NDArray[np.bool_]:
    """Which boxes have their middle at least `room` from the edges that a tile has inside a region.

    That is half of the overlap, so that a middle in it is well inside one of the two tiles at least
    and both may tell of the same face: they see it a pixel apart, and neither must leave it out.
    """
    middles = seen[:, :2] + seen[:, 2:4] / 2
    begins = np.equal(tile.start, region.start) | (middles >= np.add(tile.start, room))
    ends = np.equal(tile.end, region.end) | (middles <= np.subtract(tile.end, room))
    return np.asarray((begins & ends).all(axis=1))


def _tiles(region: Region, max_px: float, scale: float) -> Iterator[Region]:
    """As few tiles of one size, which take the same memory, as overlap and are no larger.

    `max_px` and the overlap are meant as the network sees them; so are sides that it sees unbent.
    """
    reach = _OVERLAP_PX / scale
    counts, size = [1, 1], list(map(float, region.size))
    while math.prod(size) * scale**2 > max_px and min(size) > _LEAST_TILE * reach:
        axis = int(np.argmax(size))
        counts[axis] += 1
        overlaps = (counts[axis] - 1) * 2 * reach
        size[axis] = (region.size[axis] + overlaps) / counts[axis]
    unbent = INPUT_MULTIPLE / scale
    size = [math.ceil(side / unbent) * unbent for side in size]
    spans = (_spans(*edges) for edges in zip(region.start, region.end, size, counts, strict=True))
    for (left, right), (top, bottom) in product(*spans):
        yield Region((left, top), (right, bottom))


def _spans(start: int, end: int, length: float, count: int) -> list[tuple[int, int]]:
    """So many stretches of one length, from the first to the last pixel."""
    whole_px = min(end - start, math.ceil(length))
    firsts = np.linspace(start, end - whole_px, count)
    return [(int(first), int(first) + whole_px) for first in firsts]


def _seen(image: Image, tile: Region, scale: float) -> Detections:
    rows, columns = slice(tile.start[1], tile.end[1]), slice(tile.start[0], tile.end[0])
    seen = look(image[rows, columns], scale)
    seen[:, :2] += tile.start
    return seen
