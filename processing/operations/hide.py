"""Operations that make things unrecognisable: faces, a region, the whole picture."""

import math
from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from processing import faces as detector
from processing.cover import Cover, covers
from processing.face import Face
from processing.operations.parameters import Value
from processing.pixels import Image
from processing.premultiplied import filtered
from processing.scaling import reduced


def find_faces(image: Image, arguments: Mapping[str, Value]) -> list[Face]:
    """The faces of a (height, width, 3) BGR picture whose score is at least `min_score`."""
    return [face for face in detector.find(image) if face.score >= float(arguments["min_score"])]


def hide_faces(
    image: Image,
    *,
    faces: Sequence[Face],
    style: str,
    margin: float,
    blocks: int,
    shape: str = "box",
    **_others: Value,
) -> Image:
    """Cover each face's box, grown by `margin` of its size, in a (height, width, 3 or 4) picture.

    `mosaic` puts `blocks` squares of mean colour along the cover's long side, the grid anchored to
    it; `blur` interpolates between these means, so that it carries no more than they do; `solid`
    paints black. The step's other arguments concern the search and the file.
    """
    hidden = image.copy()
    for cover in covers(faces, shape=shape, margin=margin, size=image.shape[:2]):
        np.copyto(
            hidden[cover.window],
            _covering(image[cover.window], cover, style, blocks),
            where=cover.mask()[:, :, None],
        )
    return hidden


def _covering(patch: Image, cover: Cover, style: str, blocks: int) -> Image:
    """The pixels that replace those of a patch."""
    if style == "solid":
        return np.full_like(patch, (0, 0, 0, 255)[: patch.shape[2]])
    # So small a face would show through squares of about a pixel each.
    squares = blocks if cover.face_px >= blocks else 1
    return mosaic(patch, squares, smooth=style == "blur")


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


def mosaic(image: Image, blocks: int, *, smooth: bool = False) -> Image:
    """Replace a picture by at most `blocks` area means along its long side, square as may be.

    With `smooth` the means are interpolated instead of repeated.
    """
    height, width = image.shape[:2]
    block_px = max(height, width) / blocks
    columns = min(max(1, round(width / block_px)), width)
    rows = min(max(1, round(height / block_px)), height)
    means = reduced(image, (columns, rows))
    size = width, height
    if smooth:
        return filtered(means, lambda one: cv2.resize(one, size, interpolation=cv2.INTER_LINEAR))
    return np.asarray(cv2.resize(means, size, interpolation=cv2.INTER_NEAREST), np.uint8)
