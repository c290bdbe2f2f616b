"""Reads what a clip says of itself, byte by byte: container, codec, size and duration.

Nothing here hands a stranger's bytes to a C decoder, so the web process may call it.
"""

import struct

from processing.clip_headers import isobmff, matroska
from processing.clip_headers.clip_header import ClipHeader
from processing.clip_limits import ClipLimits
from processing.headers.buffer import Buffer
from processing.refusal import Refused

__all__ = ["ClipHeader", "is_clip", "sniff_clip"]


def is_clip(start: bytes) -> bool:
    """Whether a file that begins with these bytes (32 or more) says that it is a film."""
    return isobmff.is_movie(start) or matroska.is_matroska(start)


def sniff_clip(data: Buffer, limits: ClipLimits) -> ClipHeader:
    """Judge a clip by its header, or refuse it.

    Raises Refused: `empty_file`, `clip_too_heavy`, `unsupported_type`, `unsupported_codec`,
    `damaged`, `no_video`, `clip_too_large`, `clip_too_long`.
    """
    if len(data) == 0:
        raise Refused("empty_file")
    if len(data) > limits.max_bytes:
        raise Refused("clip_too_heavy")
    start = bytes(data[:4096])
    if not is_clip(start):
        raise Refused("unsupported_type")
    try:
        read = isobmff.read if isobmff.is_movie(start) else matroska.read
        header = read(data)
    except (struct.error, IndexError) as error:
        raise Refused("damaged") from error
    limits.refuse_size(header.width, header.height)
    limits.refuse_duration(header.duration_s)
    return header
