"""Noise, faces covered in it, and how many blocks of one colour are to be seen."""

import numpy as np

from processing.face import Face
from processing.images import Image
from processing.operations import OPERATIONS
from processing.operations.hide import hide_faces

FACES = OPERATIONS["faces"]
PIXELATE = OPERATIONS["pixelate"]


def noise(height: int, width: int) -> Image:
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)


def changes(line: Image) -> int:
    """How many runs of one colour a line of pixels (length, 3) has."""
    return 1 + int((line[1:] != line[:-1]).any(axis=1).sum())


def blocks_in(image: Image) -> tuple[int, int]:
    """The most runs of one colour along any row, and along any column."""
    across = max(changes(row) for row in image)
    down = max(changes(column) for column in image.transpose(1, 0, 2))
    return across, down


def covered(face: Face, style: str = "mosaic", margin: float = 0.0, blocks: int = 6) -> Image:
    """A noisy picture of 400 x 300 px with one face covered."""
    return hide_faces(noise(300, 400), faces=[face], style=style, margin=margin, blocks=blocks)
