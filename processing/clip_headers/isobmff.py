"""The movie box of MP4 and MOV (ISO/IEC 14496-12; Apple's QuickTime file format)."""

import struct
from itertools import islice

from processing.clip_headers.clip_header import ClipHeader
from processing.headers.boxes import all_boxes, boxes, first_box
from processing.headers.buffer import Buffer
from processing.refusal import Refused

_BRANDS = frozenset(
    (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"qt  ", b"M4V ",
     b"M4VP", b"3gp4", b"3gp5", b"3gp6", b"3g2a", b"dash", b"MSNV", b"f4v ", b"hvc1", b"av01")
)  # fmt: skip
_OLD_STARTS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
"""QuickTime's films of old begin without a brand."""

_CODECS = {
    b"avc1": "h264",
    b"avc3": "h264",
    b"hvc1": "hevc",
    b"hev1": "hevc",
    b"dvh1": "hevc",
    b"dvhe": "hevc",
    b"vp08": "vp8",
    b"vp09": "vp9",
    b"av01": "av1",
}
"""By the kind of a track's sample entry."""

_MAX_TRACKS = 100
_MAX_PARTS = 200
"""Boxes walked in one box of a track: a real one has ten."""
_UNKNOWN_DURATION = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF


def is_movie(start: bytes) -> bool:
    """Whether a file begins like a film; pictures in the same format have brands of their own."""
    if start[4:8] == b"ftyp":
        return start[8:12] in _BRANDS
    return start[4:8] in _OLD_STARTS


def read(data: Buffer) -> ClipHeader:
    """What the first track of pictures says. Raises Refused: `damaged`, `no_video` and others."""
    moov, end = first_box(data, 0, len(data), b"moov")
    if end - moov < 8 or end > len(data):
        raise Refused("damaged")
    duration_s = _duration_s(data, *first_box(data, moov, end, b"mvhd"))
    for track in islice(boxes(data, moov, end, b"trak"), _MAX_TRACKS):
        if entry := _picture_entry(data, *track):
            kind, width, height = entry
            if kind not in _CODECS:
                raise Refused("unsupported_codec")
            return ClipHeader("mp4", _CODECS[kind], width, height, duration_s)
    raise Refused("no_video")


def _duration_s(data: Buffer, at: int, _end: int) -> float:
    """`mvhd` (8.2.2)."""
    if data[at]:
        scale, duration = struct.unpack(">IQ", data[at + 20 : at + 32])
    else:
        scale, duration = struct.unpack(">II", data[at + 12 : at + 20])
    return duration / scale if scale and duration not in _UNKNOWN_DURATION else 0.0


def _picture_entry(data: Buffer, at: int, end: int) -> tuple[bytes, int, int] | None:
    """Kind, width and height of a track's first sample entry (12.1.3); None for sound and text."""
    mdia = first_box(data, at, end, b"mdia", _MAX_PARTS)
    handler, _ = first_box(data, *mdia, b"hdlr", _MAX_PARTS)
    if bytes(data[handler + 8 : handler + 12]) != b"vide":
        return None
    minf = first_box(data, *mdia, b"minf", _MAX_PARTS)
    stbl = first_box(data, *minf, b"stbl", _MAX_PARTS)
    stsd, stsd_end = first_box(data, *stbl, b"stsd", _MAX_PARTS)
    for kind, start, _ in all_boxes(data, stsd + 8, stsd_end):
        width, height = struct.unpack(">HH", data[start + 24 : start + 28])
        return bytes(kind), width, height
    raise Refused("damaged")
