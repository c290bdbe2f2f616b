"""Picture files for the tests: whole ones of every format, byte by byte where it matters."""

import io
import struct
import zlib

import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image as Pillow

pillow_heif.register_heif_opener()

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


def heif_of(*colours: str) -> bytes:
    file = pillow_heif.HeifFile()
    for colour in colours:
        file.add_from_pillow(Pillow.new("RGB", (64, 64), colour))
    content = io.BytesIO()
    file.save(content, quality=90)
    return content.getvalue()
