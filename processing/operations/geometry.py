"""Operations on shape: any number of channels in and out, alpha included."""

import cv2
import numpy as np

from processing.pixels import Image

_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def rotate(image: Image, angle: int) -> Image:
    """Turn clockwise by 90, 180 or 270 degrees; no pixel changes its value."""
    return np.asarray(cv2.rotate(image, _TURNS[angle]), np.uint8)


def resize(image: Image, max_side: int) -> Image:
    """Reduce so that the longer side measures at most `max_side` px; smaller pictures stay."""
    height, width = image.shape[:2]
    scale = max_side / max(height, width)
    if scale >= 1:
        return image.copy()
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
