"""A frame that FFmpeg decoded, through PyAV: converted when asked for, only as large as asked."""

from dataclasses import dataclass

import numpy as np
from av import VideoFrame

from cameras.sources.source import FrameSize
from processing.images import Image

_QUARTER = 90


@dataclass(frozen=True)
class AvFrame:
    """A picture, and when it was taken, seconds since the epoch."""

    taken_at: float
    picture: VideoFrame
    is_key: bool = True

    def size(self) -> FrameSize:
        """The size after turning: a video may say that it lies on its side."""
        return size_of(self.picture)

    def image(self, min_width: int | None = None) -> Image:
        """The picture as (height, width, 3) BGR, reduced to a width unless it is narrower."""
        return bgr_of(self.picture, min_width)

    def small_grey(self, min_width: int) -> Image:
        """The picture as (height, width) grey, reduced to a width unless it is narrower."""
        return grey_of(self.picture, min_width)


def size_of(picture: VideoFrame) -> FrameSize:
    """Width and height as the picture is seen, in pixels."""
    if _turns(picture) % 2:
        return FrameSize(picture.height, picture.width)
    return FrameSize(picture.width, picture.height)


def bgr_of(picture: VideoFrame, min_width: int | None) -> Image:
    """A picture as (height, width, 3) BGR, upright, no wider than `min_width` if that is given."""
    return _converted(picture, "bgr24", min_width)


def grey_of(picture: VideoFrame, min_width: int) -> Image:
    """A picture as (height, width) grey, upright, no wider than `min_width`."""
    return _converted(picture, "gray", min_width)


def _converted(picture: VideoFrame, form: str, min_width: int | None) -> Image:
    size = size_of(picture)
    scale = min(1.0, (min_width or size.width) / size.width)
    width, height = (max(1, round(side * scale)) for side in (picture.width, picture.height))
    pixels = picture.to_ndarray(format=form, width=width, height=height, interpolation="AREA")
    turns = _turns(picture)
    return np.ascontiguousarray(np.rot90(pixels, turns) if turns else pixels, dtype=np.uint8)


def _turns(picture: VideoFrame) -> int:
    """Quarter turns to the left that make a picture upright."""
    return round(picture.rotation / _QUARTER) % 4
