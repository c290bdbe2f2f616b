"""Reads what a picture file says of itself, byte by byte: its format and size, no pixel decoded.

Nothing here hands a stranger's bytes to a C decoder, so the web process may call it.
"""

import mmap
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from processing.limits import Limits
from processing.refusal import Refused

Buffer = bytes | mmap.mmap

_MAGIC = (
    (re.compile(rb"\xff\xd8\xff[\xc0-\xfe]"), "JPEG"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"GIF8[79]a"), "GIF"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "WEBP"),
    (re.compile(rb"BM.{4}\0{4}", re.DOTALL), "BMP"),
)

_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_SOS, _JPEG_EOI = 0xDA, 0xD9
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xff]")
_JPEG_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")

_MAX_PARTS = 20_000
"""Segments, blocks or boxes walked in one file: a real one has a few hundred."""
_MAX_EXTENSIONS = 100


@dataclass(frozen=True)
class Header:
    """A picture as its first bytes describe it; sides in pixels, before any EXIF turn."""

    format: str
    width: int
    height: int


def sniff(data: Buffer, limits: Limits) -> Header:
    """Name the format and size of an encoded picture, or refuse it.

    Raises Refused: `empty_file`, `file_too_large`, `unsupported_type`, `damaged`,
    `too_many_pixels`.
    """
    if len(data) == 0:
        raise Refused("empty_file")
    if len(data) > limits.max_bytes:
        raise Refused("file_too_large")
    format_name = _format_of(data[:4096])
    if format_name is None:
        raise Refused("unsupported_type")
    try:
        width, height = _SIZE_READERS[format_name](data, limits)
    except (struct.error, IndexError) as error:
        raise Refused("damaged") from error
    refuse_size(width, height, limits)
    return Header(format_name, width, height)


def refuse_size(width: int, height: int, limits: Limits) -> None:
    """Raise Refused for a picture without area or one past the limits; sides in pixels."""
    if width < 1 or height < 1:
        raise Refused("damaged")
    if max(width, height) > limits.max_side_px or width * height > limits.max_pixels:
        raise Refused("too_many_pixels")


def _format_of(start: bytes) -> str | None:
    if start[4:8] == b"ftyp":
        return _brand_of(start)
    return next((name for magic, name in _MAGIC if magic.match(start)), None)


def _brand_of(start: bytes) -> str | None:
    """ISO/IEC 14496-12 `ftyp`: the major brand, a version, then the compatible brands."""
    (box_bytes,) = struct.unpack(">I", start[:4])
    brands = {start[8:12], *(start[at : at + 4] for at in range(16, min(box_bytes, 256), 4))}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1"}:
        return "HEIF"
    return None


def _jpeg_size(data: Buffer, limits: Limits) -> tuple[int, int]:
    """Walk the segments (ITU-T T.81, B.1.1) to the end of the image, counting its scans."""
    size: tuple[int, int] | None = None
    scans = 0
    for marker, start in _jpeg_segments(data):
        if marker in _JPEG_FRAMES and size is None:
            height, width = struct.unpack(">HH", data[start + 3 : start + 7])
            size = width, height
        elif marker == _JPEG_SOS:
            scans += 1
            if scans > limits.max_scans:
                raise Refused("damaged")
    if size is None or scans == 0:
        raise Refused("damaged")
    return size


def _jpeg_segments(data: Buffer) -> Iterator[tuple[int, int]]:
    """Yield (marker, offset of its length field) up to EOI; a file that stops before is damaged.

    Junk between segments is passed over, as libjpeg does.
    """
    at = 2
    for _ in range(_MAX_PARTS):
        found = _JPEG_MARKER.search(data, at)
        if found is None:
            raise Refused("damaged")
        at = found.end()
        marker = data[at - 1]
        if marker == _JPEG_EOI:
            return
        if marker in _JPEG_STANDALONE:
            continue
        yield marker, at
        (length,) = struct.unpack(">H", data[at : at + 2])
        at += length
        if marker == _JPEG_SOS:
            found = _JPEG_MARKER_IN_SCAN.search(data, at)
            if found is None:
                raise Refused("damaged")
            at = found.start()
    raise Refused("damaged")


def _png_size(data: Buffer, _limits: Limits) -> tuple[int, int]:
    """W3C PNG, 5.3 and 11.2.1: IHDR opens with both sides; chunks are whole up to IEND.

    The decoder does not look at the checksum of pixels, so it is looked at here.
    """
    if data[12:16] != b"IHDR":
        raise Refused("damaged")
    at = 8
    for _ in range(_MAX_PARTS):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body_end = data[at + 4 : at + 8], at + 8 + length
        (checksum,) = struct.unpack(">I", data[body_end : body_end + 4])
        is_critical = kind[:1].isupper()
        if is_critical and zlib.crc32(data[at + 4 : body_end]) != checksum:
            raise Refused("damaged")
        if kind == b"IEND":
            width, height = struct.unpack(">II", data[16:24])
            return width, height
        at = body_end + 4
    raise Refused("damaged")


def _gif_size(data: Buffer, _limits: Limits) -> tuple[int, int]:
    """GIF89a, 18 and 20: the screen, or its first picture where that reaches beyond it."""
    width, height, flags = struct.unpack("<HHB", data[6:11])
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    for _ in range(_MAX_EXTENSIONS):
        if data[at] != 0x21:
            break
        at = _gif_after_blocks(data, at + 2)
    if data[at] != 0x2C:
        raise Refused("damaged")
    left, top, frame_width, frame_height = struct.unpack("<HHHH", data[at + 1 : at + 9])
    return max(width, left + frame_width), max(height, top + frame_height)


def _gif_after_blocks(data: Buffer, at: int) -> int:
    """Skip length-prefixed blocks; one of length 0 ends them."""
    for _ in range(_MAX_PARTS):
        block_bytes = data[at]
        at += block_bytes + 1
        if block_bytes == 0:
            return at
    raise Refused("damaged")


def _bmp_size(data: Buffer, _limits: Limits) -> tuple[int, int]:
    """BITMAPCOREHEADER has 16-bit sides, all later headers signed 32-bit (negative: top down)."""
    (header_bytes,) = struct.unpack("<I", data[14:18])
    if header_bytes == 12:
        width, height = struct.unpack("<HH", data[18:22])
    else:
        width, height = struct.unpack("<ii", data[18:26])
    return width, abs(height)


def _webp_size(data: Buffer, _limits: Limits) -> tuple[int, int]:
    """RFC 9649: the canvas of VP8X, else the size inside the VP8 or VP8L bitstream."""
    (riff_bytes,) = struct.unpack("<I", data[4:8])
    if riff_bytes + 8 > len(data) + 1:
        raise Refused("damaged")
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L":
        (bits,) = struct.unpack("<I", data[21:25])
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise Refused("damaged")


def is_lossless_webp(data: Buffer) -> bool:
    """Whether a WebP's first picture is a VP8L chunk; a profile may stand before it."""
    at = 12
    for _ in range(_MAX_PARTS):
        kind = data[at : at + 4]
        if kind in (b"VP8L", b"VP8 ", b""):
            break
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + (24 if kind == b"ANMF" else length + length % 2)  # a frame's chunks lie inside
    return data[at : at + 4] == b"VP8L"


def _heif_size(data: Buffer, _limits: Limits) -> tuple[int, int]:
    """ISO/IEC 23008-12: the largest `ispe` property under meta/iprp/ipco."""
    meta, end = _first_box(data, 0, len(data), b"meta")
    iprp, end = _first_box(data, meta + 4, end, b"iprp")
    ipco, end = _first_box(data, iprp, end, b"ipco")
    sizes = [
        struct.unpack(">II", data[start + 4 : start + 12])
        for start, _end in _boxes(data, ipco, end, b"ispe")
    ]
    if not sizes:
        raise Refused("damaged")
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def _first_box(data: Buffer, at: int, end: int, kind: bytes) -> tuple[int, int]:
    for box in _boxes(data, at, end, kind):
        return box
    raise Refused("damaged")


def _boxes(data: Buffer, at: int, end: int, kind: bytes) -> Iterator[tuple[int, int]]:
    """Yield (start of payload, end) of the boxes of one kind between two offsets."""
    for _ in range(_MAX_PARTS):
        if at + 8 > end:
            return
        (size,) = struct.unpack(">I", data[at : at + 4])
        start = at + 8
        if size == 1:
            (size,) = struct.unpack(">Q", data[start : start + 8])
            start += 8
        elif size == 0:
            size = end - at
        if size < start - at:
            raise Refused("damaged")
        if data[at + 4 : at + 8] == kind:
            yield start, min(at + size, end)
        at += size


_SIZE_READERS: dict[str, Callable[[Buffer, Limits], tuple[int, int]]] = {
    "JPEG": _jpeg_size,
    "PNG": _png_size,
    "GIF": _gif_size,
    "WEBP": _webp_size,
    "BMP": _bmp_size,
    "AVIF": _heif_size,
    "HEIF": _heif_size,
}
