"""Picture files for the tests: whole ones of every format, and ones no honest program writes."""

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image as Pillow

pillow_heif.register_heif_opener()

SizedFile = Callable[[int, int], bytes]

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF", "BMP")

_T = Pillow.Transpose
_STORED_AS = {
    2: _T.FLIP_LEFT_RIGHT,
    3: _T.ROTATE_180,
    4: _T.FLIP_TOP_BOTTOM,
    5: _T.TRANSPOSE,
    6: _T.ROTATE_90,
    7: _T.TRANSVERSE,
    8: _T.ROTATE_270,
}
"""What a camera held in each EXIF orientation does to an upright picture."""

_HEIF_TURNS = {
    1: (0, None),
    2: (0, 1),
    3: (2, None),
    4: (0, 0),
    5: (1, 0),
    6: (3, None),
    7: (3, 0),
    8: (1, None),
}
"""EXIF orientation as quarter turns counterclockwise (irot) and a mirror (imir)."""


def saved(picture: Pillow.Image, file_format: str, **options: object) -> bytes:
    """Save with Pillow into memory."""
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue()


def gradient(width: int = 128, height: int = 64) -> Pillow.Image:
    """A smooth RGB picture; 128 x 64 is whole blocks in every format."""
    rows, columns = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    rgb = np.dstack((columns, rows, 1 - rows * columns)) * 200 + 28
    return Pillow.fromarray(rgb.astype(np.uint8))


def four_corners() -> Pillow.Image:
    """128 x 64 px in four quarters: red, green, blue, white."""
    rgb = np.zeros((64, 128, 3), np.uint8)
    rgb[:32, :64], rgb[:32, 64:], rgb[32:, :64] = (255, 0, 0), (0, 255, 0), (0, 0, 255)
    rgb[32:, 64:] = 255
    return Pillow.fromarray(rgb)


def stored(upright: Pillow.Image, orientation: int) -> Pillow.Image:
    """The pixels a camera stores beside this EXIF orientation."""
    turn = _STORED_AS.get(orientation)
    return upright if turn is None else upright.transpose(turn)


def turned_file(upright: Pillow.Image, file_format: str, orientation: int) -> bytes:
    """A file whose pixels are turned and whose metadata says so."""
    picture = stored(upright, orientation)
    if file_format == "HEIF":
        return _turned_heif(picture, orientation)
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    return saved(picture, file_format, exif=exif, quality=95)


def _turned_heif(picture: Pillow.Image, orientation: int) -> bytes:
    """ISO/IEC 23008-12, 6.5: the colr property (19 bytes) makes way for irot (9) and imir (10).

    Pillow's HEIF writer leaves the turn to EXIF, which readers of HEIF have to pass over.
    """
    quarter_turns, mirror = _HEIF_TURNS[orientation]
    irot = struct.pack(">I4sB", 9, b"irot", quarter_turns)
    imir = struct.pack(">I4sBx", 10, b"imir", mirror or 0)
    heif = saved(picture, "HEIF", quality=95)
    colr = heif.index(b"colrnclx") - 4
    hvcc, turn, flip, size, depth = 0x81, 0x82, 0x83, 4, 5
    links = bytes((4, hvcc, size, turn, depth if mirror is None else flip))
    return (heif[:colr] + irot + imir + heif[colr + 19 :]).replace(b"\x04\x81\2\3\4", links)


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(
    width: int,
    height: int,
    rows: bytes = b"",
    *,
    depth: int = 8,
    colour: int = 2,
    extra: bytes = b"",
) -> bytes:
    """A PNG of rows that each begin with a filter byte; `extra` chunks come before the pixels."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    pixels = png_chunk(b"IDAT", zlib.compress(rows))
    chunks = png_chunk(b"IHDR", head) + extra + pixels + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def png_of_16_bits(samples: npt.NDArray[np.uint16], colour: int, extra: bytes = b"") -> bytes:
    """(height, width) or (height, width, channels) in PNG's own byte order."""
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    return png(samples.shape[1], samples.shape[0], rows, depth=16, colour=colour, extra=extra)


def jpeg_segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def jpeg_with(jpeg: bytes, *segments: bytes) -> bytes:
    """Segments put right behind SOI."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


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


def colour_profile(primaries: npt.NDArray[np.float64], gamma: float) -> bytes:
    """An ICC.1:2001 display profile: rows of `primaries` are XYZ (D50) of red, green, blue."""
    name = b"Wide\0"
    description = struct.pack(">I", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67)
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256))
    tags = {
        b"desc": b"desc" + bytes(4) + description,
        b"cprt": b"text" + bytes(4) + b"none\0",
        b"wtpt": _xyz(np.array([0.9642, 1.0, 0.8249])),
        **{b"%cXYZ" % letter: _xyz(row) for letter, row in zip(b"rgb", primaries, strict=True)},
        **{b"%cTRC" % letter: curve for letter in b"rgb"},
    }
    at, table, bodies = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for tag, body in tags.items():
        table += tag + struct.pack(">II", at + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    head = struct.pack(">I4sI", at + len(bodies), b"test", 0x02400000) + b"mntrRGB XYZ "
    head += bytes(12) + b"acsp" + bytes(28) + _xyz(np.array([0.9642, 1.0, 0.8249]))[8:]
    return head.ljust(128, b"\0") + table + bodies


def _xyz(values: npt.NDArray[np.float64]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))
