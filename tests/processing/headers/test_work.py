"""Reading a header takes a bounded number of steps, however often a file repeats something."""

import struct

import pytest

from tests.fuzz.target import examined
from tests.processing.malformed_files import box, heif_that_says

COUNT = 200_000


def picture(*properties: bytes, boxes: bytes = b"") -> bytes:
    """A HEIF's boxes, with some properties behind its size and some boxes behind these."""
    size = box(b"ispe", struct.pack(">III", 0, 9, 9))
    described = box(b"iprp", box(b"ipco", size + b"".join(properties)))
    return heif_that_says(9, 9)[:24] + box(b"meta", bytes(4) + described + boxes)


def track(inside: bytes) -> bytes:
    return box(b"trak", box(b"mdia", inside + box(b"hdlr", bytes(8) + b"soun" + bytes(8))))


def movie(*tracks: bytes) -> bytes:
    header = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, 1000))
    return box(b"ftyp", b"isom" + bytes(4)) + box(b"moov", header + b"".join(tracks))


def element(number: bytes, payload: bytes) -> bytes:
    """RFC 8794: a number, a length of eight bytes, a payload."""
    return number + (len(payload) | 1 << 56).to_bytes(8) + payload


def matroska(*elements: bytes) -> bytes:
    return element(b"\x1a\x45\xdf\xa3", b"") + element(b"\x18\x53\x80\x67", b"".join(elements))


NOTHING = b"\xec\x80"
"""EBML's Void, empty."""

FILES = {
    "an av1C of empty OBUs": lambda: picture(box(b"av1C", bytes(4) + b"\x12\0" * COUNT * 3)),
    "an hvcC of empty units": lambda: picture(
        box(b"hvcC", bytes(22) + b"\xff" + (b"\x21\xff\xff" + bytes(131_070)) * 12)
    ),
    "items without extents": lambda: picture(
        boxes=box(b"iloc", b"\2" + bytes(5) + struct.pack(">I", COUNT) + bytes(10 * COUNT))
    ),
    "many lists of items": lambda: picture(
        boxes=box(b"iinf", bytes(6) + box(b"infe", bytes(12)) * 900) * 300
    ),
    "many extents in an idat that comes late": lambda: picture(
        boxes=box(b"free", b"") * 9_000
        + box(b"iloc", b"\1" + bytes(5) + struct.pack(">HHHHH", 1, 1, 1, 0, 9_000))
        + box(b"idat", b"")
    ),
    "extensions of a GIF": lambda: b"GIF89a" + bytes(7) + (b"!\xfe" + b"\1x" * 15_000 + b"\0") * 90,
    "tracks of many boxes": lambda: movie(*[track(box(b"free", b"") * 15_000)] * 40),
    "tracks of a Matroska": lambda: matroska(
        element(b"\x16\x54\xae\x6b", element(b"\xae", NOTHING * 15_000) * 40)
    ),
    "what many times is said of a Matroska": lambda: matroska(
        *[element(b"\x15\x49\xa9\x66", NOTHING * 15_000)] * 40
    ),
}  # fmt: skip


@pytest.mark.parametrize("build", FILES.values(), ids=FILES)
def test_a_file_that_repeats_something_is_read_in_bounded_steps(build):
    assert examined(build())
