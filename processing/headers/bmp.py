"""The size of a BMP, by its BITMAPCOREHEADER or BITMAPINFOHEADER."""

import struct

from processing.headers.buffer import Buffer
from processing.limits import Limits


def size(data: Buffer, _limits: Limits) -> tuple[int, int]:
    """BITMAPCOREHEADER has 16-bit sides, all later headers signed 32-bit (negative: top down)."""
    (header_bytes,) = struct.unpack("<I", data[14:18])
    if header_bytes == 12:
        width, height = struct.unpack("<HH", data[18:22])
    else:
        width, height = struct.unpack("<ii", data[18:26])
    return width, abs(height)
