"""The size of a PNG (W3C Portable Network Graphics), and whether its chunks are whole."""

import struct
import zlib

from processing.headers.buffer import MAX_SEGMENTS, Buffer
from processing.limits import Limits
from processing.refusal import Refused


def size(data: Buffer, _limits: Limits) -> tuple[int, int]:
    """Sections 5.3 and 11.2.1: IHDR opens with both sides; chunks are whole up to IEND.

    The decoder does not look at the checksum of pixels, so it is looked at here.
    """
    if data[12:16] == b"CgBI":  # Apple's own, inside of apps for iPhones
        raise Refused("unsupported_type")
    if data[12:16] != b"IHDR":
        raise Refused("damaged")
    at = 8
    for _ in range(MAX_SEGMENTS):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body_end = data[at + 4 : at + 8], at + 8 + length
        (checksum,) = struct.unpack(">I", data[body_end : body_end + 4])
        is_critical = kind[:1].isupper()
        if kind == b"IHDR" and at > 8:  # which of them a decoder goes by is its own affair
            raise Refused("damaged")
        if is_critical and zlib.crc32(data[at + 4 : body_end]) != checksum:
            raise Refused("damaged")
        if kind == b"IEND":
            width, height = struct.unpack(">II", data[16:24])
            return width, height
        at = body_end + 4
    raise Refused("damaged")
