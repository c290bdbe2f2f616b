"""The size of a WebP (RFC 9649), and whether it is lossless."""

import struct

from processing.headers.buffer import MAX_SEGMENTS, Buffer
from processing.limits import Limits
from processing.refusal import Refused

_FRAME_HEADER_BYTES = 16
"""Of an ANMF chunk; the frame's own chunks follow inside of it (RFC 9649, 2.7.1.1)."""


def size(data: Buffer, _limits: Limits) -> tuple[int, int]:
    """RFC 9649: the canvas of VP8X, else the size inside the VP8 or VP8L bitstream."""
    (riff_bytes,) = struct.unpack("<I", data[4:8])
    if riff_bytes + 8 > len(data) + 1:
        raise Refused("damaged")
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L":
        (bits,) = struct.unpack("<I", data[21:25])
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise Refused("damaged")


def is_lossless(data: Buffer) -> bool:
    """Whether a WebP's first picture is a VP8L chunk; a profile may stand before it."""
    at = 12
    for _ in range(MAX_SEGMENTS):
        kind = data[at : at + 4]
        if kind in (b"VP8L", b"VP8 ", b""):
            break
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + (_FRAME_HEADER_BYTES if kind == b"ANMF" else length + length % 2)
    return data[at : at + 4] == b"VP8L"
