"""The size of a GIF (GIF89a Specification)."""

import struct

from processing.headers.buffer import MAX_SEGMENTS, Buffer
from processing.limits import Limits
from processing.refusal import Refused

_MAX_EXTENSIONS = 100


def size(data: Buffer, _limits: Limits) -> tuple[int, int]:
    """GIF89a, 18 and 20: the screen, or its first picture where that reaches beyond it."""
    width, height, flags = struct.unpack("<HHB", data[6:11])
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    for _ in range(_MAX_EXTENSIONS):
        if data[at] != 0x21:
            break
        at = _after_blocks(data, at + 2)
    if data[at] != 0x2C:
        raise Refused("damaged")
    left, top, frame_width, frame_height = struct.unpack("<HHHH", data[at + 1 : at + 9])
    return max(width, left + frame_width), max(height, top + frame_height)


def _after_blocks(data: Buffer, at: int) -> int:
    """Skip length-prefixed blocks; one of length 0 ends them."""
    for _ in range(MAX_SEGMENTS):
        block_bytes = data[at]
        at += block_bytes + 1
        if block_bytes == 0:
            return at
    raise Refused("damaged")
