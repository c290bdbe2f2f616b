"""A clip as its header describes it."""

from dataclasses import dataclass

CODECS = ("h264", "hevc", "vp8", "vp9", "av1", "gif")
"""The films that are read, by FFmpeg's names."""


@dataclass(frozen=True)
class ClipHeader:
    """Sides in pixels, before any turn; `duration_s` is 0 where the header names none."""

    container: str
    codec: str
    width: int
    height: int
    duration_s: float
