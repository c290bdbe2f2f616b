"""Reads what a clip says of itself, byte by byte: container, codec, size and duration.

Nothing here hands a stranger's bytes to a C decoder, so the web process may call it.
"""

import struct
from collections.abc import Callable

from processing.clip_headers import gif, isobmff, matroska
from processing.clip_headers.clip_header import ClipHeader
from processing.clip_limits import ClipLimits
from processing.headers.buffer import Buffer
from processing.refusal import Refused

__all__ = ["ClipHeader", "is_clip", "sniff_clip"]


def is_clip(data: Buffer) -> bool:
    """Whether a file says that it is a film, or is a GIF that moves."""
    return _reader_of(data) is not None


def _reader_of(data: Buffer) -> Callable[[Buffer], ClipHeader] | None:
    start = bytes(data[:32])
    if isobmff.is_movie(start):
        return isobmff.read
    if matroska.is_matroska(start):
        return matroska.read
    return gif.read if gif.is_animation(data) else None


def sniff_clip(data: Buffer, limits: ClipLimits) -> ClipHeader:
    """Judge a clip by its header, or refuse it.

    Raises Refused: `empty_file`, `clip_too_heavy`, `unsupported_type`, `unsupported_codec`,
    `damaged`, `no_video`, `clip_too_large`, `clip_too_long`.
    """
    if len(data) == 0:
        raise Refused("empty_file")
    if len(data) > limits.max_bytes:
        raise Refused("clip_too_heavy")
    read = _reader_of(data)
    if read is None:
        raise Refused("unsupported_type")
    try:
        header = read(data)
    except (struct.error, IndexError) as error:
        raise Refused("damaged") from error
    limits.refuse_size(header.width, header.height)
    limits.refuse_duration(header.duration_s)
    return header
