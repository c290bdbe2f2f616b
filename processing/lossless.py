"""Covers parts of a JPEG and leaves every other block of it as it was, bit by bit."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from processing.cover import Cover
from processing.images.jpeg import Layout
from processing.pixels import Image
from processing.turbojpeg import Coefficients, rewrite

Plane = npt.NDArray[np.float32]
Columns = npt.NDArray[np.intp]
Rows = dict[tuple[int, int], list[tuple[Columns, Coefficients]]]
"""By component and row of blocks: which blocks of the row get which coefficients."""


def cover_losslessly(
    content: bytes, layout: Layout, hidden: Image, covers: Iterable[Cover]
) -> bytes:
    """The JPEG `content`, upright and without metadata, with the pixels of `hidden` under `covers`.

    `hidden` is the (height, width, 3) BGR picture, upright. Every minimum coded unit that a cover
    touches is encoded again as a whole, so that nothing of what was there is left. Raises
    turbojpeg.NotRewritable.
    """
    upright = layout.upright()
    rows: Rows = defaultdict(list)
    for cover in covers:
        _replace_under(cover, upright, hidden, rows)

    def edit(component: int, row: int, blocks: Coefficients) -> None:
        for columns, replacements in rows.get((component, row), ()):
            inside = columns < len(blocks)  # the last unit may reach past the picture's last block
            blocks[columns[inside]] = replacements[inside]

    return rewrite(content, layout.orientation, edit)


def _replace_under(cover: Cover, layout: Layout, hidden: Image, rows: Rows) -> None:
    """Add the new coefficients of every unit that the cover touches."""
    unit_height, unit_width = layout.unit_px
    top, left = cover.top // unit_height, cover.left // unit_width
    touched = _touched(cover, layout.unit_px)
    planes = _planes(_units(hidden, top, left, touched.shape, layout.unit_px))
    for number, ((across, down), table) in enumerate(
        zip(layout.sampling, layout.tables, strict=True)
    ):
        reduced = _reduced(planes[number], unit_height // (8 * down), unit_width // (8 * across))
        is_replaced = touched.repeat(down, axis=0).repeat(across, axis=1)
        coefficients = _coefficients(reduced, table)
        for row, wanted in enumerate(is_replaced):
            columns = np.nonzero(wanted)[0]
            place = (number, top * down + row)
            rows[place].append((left * across + columns, coefficients[row, columns]))


def _touched(cover: Cover, unit_px: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """Which of the units about a cover have a pixel of it, (units down, units across)."""
    (height, width), mask = unit_px, cover.mask()
    above, before = cover.top % height, cover.left % width
    below = -(above + mask.shape[0]) % height
    behind = -(before + mask.shape[1]) % width
    whole = np.pad(mask, ((above, below), (before, behind)))
    shape = (whole.shape[0] // height, height, whole.shape[1] // width, width)
    rows = np.asarray(whole.reshape(shape).any(axis=1))
    return np.asarray(rows.any(axis=2))


def _units(
    image: Image, top: int, left: int, count: tuple[int, ...], unit_px: tuple[int, int]
) -> Image:
    """The pixels of some whole units; past the picture's edge its last pixels are repeated."""
    rows, columns = count[0] * unit_px[0], count[1] * unit_px[1]
    y, x = top * unit_px[0], left * unit_px[1]
    patch = image[y : y + rows, x : x + columns]
    missing = ((0, rows - patch.shape[0]), (0, columns - patch.shape[1]), (0, 0))
    return np.pad(patch, missing, mode="edge")


def _planes(patch: Image) -> list[Plane]:
    """Y, Cb and Cr as JFIF defines them, about zero (level shift of ITU-T T.81, A.3.1)."""
    luminance, red, blue = cv2.split(cv2.cvtColor(patch, cv2.COLOR_BGR2YCrCb))
    return [plane.astype(np.float32) - 128 for plane in (luminance, blue, red)]


def _reduced(plane: Plane, down: int, across: int) -> Plane:
    """Means of `down` x `across` pixels, which is how a component is subsampled."""
    size = plane.shape[1] // across, plane.shape[0] // down
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.float32)


def _coefficients(plane: Plane, table: npt.NDArray[np.uint16]) -> Coefficients:
    """A plane's 8 x 8 blocks, transformed (ITU-T T.81, A.3.3) and quantised: (down, across, 64)."""
    height, width = plane.shape
    blocks = plane.reshape(height // 8, 8, width // 8, 8).transpose(0, 2, 1, 3)
    transformed = blocks.reshape(-1, 64) @ _cosines().T
    return np.rint(transformed / table.ravel()).astype(np.int16).reshape(height // 8, -1, 64)


@cache
def _cosines() -> Plane:
    """The discrete cosine transform of an 8 x 8 block as one matrix, 64 x 64, orthonormal."""
    frequency, place = np.mgrid[0:8, 0:8]
    matrix = np.cos((2 * place + 1) * frequency * np.pi / 16) / 2
    matrix[0] /= np.sqrt(2)
    return np.asarray(np.kron(matrix, matrix), np.float32)
