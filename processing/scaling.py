"""Changes the size of pictures by area means (OpenCV's INTER_AREA), any channels.

Colours that alpha hides have no part in the means.
"""

import cv2

from processing.pixels import Image
from processing.premultiplied import filtered


def scaled(image: Image, factor: float) -> Image:
    """A new picture `factor` times as wide and high, each side at least a pixel."""
    height, width = image.shape[:2]
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return reduced(image, size)


def reduced(image: Image, size: tuple[int, int]) -> Image:
    """Area means, as many as `size`: (width, height), neither more than the picture has."""
    return filtered(image, lambda samples: cv2.resize(samples, size, interpolation=cv2.INTER_AREA))


def to_width(image: Image, max_width: int) -> Image:
    """A picture at most `max_width` px wide, its shape kept; a narrower one as it is."""
    factor = max_width / image.shape[1]
    return image if factor >= 1 else scaled(image, factor)


def to_long_side(image: Image, max_px: int) -> Image:
    """A picture whose longer side has at most `max_px`; a smaller one as it is."""
    factor = max_px / max(image.shape[:2])
    return image if factor >= 1 else scaled(image, factor)
