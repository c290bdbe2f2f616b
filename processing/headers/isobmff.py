"""Format and size of AVIF and HEIF: pictures in the ISO base media format (ISO/IEC 23008-12)."""

import struct
from collections.abc import Iterable, Iterator

from processing.headers import av1, hevc
from processing.headers.boxes import boxes, first_box
from processing.headers.buffer import Buffer
from processing.headers.items import Item, located_items, numbers_of
from processing.limits import Limits
from processing.refusal import Refused

_FIRST_BYTES = 4096
"""Of an item's data: its sequence header is in front."""
_MAX_CONFIGURATION_BYTES = 65_536
"""Of all `hvcC` and `av1C` of a file: a real one has a few hundred."""
_MAX_AV1_ITEMS = 1000


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
    (`damaged`) for a file that ends before its items do, or an item of AV1 that does not begin
    with the size of its frames.
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
    items = list(located_items(data, meta + 4, end))
    of_av1 = numbers_of(data, meta + 4, end, b"av01")
    sizes = [
        *declared,
        *_configured(data, ipco, properties_end),
        *_coded(data, (item for item in items if item.number in of_av1)),
    ]
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def _configured(data: Buffer, at: int, end: int) -> Iterator[tuple[int, int]]:
    """The sizes of coded frames that the properties name for the decoders."""
    left = _MAX_CONFIGURATION_BYTES
    for kind, reader, skipped in (b"hvcC", hevc.coded_size, 0), (b"av1C", av1.coded_size, 4):
        for start, box_end in boxes(data, at, end, kind):
            left -= box_end - start
            if left < 0:
                raise Refused("damaged")
            if found := reader(bytes(data[start + skipped : box_end])):
                yield found


def _coded(data: Buffer, items: Iterable[Item]) -> Iterator[tuple[int, int]]:
    """The size of the frames in each item of AV1, by its own sequence header."""
    for number, item in enumerate(items):
        found = av1.coded_size(item.first_bytes(data, _FIRST_BYTES))
        if found is None or number >= _MAX_AV1_ITEMS:
            raise Refused("damaged")
        yield found
