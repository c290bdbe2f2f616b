"""A camera's pictures: decoded small, where that is enough, and encoded for the live view."""

import cv2
import numpy as np

from processing.colour import to_bgr, to_grey
from processing.headers import sniff
from processing.images import decode
from processing.limits import Limits
from processing.pixels import Image
from processing.refusal import Refused
from processing.scaling import to_width

_REDUCED = {
    1: (cv2.IMREAD_COLOR, cv2.IMREAD_GRAYSCALE),
    2: (cv2.IMREAD_REDUCED_COLOR_2, cv2.IMREAD_REDUCED_GRAYSCALE_2),
    4: (cv2.IMREAD_REDUCED_COLOR_4, cv2.IMREAD_REDUCED_GRAYSCALE_4),
    8: (cv2.IMREAD_REDUCED_COLOR_8, cv2.IMREAD_REDUCED_GRAYSCALE_8),
}


def decode_reduced(
    content: bytes, limits: Limits, min_width: int | None = None, *, grey: bool = False
) -> Image:
    """Decode a camera's picture to (height, width, 3) BGR, or (height, width) with `grey`.

    With `min_width` a JPEG is reduced while it is decoded, to a half, quarter or eighth, but not
    below that many pixels: the cheapest way to a small picture. Raises Refused.
    """
    header = sniff(content, limits)
    if header.format != "JPEG":
        image, _traits = decode(content, limits, grey=grey)
        return to_grey(image) if grey else to_bgr(image)
    wanted = min_width or header.width
    factor = next((factor for factor in (8, 4, 2) if header.width >= wanted * factor), 1)
    colour_mode, grey_mode = _REDUCED[factor]
    decoded = cv2.imdecode(np.frombuffer(content, np.uint8), grey_mode if grey else colour_mode)
    if decoded is None:
        raise Refused("damaged")
    return np.asarray(decoded, np.uint8)


def small_grey(image: Image, min_width: int) -> Image:
    """A picture as (height, width) grey, reduced to a width unless it is narrower."""
    return to_grey(to_width(image, min_width))


def encode_frame(image: Image, quality: int) -> bytes:
    """A live picture as a JPEG of a quality 0..100. Raises MemoryError."""
    written, content = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not written:
        raise MemoryError(f"OpenCV did not encode a {image.shape} picture")
    return content.tobytes()
