"""Decodes a JPEG and keeps the warnings that other interfaces throw away."""

import ctypes
from dataclasses import dataclass
from typing import Literal

import numpy as np

from processing.pixels import Image
from processing.turbojpeg.library import STOP_ON_WARNING, library, message

Kind = Literal["RGB", "BGR", "GREY", "CMYK"]

_PIXEL_FORMATS: dict[Kind, tuple[int, int]] = {
    "RGB": (0, 3),
    "BGR": (1, 3),
    "GREY": (6, 1),
    "CMYK": (11, 4),
}
"""`TJPF` and the number of channels."""
_WARNING = 0


class NotDecodable(Exception):
    """The library is missing, or it cannot decode this file at all."""


@dataclass(frozen=True)
class Decompressed:
    """The pixels, (height, width) or (height, width, channels), as far as there are any.

    `warnings` holds the first and the last that the decoder gave; none for a sound file.
    """

    image: Image
    warnings: tuple[str, ...] = ()


def decompress(
    content: bytes, size: tuple[int, int], kind: Kind, reduction: Literal[1, 2, 4, 8] = 1
) -> Decompressed:
    """Decode a JPEG of `size`, (width, height) in pixels, its sides divided by `reduction`.

    A pixel whose data are missing is mid-grey, 128. Raises NotDecodable.
    """
    turbojpeg = library()
    if turbojpeg is None:
        raise NotDecodable("libturbojpeg is not installed")
    handle = turbojpeg.tjInitDecompress()
    try:
        if _declared_size(handle, content) != size:
            raise NotDecodable("the size is another")
        image = _room_for(size, kind, reduction)
        first = _fill(image, handle, content, kind, STOP_ON_WARNING)
        if not first:
            return Decompressed(image)
        return Decompressed(image, (first, _fill(image, handle, content, kind, 0)))
    finally:
        turbojpeg.tjDestroy(handle)


def _declared_size(handle: int, content: bytes) -> tuple[int, int]:
    """Width and height by the header; they decide how much the decoder writes."""
    numbers = [ctypes.c_int() for _ in range(4)]  # width, height, sampling, colour space
    library().tjDecompressHeader3(handle, content, len(content), *map(ctypes.byref, numbers))
    return numbers[0].value, numbers[1].value


def _room_for(size: tuple[int, int], kind: Kind, reduction: int) -> Image:
    width, height = (-(-side // reduction) for side in size)
    channels = _PIXEL_FORMATS[kind][1]
    return np.empty((height, width, channels) if channels > 1 else (height, width), np.uint8)


def _fill(image: Image, handle: int, content: bytes, kind: Kind, flags: int) -> str:
    """Decode into an array of the right size; returns the last warning, empty for none."""
    height, width = image.shape[:2]
    pixel_format, channels = _PIXEL_FORMATS[kind]
    place = (image.ctypes.data, width, width * channels, height, pixel_format)
    if not library().tjDecompress2(handle, content, len(content), *place, flags):
        return ""
    if library().tjGetErrorCode(handle) != _WARNING:
        raise NotDecodable(message(handle))
    return message(handle)
