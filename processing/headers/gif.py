"""The size of a GIF (GIF89a Specification)."""

import struct

from processing.headers.buffer import MAX_SEGMENTS, Buffer
from processing.limits import Limits
from processing.refusal import Refused


def size(data: Buffer, _limits: Limits) -> tuple[int, int]:
    """GIF89a, 18 and 20: the screen, or its first picture where that reaches beyond it."""
    width, height, flags = struct.unpack("<HHB", data[6:11])
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    left = MAX_SEGMENTS
    while data[at] == 0x21:
        at, left = _after_blocks(data, at + 2, left)
    if data[at] != 0x2C:
        raise Refused("damaged")
    left, top, frame_width, frame_height = struct.unpack("<HHHH", data[at + 1 : at + 9])
    return max(width, left + frame_width), max(height, top + frame_height)


def _after_blocks(data: Buffer, at: int, left: int) -> tuple[int, int]:
    """Skip length-prefixed blocks; one of length 0 ends them. How many more there may be, too."""
    while left > 0:
        block_bytes = data[at]
        at += block_bytes + 1
        left -= 1
        if block_bytes == 0:
            return at, left
    raise Refused("damaged")
