"""Pixels to a file without metadata, in the format and compression of the file they came from."""

import cv2
import numpy as np

from processing.images.file_traits import FileTraits
from processing.outcome import Encoded
from processing.pixels import Image

_MAX_PIXELS_FOR_MODERN_ENCODERS = 12_500_000
"""Those of AVIF and WebP take 22 bytes a pixel and more: too much of a worker's memory."""


def encode(image: Image, traits: FileTraits) -> Encoded:
    """Compress without any metadata, in the file's format where a browser shows it.

    HEIC becomes JPEG, GIF and BMP become PNG, and what is too large for the encoders of AVIF and
    WebP one of the two; alpha and losslessness are kept, grey takes one channel.
    Raises MemoryError.
    """
    image = _in_one_channel(image)
    suffix, media_type, flags = _encoding(_target_format(image, traits), traits)
    written, content = cv2.imencode(suffix, image, flags)
    if not written:
        raise MemoryError(f"OpenCV did not encode a {image.shape} picture as {suffix}")
    return Encoded(content.tobytes(), suffix, media_type)


def _in_one_channel(image: Image) -> Image:
    """(height, width) for BGR whose channels are alike: files of it are a third smaller."""
    if image.ndim == 2 or image.shape[2] != 3 or not _is_grey(image[::16, ::16]):
        return image
    return np.ascontiguousarray(image[:, :, 0]) if _is_grey(image) else image


def _is_grey(image: Image) -> bool:
    """Whether blue, green and red are the same everywhere."""
    blue, green, red = (image[:, :, channel] for channel in range(3))
    return np.array_equal(blue, green) and np.array_equal(green, red)


def _target_format(image: Image, traits: FileTraits) -> str:
    target = {"HEIF": "JPEG", "GIF": "PNG", "BMP": "PNG"}.get(traits.format, traits.format)
    is_large = image.shape[0] * image.shape[1] > _MAX_PIXELS_FOR_MODERN_ENCODERS
    if target in ("AVIF", "WEBP") and is_large:
        target = "PNG" if traits.lossless else "JPEG"
    has_alpha = image.ndim == 3 and image.shape[2] == 4
    return "PNG" if target == "JPEG" and has_alpha else target


def _encoding(target: str, traits: FileTraits) -> tuple[str, str, list[int]]:
    if target == "JPEG":
        return ".jpg", "image/jpeg", traits.compression.flags()
    if target == "WEBP":
        quality = 101 if traits.lossless else 90  # beyond 100 OpenCV writes lossless
        return ".webp", "image/webp", [cv2.IMWRITE_WEBP_QUALITY, quality]
    if target == "AVIF":
        return (
            ".avif",
            "image/avif",
            [cv2.IMWRITE_AVIF_QUALITY, 85, cv2.IMWRITE_AVIF_SPEED, 9],
        )
    return ".png", "image/png", [cv2.IMWRITE_PNG_COMPRESSION, 3]
