"""A camera's pictures: decoded small, where that is enough, and encoded for the live view."""

import cv2
import numpy as np

from processing.headers import sniff
from processing.images import Image, decode
from processing.limits import Limits
from processing.refusal import Refused

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
        image, _source = decode(content, limits, grey=grey)
        return in_grey(image) if grey else in_bgr(image)
    wanted = min_width or header.width
    factor = next((factor for factor in (8, 4, 2) if header.width >= wanted * factor), 1)
    colour_mode, grey_mode = _REDUCED[factor]
    decoded = cv2.imdecode(np.frombuffer(content, np.uint8), grey_mode if grey else colour_mode)
    if decoded is None:
        raise Refused("damaged")
    return np.asarray(decoded, np.uint8)


def in_grey(image: Image) -> Image:
    """Any picture as (height, width) grey."""
    if image.ndim == 2:
        return image
    code = cv2.COLOR_BGRA2GRAY if image.shape[2] == 4 else cv2.COLOR_BGR2GRAY
    return np.asarray(cv2.cvtColor(image, code), np.uint8)


def in_bgr(image: Image) -> Image:
    """Any picture as (height, width, 3) BGR."""
    if image.ndim == 3 and image.shape[2] == 3:
        return image
    code = cv2.COLOR_GRAY2BGR if image.ndim == 2 else cv2.COLOR_BGRA2BGR
    return np.asarray(cv2.cvtColor(image, code), np.uint8)


def small_grey(image: Image, min_width: int) -> Image:
    """A picture as (height, width) grey, reduced to a width unless it is narrower."""
    scale = min_width / image.shape[1]
    if scale < 1:
        size = (min_width, max(1, round(image.shape[0] * scale)))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    return in_grey(image)


def encode_frame(image: Image, quality: int) -> bytes:
    """A live picture as a JPEG of a quality 0..100."""
    written, content = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not written:
        raise MemoryError(f"OpenCV did not encode a {image.shape} picture")
    return content.tobytes()
