"""Frames of an OpenCV VideoCapture: grabbed as the camera gives them, converted when asked for."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

import cv2
import numpy as np

from cameras.sources.backlog import Backlog
from cameras.sources.source import BadFrame, FrameSize, Offline
from processing.frames import small_grey
from processing.images import Image


@dataclass(frozen=True)
class DecodedFrame:
    """The picture a capture grabbed last; to be looked at before the next is grabbed."""

    taken_at: float
    capture: cv2.VideoCapture
    is_key: ClassVar = True

    def size(self) -> FrameSize:
        return FrameSize(
            int(self.capture.get(cv2.CAP_PROP_FRAME_WIDTH)),
            int(self.capture.get(cv2.CAP_PROP_FRAME_HEIGHT)),
        )

    def image(self, min_width: int | None = None) -> Image:  # noqa: ARG002  (decoded when grabbed)
        """The picture as (height, width, 3) BGR. Raises BadFrame."""
        retrieved, image = self.capture.retrieve()
        if not retrieved or image is None or image.size == 0:
            raise BadFrame
        if image.ndim == 2:
            image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
        return np.asarray(image, np.uint8)

    def small_grey(self, min_width: int) -> Image:
        """The picture as (height, width) grey, reduced. Raises BadFrame."""
        return small_grey(self.image(), min_width)


@contextmanager
def released(capture: cv2.VideoCapture) -> Iterator[cv2.VideoCapture]:
    """Close a capture on leaving."""
    try:
        yield capture
    finally:
        capture.release()


def grabbed(capture: cv2.VideoCapture) -> Iterator[DecodedFrame]:
    """The newest picture each time. Raises Offline when there is none in time.

    Pictures that came while the last one was being worked on are passed over: whoever is slower
    than the camera would else fall behind it, further and further.
    """
    backlog = Backlog(capture.get(cv2.CAP_PROP_FPS))
    while True:
        began = time.monotonic()
        if not capture.grab():
            raise Offline("hung")
        if backlog.is_newest(time.monotonic() - began):
            began = time.monotonic()
            yield DecodedFrame(time.time(), capture)
            backlog.worked(time.monotonic() - began)
