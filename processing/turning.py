"""Quarter turns and mirror images; no pixel changes its value."""

import cv2
import numpy as np

from processing.pixels import Image

_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
_MIRRORED_ORIENTATIONS = (2, 4, 5, 7)
_TURN_OF_ORIENTATION = {3: 180, 4: 180, 5: 270, 6: 90, 7: 90, 8: 270}


def turn(image: Image, degrees: int) -> Image:
    """Turn clockwise by 0, 90, 180 or 270 degrees, any channels; at 0 the picture itself."""
    return image if degrees == 0 else np.asarray(cv2.rotate(image, _TURNS[degrees]), np.uint8)


def upright(image: Image, orientation: int) -> Image:
    """Undo an EXIF orientation 1..8 (JEITA CP-3451, Orientation): mirror first, then turn."""
    if orientation in _MIRRORED_ORIENTATIONS:
        image = np.asarray(cv2.flip(image, 1), np.uint8)
    return turn(image, _TURN_OF_ORIENTATION.get(orientation, 0))
