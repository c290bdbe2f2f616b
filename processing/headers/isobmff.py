"""Format and size of AVIF and HEIF: boxes of the ISO base media format (ISO/IEC 14496-12)."""

import struct
from collections.abc import Iterator

from processing.headers.buffer import MAX_SEGMENTS, Buffer
from processing.limits import Limits
from processing.refusal import Refused


def format_of(start: bytes) -> str | None:
    """AVIF or HEIF by its `ftyp`: the major brand, a version, then the compatible brands."""
    (box_bytes,) = struct.unpack(">I", start[:4])
    brands = {start[8:12], *(start[at : at + 4] for at in range(16, min(box_bytes, 256), 4))}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1"}:
        return "HEIF"
    return None


def size(data: Buffer, _limits: Limits) -> tuple[int, int]:
    """ISO/IEC 23008-12: the largest `ispe` property under meta/iprp/ipco."""
    meta, end = _first_box(data, 0, len(data), b"meta")
    iprp, end = _first_box(data, meta + 4, end, b"iprp")
    ipco, end = _first_box(data, iprp, end, b"ipco")
    sizes = [
        struct.unpack(">II", data[start + 4 : start + 12])
        for start, _end in _boxes(data, ipco, end, b"ispe")
    ]
    if not sizes:
        raise Refused("damaged")
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def _first_box(data: Buffer, at: int, end: int, kind: bytes) -> tuple[int, int]:
    for box in _boxes(data, at, end, kind):
        return box
    raise Refused("damaged")


def _boxes(data: Buffer, at: int, end: int, kind: bytes) -> Iterator[tuple[int, int]]:
    """Yield (start of payload, end) of the boxes of one kind between two offsets."""
    for _ in range(MAX_SEGMENTS):
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
        if data[at + 4 : at + 8] == kind:
            yield start, min(at + length, end)
        at += length
