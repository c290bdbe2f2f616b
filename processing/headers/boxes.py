"""The boxes of the ISO base media format (ISO/IEC 14496-12)."""

import struct
from collections.abc import Iterator

from processing.headers.buffer import MAX_SEGMENTS, Buffer
from processing.refusal import Refused


def first_box(data: Buffer, at: int, end: int, kind: bytes) -> tuple[int, int]:
    """(start of payload, end) of the first box of a kind; Refused (`damaged`) without one."""
    for box in boxes(data, at, end, kind):
        return box
    raise Refused("damaged")


def boxes(data: Buffer, at: int, end: int, kind: bytes) -> Iterator[tuple[int, int]]:
    """Yield (start of payload, end) of the boxes of one kind between two offsets."""
    for found, start, box_end in all_boxes(data, at, end):
        if found == kind:
            yield start, box_end


def all_boxes(data: Buffer, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield (kind, start of payload, end) of each box between two offsets."""
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
        yield data[at + 4 : at + 8], start, min(at + length, end)
        at += length


def extents(data: Buffer, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (offset in the file, length in bytes) of each item that an `iloc` places in the file.

    `start` and `end` are those of the box's payload (8.11.3). Raises Refused (`damaged`) for more
    than any picture has, struct.error and IndexError where the box ends too early.
    """
    reader = _ItemLocations(bytes(data[start:end]))
    for _ in range(reader.items):
        yield from reader.extents_of_next()


class _ItemLocations:
    """Reads an `iloc` from front to end."""

    def __init__(self, payload: bytes) -> None:
        self._payload = payload
        self._at = 4
        self._version = payload[0]
        sizes = self._number(2)
        self._offset_bytes, self._length_bytes = sizes >> 12, sizes >> 8 & 15
        self._base_bytes = sizes >> 4 & 15
        self._index_bytes = sizes & 15 if self._version else 0
        self._left = MAX_SEGMENTS
        self.items = self._number(4 if self._version == 2 else 2)

    def extents_of_next(self) -> Iterator[tuple[int, int]]:
        """The extents of the next item; none where its data are not in the file."""
        self._number(4 if self._version == 2 else 2)  # item_ID
        construction = self._number(2) & 15 if self._version else 0
        self._number(2)  # data_reference_index
        base = self._number(self._base_bytes)
        for _ in range(self._number(2)):
            self._left -= 1
            if self._left < 0:
                raise Refused("damaged")
            self._number(self._index_bytes)
            offset, length = self._number(self._offset_bytes), self._number(self._length_bytes)
            if construction == 0:
                yield base + offset, length

    def _number(self, count: int) -> int:
        taken = self._payload[self._at : self._at + count]
        if len(taken) < count:
            raise IndexError
        self._at += count
        return int.from_bytes(taken)
