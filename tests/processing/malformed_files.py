"""Files that no honest program writes: any size and next to no pixels, or bad bytes."""

import struct
import zlib
from collections.abc import Callable

import numpy as np

from tests.processing.picture_files import gradient, jpeg_segment, saved

SizedFile = Callable[[int, int], bytes]


def jpeg_that_says(width: int, height: int) -> bytes:
    """A JPEG's headers with a scan of two bytes."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    scan = jpeg_segment(0xDA, b"\1\1\0\0\x3f\0") + b"\0\0"
    return b"\xff\xd8" + jpeg_segment(0xC0, frame) + scan + b"\xff\xd9"


def jpeg_of_many_scans(scans: int) -> bytes:
    """A progressive JPEG whose last scan is sent over and over."""
    jpeg = saved(gradient(), "JPEG", progressive=True)
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:last] + jpeg[last:-2] * (scans - jpeg[:last].count(b"\xff\xda")) + jpeg[-2:]


def gif_that_says(width: int, height: int, frame: tuple[int, int] | None = None) -> bytes:
    """A GIF without pixels; `frame` is the size of its first picture where that differs."""
    screen = struct.pack("<HHBBB", width, height, 0, 0, 0)
    picture = struct.pack("<BHHHHB", 0x2C, 0, 0, *(frame or (width, height)), 0)
    return b"GIF89a" + screen + picture + b"\2\0;"


def bmp_that_says(width: int, height: int) -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + header


def png_without_pixels() -> bytes:
    """Well formed but for its pixels, which only a decoder looks at."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checksum = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", b"no pixels") + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def webp_that_says(width: int, height: int) -> bytes:
    """An extended WebP: its canvas is 1..2^24 px a side."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + sides
    return b"RIFF" + struct.pack("<I", len(body)) + body


def box(kind: bytes, body: bytes) -> bytes:
    """ISO/IEC 14496-12, 4.2."""
    return struct.pack(">I", 8 + len(body)) + kind + body


def heif_that_says(width: int, height: int, before: bytes = b"") -> bytes:
    """A HEIC's boxes down to the size, without an item; `before` comes ahead of `meta`."""
    size = box(b"ispe", struct.pack(">III", 0, width, height))
    meta = box(b"meta", bytes(4) + box(b"iprp", box(b"ipco", size)))
    return box(b"ftyp", b"heic" + bytes(4) + b"mif1heic") + before + meta


def avif_that_says(width: int, height: int) -> bytes:
    return heif_that_says(width, height).replace(b"heic", b"avif")


def spoilt(content: bytes, count: int = 60) -> bytes:
    """Other bytes here and there in the middle of the scan, none of them a marker."""
    spoilt = bytearray(content)
    places = np.random.default_rng(0).integers(len(content) // 2, len(content) * 3 // 4, count)
    for place in places.tolist():
        if 0xFF not in spoilt[place - 1 : place + 2]:
            spoilt[place] ^= 0x5A
    return bytes(spoilt)
