"""The boxes of the ISO base media format (ISO/IEC 14496-12)."""

import struct
from collections.abc import Iterator

from processing.headers.buffer import MAX_SEGMENTS, Buffer
from processing.refusal import Refused


def first_box(
    data: Buffer, at: int, end: int, kind: bytes, most: int = MAX_SEGMENTS
) -> tuple[int, int]:
    """(start of payload, end) of the first box of a kind; Refused (`damaged`) without one."""
    for box in boxes(data, at, end, kind, most):
        return box
    raise Refused("damaged")


def boxes(
    data: Buffer, at: int, end: int, kind: bytes, most: int = MAX_SEGMENTS
) -> Iterator[tuple[int, int]]:
    """Yield (start of payload, end) of the boxes of one kind between two offsets."""
    for found, start, box_end in all_boxes(data, at, end, most):
        if found == kind:
            yield start, box_end


def all_boxes(
    data: Buffer, at: int, end: int, most: int = MAX_SEGMENTS
) -> Iterator[tuple[bytes, int, int]]:
    """Yield (kind, start of payload, end) of each of the first boxes between two offsets."""
    for _ in range(most):
        if at + 8 > end:
            return
        (length,) = struct.unpack(">I", data[at : at + 4])
        start = at + 8
        if length == 1:
            (length,) = struct.unpack(">Q", data[start : start + 8])
            start += 8
        elif length == 0:
            length = end - at
        if length < start - at:
            raise Refused("damaged")
        yield data[at + 4 : at + 8], start, min(at + length, end)
        at += length
