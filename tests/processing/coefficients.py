"""JPEGs of a portrait as cameras store them, and their coefficients."""

import io
from typing import Any

import numpy as np
from PIL import Image as Pillow

from processing.images import Image
from processing.images.jpeg import layout_of
from processing.limits import Limits
from processing.recipe import Recipe
from processing.turbojpeg import rewrite

LIMITS = Limits()
HIDE = Recipe.parse([{"op": "faces", "style": "solid"}])
LIE_DOWN = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT,
    3: Pillow.Transpose.ROTATE_180,
    4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE,
    6: Pillow.Transpose.ROTATE_90,
    7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_270,
}
"""How an upright picture is stored so that its EXIF orientation puts it upright again."""

Rows = dict[tuple[int, int], np.ndarray]

MARKER = b"GAZOKAKO-SECRET"


def jpeg_of(image: Image, *, orientation: int = 1, **options: Any) -> bytes:
    """A camera's JPEG of an upright picture: stored as it was held, with a comment and EXIF."""
    picture = Pillow.fromarray(image[..., ::-1] if image.ndim == 3 else image)
    if orientation > 1:
        picture = picture.transpose(LIE_DOWN[orientation])
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = MARKER.decode()
    file = io.BytesIO()
    picture.save(file, "JPEG", **{"quality": 92, "exif": exif, "comment": MARKER, **options})
    return file.getvalue() + MARKER


def coefficients(file: bytes, orientation: int = 1) -> Rows:
    """Every row of blocks of every component, upright."""
    rows = {}

    def keep(component: int, row: int, blocks: np.ndarray) -> None:
        rows[component, row] = blocks.copy()

    rewrite(file, orientation, keep)
    return rows


def layout(file: bytes, orientation: int):
    return layout_of(Pillow.open(io.BytesIO(file)), orientation)


def changed_blocks(before: Rows, after: Rows, component: int) -> np.ndarray:
    """Which blocks of a component differ, (rows, columns)."""
    rows = sorted(row for number, row in before if number == component)
    return np.array([(before[component, row] != after[component, row]).any(axis=1) for row in rows])
