"""Hides what of a frame has not been looked at, as far as a face could be seen in it."""

import cv2
import numpy as np
import numpy.typing as npt

from processing.images import Image
from processing.live.changes import Details

_MEANS_UNSEEN = 8
"""Along the longer side of a frame nobody looked at: only colours and large shapes are left."""
_MIN_FACE_PX = 18
_MEANS_A_FACE = 6
"""A look sees faces from about 18 px on, so that smaller ones keep no more than six means along
their longer side, as many as under a mask."""
_ROOM = 2
"""Blocks about one that was not looked at, for the parts of a face that changed too little."""


def veiled(image: Image, details: Details, fine_px: float) -> Image:
    """A (height, width, 3) BGR frame, each part of it as detailed as it was looked at.

    All is left of what was looked at as finely as `fine_px`.
    """
    seen = details > 0
    coarse = seen & (details < fine_px)
    if coarse.any():
        image = _reduced_to_means(image, coarse, _means_for(float(details[coarse].min())))
    return image if seen.all() else _reduced_to_means(image, ~seen, _MEANS_UNSEEN)


def blurred_whole(image: Image) -> Image:
    """A frame of which only colours and large shapes are left: 8 means along its longer side."""
    return _blurred(image, _MEANS_UNSEEN)


def _means_for(detail_px: float) -> float:
    """How many means along the longer side of a frame hide the faces that a look did not see."""
    return detail_px * _MEANS_A_FACE / _MIN_FACE_PX


def _reduced_to_means(image: Image, where: npt.NDArray[np.bool_], count: float) -> Image:
    height, width = image.shape[:2]
    around = np.ones((2 * _ROOM + 1, 2 * _ROOM + 1), np.uint8)
    blocks = cv2.dilate(where.astype(np.uint8), around)
    mask = cv2.resize(blocks, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.where(mask[:, :, None] > 0, _blurred(image, count), image)


def _blurred(image: Image, count: float) -> Image:
    """So many means along the longer side, and what lies between them interpolated."""
    height, width = image.shape[:2]
    scale = count / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    means = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(means, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
