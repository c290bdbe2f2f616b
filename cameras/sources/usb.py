"""Cameras on this machine, by their number, through V4L2."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2

from cameras.sources.source import READ_TIMEOUT_S, CaptureOptions, Offline
from cameras.sources.video_capture import DecodedFrame, grabbed, released

# OpenCV would wait 10 s for a picture; it reads this when a camera is opened.
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", str(int(READ_TIMEOUT_S)))


@dataclass(frozen=True)
class UsbSource:
    """An opened V4L2 camera."""

    capture: cv2.VideoCapture

    def frames(self) -> Iterator[DecodedFrame]:
        return grabbed(self.capture)


@contextmanager
def opened(value: str, options: CaptureOptions) -> Iterator[UsbSource]:
    """Open camera number `value`, asking for a size and pace; it gives what it can.

    Raises Offline: `unplugged`.
    """
    with released(cv2.VideoCapture(int(value), cv2.CAP_V4L2)) as capture:
        if not capture.isOpened():
            raise Offline("unplugged")
        # Compressed by the camera: raw pictures of this size do not fit through USB 2 in time.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        if options.width and options.height:
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, options.width)
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, options.height)
        capture.set(cv2.CAP_PROP_FPS, options.fps)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        yield UsbSource(capture)
