"""Format and size of AVIF and HEIF: pictures in the ISO base media format (ISO/IEC 23008-12)."""

import struct
from collections.abc import Iterator
from contextlib import suppress

from processing.headers import av1, hevc
from processing.headers.boxes import boxes, extents, first_box
from processing.headers.buffer import Buffer
from processing.limits import Limits
from processing.refusal import Refused

_START_OF_ITEM_BYTES = 128
"""A sequence header is among the first few of an item's OBUs."""


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
    """The largest sides that the properties declare or the coded frames have, each on its own.

    A decoder makes room for the coded frames, whatever the properties say. Raises Refused
    (`damaged`) for a file that ends before its items do.
    """
    meta, end = first_box(data, 0, len(data), b"meta")
    iprp, properties_end = first_box(data, meta + 4, end, b"iprp")
    ipco, properties_end = first_box(data, iprp, properties_end, b"ipco")
    declared = [
        struct.unpack(">II", data[start + 4 : start + 12])
        for start, _end in boxes(data, ipco, properties_end, b"ispe")
    ]
    if not declared:
        raise Refused("damaged")
    items = list(_items(data, meta + 4, end))
    sizes = [*declared, *_coded(data, ipco, properties_end, items)]
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def _items(data: Buffer, at: int, end: int) -> Iterator[tuple[int, int]]:
    """(offset, length) of each piece of data in the file; 0 long: up to its end."""
    for start, box_end in boxes(data, at, end, b"iloc"):
        for offset, length in extents(data, start, box_end):
            if offset + length > len(data):
                raise Refused("damaged")
            yield offset, length


def _coded(
    data: Buffer, at: int, end: int, items: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The size of each kind of coded frame, by its configuration and by its first bytes."""
    for start, box_end in boxes(data, at, end, b"hvcC"):
        if found := hevc.coded_size(bytes(data[start:box_end])):
            yield found
    has_av1 = False
    for start, box_end in boxes(data, at, end, b"av1C"):
        has_av1 = True
        if found := av1.coded_size(bytes(data[start + 4 : box_end])):
            yield found
    for offset, length in items if has_av1 else ():
        start_of_item = bytes(data[offset : offset + min(length, _START_OF_ITEM_BYTES)])
        with suppress(IndexError):  # an item of another kind, such as Exif
            if found := av1.coded_size(start_of_item):
                yield found
