"""Pictures to a film that browsers play: VP9 in MP4, written frame by frame."""

from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from processing.colour import to_bgr
from processing.pixels import Image
from processing.scaling import scaled

_FOURCC = "vp09"
"""The one encoder in OpenCV's FFmpeg whose films browsers play in MP4; it has none for H.264."""


class Film:
    """A file being written; frames of another shape get bars at their sides.

    Raises MemoryError where the file cannot be opened.
    """

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
        factor = min(self.width / image.shape[1], self.height / image.shape[0])
        sized = scaled(to_bgr(image), factor)
        height, width = sized.shape[:2]
        left, top = (self.width - width) // 2, (self.height - height) // 2
        frame = np.zeros((self.height, self.width, 3), np.uint8)
        frame[top : top + height, left : left + width] = sized
        return frame

    def add(self, frame: Image) -> None:
        """Append a frame that `fitted` made."""
        self._writer.write(frame)


def _even(side: int) -> int:
    """Films store colour at half the resolution, so that both sides must be even."""
    return max(2, side // 2 * 2)
