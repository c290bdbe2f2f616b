"""Operations on shape: any number of channels in and out, alpha included."""

from processing.pixels import Image
from processing.scaling import to_long_side
from processing.turning import turn


def rotate(image: Image, angle: int) -> Image:
    """Turn clockwise by 90, 180 or 270 degrees; no pixel changes its value."""
    return turn(image, angle)


def resize(image: Image, max_side: int) -> Image:
    """Reduce so that the longer side measures at most `max_side` px; smaller pictures stay."""
    resized = to_long_side(image, max_side)
    return image.copy() if resized is image else resized
