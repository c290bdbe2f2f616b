"""Pictures to a film that browsers play: VP9 in MP4, written frame by frame."""

from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from processing.frames import in_bgr
from processing.images import Image

_FOURCC = "vp09"
"""The one encoder in OpenCV's FFmpeg whose films browsers play in MP4; it has none for H.264."""


class Film:
    """A file being written; frames of another shape get bars at their sides."""

    def __init__(self, path: Path, width: int, height: int, fps: float) -> None:
        self.width, self.height = _even(width), _even(height)
        code = cv2.VideoWriter.fourcc(*_FOURCC)
        size = (self.width, self.height)
        self._writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, code, fps, size)
        if not self._writer.isOpened():
            raise MemoryError(f"OpenCV did not open a film of {size}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._writer.release()

    def fitted(self, image: Image) -> Image:
        """A picture of any size as (height, width, 3) BGR of this film, its shape kept."""
        image = in_bgr(image)
        scale = min(self.width / image.shape[1], self.height / image.shape[0])
        size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        frame = np.zeros((self.height, self.width, 3), np.uint8)
        left, top = (self.width - size[0]) // 2, (self.height - size[1]) // 2
        frame[top : top + size[1], left : left + size[0]] = small
        return frame

    def add(self, frame: Image) -> None:
        """Append a frame that `fitted` made."""
        self._writer.write(frame)


def stamped(frame: Image, line: str) -> Image:
    """A frame with a line of ASCII in its upper left corner, readable on any ground.

    A player's controls lie at the foot.
    """
    drawn = np.ascontiguousarray(frame.copy())
    scale = max(0.4, frame.shape[1] / 1280)
    place = (8, round(12 + 24 * scale))
    for colour, thickness in (((0, 0, 0), 4), ((255, 255, 255), 1)):
        cv2.putText(
            drawn, line, place, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, thickness, cv2.LINE_AA
        )
    return drawn


def _even(side: int) -> int:
    """Films store colour at half the resolution, so that both sides must be even."""
    return max(2, side // 2 * 2)
