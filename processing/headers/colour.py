"""The code points of colour (ITU-T H.273) that a file carries, and how many bits a sample has."""

import struct
from contextlib import suppress
from dataclasses import dataclass

from processing.headers.buffer import MAX_SEGMENTS, Buffer
from processing.headers.properties import Property, main_properties
from processing.refusal import Refused


@dataclass(frozen=True)
class ColourCode:
    """ColourPrimaries and TransferCharacteristics, tables 2 and 3."""

    primaries: int
    transfer: int


def colour_code(data: Buffer, format_name: str) -> ColourCode | None:
    """What a PNG, AVIF or HEIF of that format declares; None for nothing, and for the others."""
    if format_name == "PNG":
        return _of_png(data)
    for found in _properties(data) if format_name in ("AVIF", "HEIF") else ():
        if found.kind == b"colr" and found.payload[:4] == b"nclx" and len(found.payload) >= 8:
            return ColourCode(*struct.unpack(">HH", found.payload[4:8]))
    return None


def av1_bits(data: Buffer) -> int:
    """Bits of a sample in an AVIF's main picture: 8, 10 or 12 (AV1 in ISOBMFF, 2.3.3)."""
    for found in _properties(data):
        if found.kind == b"av1C" and len(found.payload) >= 3:
            flags = found.payload[2]
            return 8 if not flags & 0x40 else 12 if flags & 0x20 else 10
    return 8


def _properties(data: Buffer) -> list[Property]:
    with suppress(Refused, struct.error, IndexError):
        return main_properties(data)
    return []


def _of_png(data: Buffer) -> ColourCode | None:
    """The chunk cICP (W3C PNG 3, 11.3.2.6), which stands before the pixels."""
    at = 8
    for _ in range(MAX_SEGMENTS):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        body = data[at + 8 : at + 12]
        if kind in (b"IDAT", b"IEND", b""):
            break
        if kind == b"cICP" and length == len(body) == 4:
            primaries, transfer, matrix, full_range = body
            return ColourCode(primaries, transfer) if (matrix, full_range) == (0, 1) else None
        at += 12 + length
    return None
