"""Animated GIFs: films without sound (GIF89a Specification)."""

from processing.clip_headers.clip_header import ClipHeader
from processing.headers import gif
from processing.headers.buffer import Buffer
from processing.limits import Limits

_MAGIC = b"GIF87a", b"GIF89a"
_EXTENSION, _PICTURE = 0x21, 0x2C
_MOST_BLOCKS = 100_000
"""Of up to 255 bytes each: a first picture of 25 MB is passed over."""


def is_animation(data: Buffer) -> bool:
    """Whether a file is a GIF of two pictures or more, as far as its first blocks tell."""
    if bytes(data[:6]) not in _MAGIC:
        return False
    try:
        return _pictures(data) > 1
    except IndexError:
        return False


def read(data: Buffer) -> ClipHeader:
    """Its size; how long it is stands between its pictures. Raises Refused (`damaged`)."""
    width, height = gif.size(data, Limits())
    return ClipHeader("gif", "gif", width, height, 0.0)


def _pictures(data: Buffer) -> int:
    """Those that begin within the first blocks; two are enough."""
    at, pictures = 13 + _colours_bytes(data[10]), 0
    is_inside = False  # of blocks with a length each, of which one of length 0 is the last
    for _ in range(_MOST_BLOCKS):
        kind = data[at]
        if is_inside:
            is_inside = kind != 0
            at += kind + 1
        elif kind == _EXTENSION:
            is_inside = True
            at += 2
        elif kind == _PICTURE and pictures == 0:
            pictures, is_inside = 1, True
            at += 11 + _colours_bytes(data[at + 9])
        else:
            return pictures + (kind == _PICTURE)
    return pictures


def _colours_bytes(flags: int) -> int:
    """Of the table of colours that flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0
