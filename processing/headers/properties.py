"""What an AVIF or HEIF says of its main picture (ISO/IEC 23008-12): size, colour, crop, turn."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from processing.headers.boxes import all_boxes, first_box
from processing.headers.buffer import MAX_SEGMENTS, Buffer
from processing.refusal import Refused


@dataclass(frozen=True)
class Property:
    """A box of `ipco`: its kind and its payload."""

    kind: bytes
    payload: bytes


def main_properties(data: Buffer) -> list[Property]:
    """The properties that belong to the main picture, in their order.

    Raises Refused (`damaged`), struct.error or IndexError for a file without the boxes for it.
    """
    meta, meta_end = first_box(data, 0, len(data), b"meta")
    main = _main_item(data, meta + 4, meta_end)
    iprp, iprp_end = first_box(data, meta + 4, meta_end, b"iprp")
    ipco, ipco_end = first_box(data, iprp, iprp_end, b"ipco")
    properties = [
        Property(kind, bytes(data[start:end]))
        for kind, start, end in all_boxes(data, ipco, ipco_end)
    ]
    ipma, ipma_end = first_box(data, iprp, iprp_end, b"ipma")
    numbers = _properties_of(bytes(data[ipma:ipma_end]), main)
    return [properties[number - 1] for number in numbers if 0 < number <= len(properties)]


def clean_aperture(data: Buffer) -> tuple[int, int, int, int] | None:
    """Left, top, width and height, in pixels, of what is to be shown of the main picture.

    That is the last `clap` (ISO/IEC 14496-12, 12.1.4), counted from the middle of the coded
    picture, which `ispe` gives. None without one, or for one that does not lie in the picture.
    """
    try:
        found = {one.kind: one.payload for one in main_properties(data)}
        width, height = struct.unpack(">II", found[b"ispe"][4:12])
        numbers = struct.unpack(">IIIIiIiI", found[b"clap"][:32])
        sides = numbers[0] / numbers[1], numbers[2] / numbers[3]
        offsets = numbers[4] / numbers[5], numbers[6] / numbers[7]
    except (Refused, struct.error, IndexError, KeyError, ZeroDivisionError):
        return None
    left, top = (
        round((whole - side) / 2 + offset)
        for whole, side, offset in zip((width, height), sides, offsets, strict=True)
    )
    shown_width, shown_height = round(sides[0]), round(sides[1])
    is_inside = 0 <= left <= width - shown_width and 0 <= top <= height - shown_height
    return (left, top, shown_width, shown_height) if is_inside and min(sides) >= 1 else None


def _main_item(data: Buffer, at: int, end: int) -> int:
    """The number in `pitm` (ISO/IEC 14496-12, 8.11.4)."""
    start, box_end = first_box(data, at, end, b"pitm")
    return int.from_bytes(data[start + 4 : min(box_end, start + (8 if data[start] else 6))])


def _properties_of(ipma: bytes, item: int) -> list[int]:
    """The places in `ipco`, from 1, that `ipma` names for an item (ISO/IEC 23008-12, 9.3.1)."""
    for number, places in _associations(ipma):
        if number == item:
            return places
    return []


def _associations(ipma: bytes) -> Iterator[tuple[int, list[int]]]:
    """Each item's number, and the places of its properties."""
    version, is_wide = ipma[0], ipma[3] & 1
    item_bytes, place_bytes = (4 if version else 2), (2 if is_wide else 1)
    (count,) = struct.unpack(">I", ipma[4:8])
    if count > MAX_SEGMENTS:
        raise Refused("damaged")
    at = 8
    for _ in range(count):
        item = int.from_bytes(ipma[at : at + item_bytes])
        at += item_bytes
        length = ipma[at] * place_bytes
        places = ipma[at + 1 : at + 1 + length]
        essential = 1 << (8 * place_bytes - 1)
        yield (
            item,
            [
                int.from_bytes(places[start : start + place_bytes]) & (essential - 1)
                for start in range(0, length, place_bytes)
            ],
        )
        at += 1 + length
