"""Asks the network again about doubtful boxes, each at the size it judges best.

CenterFace is surest of faces of some 16 to 64 px. A smaller face scores like a leaf, and a much
larger or blurred one like a wall; cut out and brought to 32 px both are told apart. The cuttings
lie side by side on one sheet, so that dozens of them cost one short look, and what else is seen
in a cutting counts too: where one tiny face is, there are others.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from processing.centerface import Sightings, distinct, look
from processing.images import Image

_FACE_PX = 32
_WINDOW_PX = 96
_WINDOWS_A_ROW = 8


@dataclass(frozen=True)
class _Window:
    """A square of the sheet: pixel p of the picture is drawn at p x scale + shift, per axis."""

    scale: tuple[float, float]
    shift: tuple[float, float]


def look_again(image: Image, doubtful: Sightings) -> Sightings:
    """What the network sees about the doubtful boxes, in pixels of the picture; its own scores."""
    if not len(doubtful):
        return doubtful
    columns = min(len(doubtful), _WINDOWS_A_ROW)
    rows = math.ceil(len(doubtful) / columns)
    sheet = np.zeros((rows * _WINDOW_PX, columns * _WINDOW_PX, 3), np.uint8)
    windows = []
    for number, sighting in enumerate(doubtful):
        top, left = (place * _WINDOW_PX for place in divmod(number, columns))
        square = sheet[top : top + _WINDOW_PX, left : left + _WINDOW_PX]
        windows.append(_draw(image, sighting, square))
    return distinct(_off_the_sheet(look(sheet, 1), windows, columns))


def _draw(image: Image, sighting: Sightings, square: Image) -> _Window:
    """Draw a face with its surroundings into a square, in the middle as far as the picture goes.

    A smaller picture leaves some of the square black.
    """
    x, y, width, height = (float(number) for number in sighting[:4])
    scale = _FACE_PX / math.sqrt(width * height)
    across = _cutting(x + width / 2, image.shape[1], scale)
    down = _cutting(y + height / 2, image.shape[0], scale)
    square[down[1], across[1]] = cv2.resize(
        image[down[0], across[0]],
        (across[1].stop - across[1].start, down[1].stop - down[1].start),
        interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR,
    )
    scales = [(to.stop - to.start) / (of.stop - of.start) for of, to in (across, down)]
    shifts = [
        to.start - of.start * scale for (of, to), scale in zip((across, down), scales, strict=True)
    ]
    return _Window((scales[0], scales[1]), (shifts[0], shifts[1]))


def _cutting(centre: float, side: int, scale: float) -> tuple[slice, slice]:
    """Along one axis: which pixels of the picture are drawn at which of the square."""
    length = min(side, math.ceil(_WINDOW_PX / scale))
    start = min(max(0, round(centre - length / 2)), side - length)
    drawn = min(_WINDOW_PX, max(1, round(length * scale)))
    first = (_WINDOW_PX - drawn) // 2
    return slice(start, start + length), slice(first, first + drawn)


def _off_the_sheet(seen: Sightings, windows: list[_Window], columns: int) -> Sightings:
    """Sightings on the sheet as boxes in the picture; those across two windows are none."""
    found = []
    for sighting in seen:
        start, sides = sighting[:2], sighting[2:4]
        place = (start + sides / 2) // _WINDOW_PX
        number = int(place[1] * columns + place[0])
        within = start - place * _WINDOW_PX
        if number >= len(windows) or within.min() < 0 or (within + sides).max() > _WINDOW_PX:
            continue
        window = windows[number]
        found.append([*(within - window.shift) / window.scale, *sides / window.scale, sighting[4]])
    return np.array(found, np.float32).reshape(-1, 5)
