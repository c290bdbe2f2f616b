"""Shots of an OpenCV VideoCapture: grabbed at the camera's pace, converted only when wanted."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2
import numpy as np

from cameras.sources.source import Granted, Offline
from processing.images import Image, small_grey


@dataclass(frozen=True)
class GrabbedShot:
    """The picture a capture grabbed last; to be looked at before the next is grabbed."""

    taken_at: float
    capture: cv2.VideoCapture

    def size(self) -> Granted:
        return Granted(
            int(self.capture.get(cv2.CAP_PROP_FRAME_WIDTH)),
            int(self.capture.get(cv2.CAP_PROP_FRAME_HEIGHT)),
        )

    def image(self, min_width: int | None = None) -> Image:  # noqa: ARG002  (decoded when grabbed)
        """The picture as (height, width, 3) BGR. Raises Offline."""
        retrieved, image = self.capture.retrieve()
        if not retrieved or image is None or image.size == 0:
            raise Offline("garbage")
        if image.ndim == 2:
            image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
        return np.asarray(image, np.uint8)

    def small_grey(self, min_width: int) -> Image:
        """The picture as (height, width) grey, reduced. Raises Offline."""
        return small_grey(self.image(), min_width)


@contextmanager
def released(capture: cv2.VideoCapture) -> Iterator[cv2.VideoCapture]:
    """Close a capture on leaving."""
    try:
        yield capture
    finally:
        capture.release()


def grabbed(capture: cv2.VideoCapture) -> Iterator[GrabbedShot]:
    """Every picture the capture delivers. Raises Offline when there is none in time."""
    while capture.grab():
        yield GrabbedShot(time.time(), capture)
    raise Offline("hung")
