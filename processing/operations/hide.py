"""Operations that make things unrecognisable: faces, a region, the whole picture."""

import math
from collections.abc import Sequence

import cv2
import numpy as np

from processing.faces import Face
from processing.images import Image


def hide_faces(
    image: Image, *, faces: Sequence[Face], style: str, margin: float, blocks: int
) -> Image:
    """Cover each face's box, grown by `margin` of its size, in a (height, width, 3) BGR picture.

    `mosaic` puts `blocks` squares of mean colour along the box's long side, the grid anchored to
    the box; `solid` paints it black, so that nothing of the face is left at all.
    """
    hidden = image.copy()
    for face in faces:
        left, top, right, bottom = _grown(face, margin, image)
        patch = hidden[top:bottom, left:right]
        if style == "solid":
            patch[:] = 0
        else:
            patch[:] = mosaic(image[top:bottom, left:right], blocks)
    return hidden


def pixelate(
    image: Image, *, blocks: int, left: float, top: float, width: float, height: float
) -> Image:
    """Mosaic a region, given in % of the picture's sides (0, 0, 100, 100: all of it)."""
    rows, columns = image.shape[:2]
    y0, x0 = int(rows * top / 100), int(columns * left / 100)
    y1 = min(rows, math.ceil(rows * (top + height) / 100))
    x1 = min(columns, math.ceil(columns * (left + width) / 100))
    result = image.copy()
    if y1 > y0 and x1 > x0:
        result[y0:y1, x0:x1] = mosaic(image[y0:y1, x0:x1], blocks)
    return result


def mosaic(image: Image, blocks: int) -> Image:
    """Replace a picture by at most `blocks` area means along its long side, square as may be."""
    height, width = image.shape[:2]
    block_px = max(height, width) / blocks
    columns = min(max(1, round(width / block_px)), width)
    rows = min(max(1, round(height / block_px)), height)
    means = cv2.resize(image, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(means, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def _grown(face: Face, margin: float, image: Image) -> tuple[int, int, int, int]:
    """The box to cover as left, top, right, bottom in pixels, inside the picture."""
    height, width = image.shape[:2]
    dx, dy = face.width * margin / 2, face.height * margin / 2
    return (
        max(0, math.floor(face.x - dx)),
        max(0, math.floor(face.y - dy)),
        min(width, math.ceil(face.x + face.width + dx)),
        min(height, math.ceil(face.y + face.height + dy)),
    )
