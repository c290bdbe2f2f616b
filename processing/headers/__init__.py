"""Reads what a picture file says of itself, byte by byte: its format and size, no pixel decoded.

Nothing here hands a stranger's bytes to a C decoder, so the web process may call it. Each format
has its module with a function `size`: (width, height) in pixels, raising Refused, or struct.error
and IndexError where the file ends too early.
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

from processing.headers import bmp, gif, isobmff, jpeg, png, webp
from processing.headers.buffer import Buffer
from processing.headers.colour import ColourCode, av1_bits, colour_code
from processing.headers.properties import clean_aperture
from processing.headers.webp import is_lossless as is_lossless_webp
from processing.limits import Limits
from processing.refusal import Refused

__all__ = [
    "ColourCode",
    "Header",
    "av1_bits",
    "clean_aperture",
    "colour_code",
    "is_lossless_webp",
    "refuse_size",
    "sniff",
]

_MAGIC = (
    (re.compile(rb"\xff\xd8\xff+[\xc0-\xfe]"), "JPEG"),  # fill bytes: T.81, B.1.1.2
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"GIF8[79]a"), "GIF"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "WEBP"),
    (re.compile(rb"BM.{4}\0{4}", re.DOTALL), "BMP"),
)

_SIZE_READERS: dict[str, Callable[[Buffer, Limits], tuple[int, int]]] = {
    "JPEG": jpeg.size,
    "PNG": png.size,
    "GIF": gif.size,
    "WEBP": webp.size,
    "BMP": bmp.size,
    "AVIF": isobmff.size,
    "HEIF": isobmff.size,
}


@dataclass(frozen=True)
class Header:
    """A picture as its first bytes describe it; sides in pixels, before any EXIF turn."""

    format: str
    width: int
    height: int


def sniff(data: Buffer, limits: Limits) -> Header:
    """Name the format and size of an encoded picture, or refuse it.

    Raises Refused: `empty_file`, `file_too_large`, `unsupported_type`, `damaged`,
    `too_many_pixels`.
    """
    if len(data) == 0:
        raise Refused("empty_file")
    if len(data) > limits.max_bytes:
        raise Refused("file_too_large")
    format_name = _format_of(data[:4096])
    if format_name is None:
        raise Refused("unsupported_type")
    try:
        width, height = _SIZE_READERS[format_name](data, limits)
    except (struct.error, IndexError) as error:
        raise Refused("damaged") from error
    refuse_size(width, height, limits)
    return Header(format_name, width, height)


def refuse_size(width: int, height: int, limits: Limits) -> None:
    """Raise Refused for a picture without area or one past the limits; sides in pixels."""
    if width < 1 or height < 1:
        raise Refused("damaged")
    if max(width, height) > limits.max_side_px or width * height > limits.max_pixels:
        raise Refused("too_many_pixels")


def _format_of(start: bytes) -> str | None:
    if start[4:8] == b"ftyp":
        return isobmff.format_of(start)
    return next((name for magic, name in _MAGIC if magic.match(start)), None)
