"""The size of a JPEG (ITU-T T.81), and whether it is whole."""

import re
import struct
from collections.abc import Iterator

from processing.headers.buffer import MAX_SEGMENTS, Buffer
from processing.limits import Limits
from processing.refusal import Refused

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_DECODABLE = frozenset({0xC0, 0xC1, 0xC2, 0xC9, 0xCA})
"""Baseline, extended and progressive; lossless and hierarchical ones no browser shows either."""
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_SOS, _EOI = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff[^\x00\xff]")
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def size(data: Buffer, limits: Limits) -> tuple[int, int]:
    """Walk the segments (ITU-T T.81, B.1.1) to the end of the image, counting its scans."""
    sides: tuple[int, int] | None = None
    scans = 0
    for marker, start in _segments(data):
        if marker in _FRAMES:
            if sides is not None:  # which of them a decoder goes by is its own affair
                raise Refused("damaged")
            bits, height, width = struct.unpack(">BHH", data[start + 2 : start + 7])
            if marker not in _DECODABLE or bits != 8:
                raise Refused("unsupported_type")
            sides = width, height
        elif marker == _SOS:
            scans += 1
            if scans > limits.max_scans:
                raise Refused("damaged")
    if sides is None or scans == 0:
        raise Refused("damaged")
    return sides


def _segments(data: Buffer) -> Iterator[tuple[int, int]]:
    """Yield (marker, offset of its length field) up to EOI; a file that stops before is damaged.

    Junk between segments is passed over, as libjpeg does.
    """
    at = 2
    for _ in range(MAX_SEGMENTS):
        found = _MARKER.search(data, at)
        if found is None:
            raise Refused("damaged")
        at = found.end()
        marker = data[at - 1]
        if marker == _EOI:
            return
        if marker in _STANDALONE:
            continue
        yield marker, at
        (length,) = struct.unpack(">H", data[at : at + 2])
        at += length
        if marker == _SOS:
            found = _MARKER_IN_SCAN.search(data, at)
            if found is None:
                raise Refused("damaged")
            at = found.start()
    raise Refused("damaged")
