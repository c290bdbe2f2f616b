"""The items of an AVIF or HEIF: of which kind each is, and where in the file its data lie."""

from collections.abc import Iterator
from dataclasses import dataclass

from processing.headers.boxes import boxes
from processing.headers.buffer import MAX_SEGMENTS, Buffer
from processing.refusal import Refused

_IN_FILE, _IN_IDAT = 0, 1


@dataclass(frozen=True)
class Item:
    """Its number, and (start, end) of each piece of its data, offsets in the file."""

    number: int
    extents: tuple[tuple[int, int], ...]

    def first_bytes(self, data: Buffer, count: int) -> bytes:
        """The first of its data, whatever pieces they lie in."""
        found = b""
        for start, end in self.extents:
            found += bytes(data[start : min(end, start + count - len(found))])
        return found


def numbers_of(data: Buffer, at: int, end: int, kind: bytes) -> set[int]:
    """The items that an `infe` (ISO/IEC 14496-12, 8.11.6) says to be of a kind.

    `at` and `end` are those of the boxes in `meta`. Raises Refused (`damaged`), struct.error and
    IndexError.
    """
    found: set[int] = set()
    for start, box_end in _at_most_one(data, at, end, b"iinf"):
        entries = start + (8 if data[start] else 6)
        for entry, _ in boxes(data, entries, box_end, b"infe"):
            number_bytes = 4 if data[entry] == 3 else 2
            kind_at = entry + 4 + number_bytes + 2
            if bytes(data[kind_at : kind_at + 4]) == kind:
                found.add(int.from_bytes(data[entry + 4 : entry + 4 + number_bytes]))
    return found


def located_items(data: Buffer, at: int, end: int) -> Iterator[Item]:
    """Each item that the `iloc` (8.11.3) among the boxes of `meta` places.

    Raises Refused (`damaged`) for more than any picture has and for data past the end of the file,
    struct.error and IndexError where a box ends too early.
    """
    spaces = {_IN_FILE: (0, len(data))}
    for idat in _at_most_one(data, at, end, b"idat"):
        spaces[_IN_IDAT] = idat
    for start, box_end in _at_most_one(data, at, end, b"iloc"):
        locations = _Locations(bytes(data[start:box_end]))
        for _ in range(locations.items):
            number, construction, extents = locations.next_item()
            if extents and construction not in spaces:
                raise Refused("damaged")
            spans = [_span(*spaces[construction], *extent) for extent in extents]
            yield Item(number, tuple(spans))


def _span(first: int, last: int, offset: int, length: int) -> tuple[int, int]:
    """Where in the file an extent lies; one of length 0 reaches to the end of what it lies in."""
    if first + offset + length > last:
        raise Refused("damaged")
    return first + offset, first + offset + length if length else last


def _at_most_one(data: Buffer, at: int, end: int, kind: bytes) -> list[tuple[int, int]]:
    """(start of payload, end) of the box of a kind; several are damaged: which one would count?"""
    found = list(boxes(data, at, end, kind))
    if len(found) > 1:
        raise Refused("damaged")
    return found


class _Locations:
    """Reads an `iloc` from front to end."""

    def __init__(self, payload: bytes) -> None:
        self._payload = payload
        self._at = 4
        self._version = payload[0]
        sizes = self._number(2)
        self._offset_bytes, self._length_bytes = sizes >> 12, sizes >> 8 & 15
        self._base_bytes = sizes >> 4 & 15
        self._index_bytes = sizes & 15 if self._version else 0
        self.items = self._number(4 if self._version == 2 else 2)
        self._left = MAX_SEGMENTS - self.items

    def next_item(self) -> tuple[int, int, list[tuple[int, int]]]:
        """Number and construction method of the next item, and (offset, length) of its extents."""
        number = self._number(4 if self._version == 2 else 2)
        construction = self._number(2) & 15 if self._version else _IN_FILE
        self._number(2)  # data_reference_index
        base, extents = self._number(self._base_bytes), self._number(2)
        self._left -= extents
        if self._left < 0:
            raise Refused("damaged")
        return number, construction, [self._extent(base) for _ in range(extents)]

    def _extent(self, base: int) -> tuple[int, int]:
        self._number(self._index_bytes)
        return base + self._number(self._offset_bytes), self._number(self._length_bytes)

    def _number(self, count: int) -> int:
        taken = self._payload[self._at : self._at + count]
        if len(taken) < count:
            raise IndexError
        self._at += count
        return int.from_bytes(taken)
