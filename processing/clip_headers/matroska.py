"""The head of a Matroska or WebM file: elements of EBML (RFC 8794, RFC 9559)."""

import struct
from collections.abc import Iterator
from itertools import islice

from processing.clip_headers.clip_header import ClipHeader
from processing.headers.buffer import MAX_SEGMENTS, Buffer
from processing.refusal import Refused

_MAGIC = b"\x1a\x45\xdf\xa3"
_SEGMENT, _INFO, _TRACKS, _CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
_SCALE, _DURATION = 0x2AD7B1, 0x4489
_ENTRY, _TYPE, _CODEC, _VIDEO, _WIDTH, _HEIGHT = 0xAE, 0x83, 0x86, 0xE0, 0xB0, 0xBA
_PICTURES = 1
_MAX_TRACKS = 100
_MAX_PARTS = 200
"""Elements walked in a track, or in what is said of the whole film: a real one has twenty."""
_USUAL_SCALE_NS = 1_000_000

_CODECS = {
    b"V_MPEG4/ISO/AVC": "h264",
    b"V_MPEGH/ISO/HEVC": "hevc",
    b"V_VP8": "vp8",
    b"V_VP9": "vp9",
    b"V_AV1": "av1",
}

Element = tuple[int, int, int]
"""A number, and where its payload starts and ends."""


def is_matroska(start: bytes) -> bool:
    """Whether a file begins as Matroska and WebM do."""
    return start[:4] == _MAGIC


def read(data: Buffer) -> ClipHeader:
    """What the first track of pictures says. Raises Refused: `damaged`, `no_video` and others."""
    segment = _first(data, 0, len(data), _SEGMENT)
    duration_s: float | None = None
    for number, start, end in _elements(data, *segment):
        if number == _INFO and duration_s is None:
            duration_s = _duration_s(data, start, end)
        if number == _TRACKS:
            codec, width, height = _pictures(data, start, end)
            return ClipHeader("matroska", codec, width, height, duration_s or 0.0)
        if number == _CLUSTER:
            break
    raise Refused("damaged")


def _duration_s(data: Buffer, start: int, end: int) -> float:
    found = {number: _payload(data, span) for number, span in _spans(data, start, end).items()}
    scale = int.from_bytes(found[_SCALE]) if _SCALE in found else _USUAL_SCALE_NS
    raw = found.get(_DURATION, b"")
    if len(raw) not in (4, 8):
        return 0.0
    (duration,) = struct.unpack(">f" if len(raw) == 4 else ">d", raw)
    seconds = float(duration) * scale / 1e9
    return seconds if seconds > 0 else 0.0  # not a number compares as neither


def _pictures(data: Buffer, start: int, end: int) -> tuple[str, int, int]:
    tracks = (element for element in _elements(data, start, end) if element[0] == _ENTRY)
    for _, at, stop in islice(tracks, _MAX_TRACKS):
        entry = _spans(data, at, stop)
        if _TYPE not in entry or int.from_bytes(_payload(data, entry[_TYPE])) != _PICTURES:
            continue
        codec = _CODECS.get(_payload(data, entry.get(_CODEC, (0, 0))).rstrip(b"\0"))
        if codec is None:
            raise Refused("unsupported_codec")
        if _VIDEO not in entry:
            raise Refused("damaged")
        sides = _spans(data, *entry[_VIDEO])
        width, height = (
            int.from_bytes(_payload(data, sides.get(one, (0, 0)))) for one in (_WIDTH, _HEIGHT)
        )
        return codec, width, height
    raise Refused("no_video")


def _spans(data: Buffer, start: int, end: int) -> dict[int, tuple[int, int]]:
    """Where the payload of each kind of element is."""
    parts = islice(_elements(data, start, end), _MAX_PARTS)
    return {number: (at, stop) for number, at, stop in parts}


def _payload(data: Buffer, span: tuple[int, int]) -> bytes:
    return bytes(data[span[0] : min(span[1], span[0] + 64)])


def _first(data: Buffer, start: int, end: int, wanted: int) -> tuple[int, int]:
    for number, at, stop in _elements(data, start, end):
        if number == wanted:
            return at, stop
    raise Refused("damaged")


def _elements(data: Buffer, at: int, end: int) -> Iterator[Element]:
    """Each element between two offsets; one whose length is unknown reaches to the end."""
    for _ in range(MAX_SEGMENTS):
        if at >= end:
            return
        number, at = _number(data, at, keeps_marker=True)
        length, start = _number(data, at, keeps_marker=False)
        stop = min(end, start + length) if length >= 0 else end
        yield number, start, stop
        at = stop


def _number(data: Buffer, at: int, *, keeps_marker: bool) -> tuple[int, int]:
    """A variable-length integer (RFC 8794, 4) and where it ends; -1 for an unknown length."""
    length = 9 - data[at].bit_length()
    if length > 8:
        raise Refused("damaged")
    raw = int.from_bytes(data[at : at + length])
    if at + length > len(data):
        raise IndexError
    if keeps_marker:
        return raw, at + length
    most = (1 << (7 * length)) - 1
    return (-1 if raw & most == most else raw & most), at + length
