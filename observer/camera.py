"""A camera of this machine: takes pictures at even intervals."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# OpenCV would wait 10 s for a picture; it reads this when a camera is opened.
os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "3")

import cv2

from observer.frame import Frame

_TIMEOUTS = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 3000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, 3000]
_WARM_UP = 8
"""Pictures thrown away first: a camera that was just opened is still too dark."""


class CameraLost(Exception):
    """A camera gives no pictures; the text says why."""


def next_due(due: float, now: float, interval_s: float) -> float:
    """The first of the times `due`, `due + interval_s`, … after `now`; all in seconds."""
    return due + interval_s * (1 + max(0.0, now - due) // interval_s)


@dataclass(frozen=True)
class LocalCamera:
    """Which camera is read, and how its pictures are encoded.

    `source` is a camera's number, a device, an address or a file; the size is asked for in
    pixels, and the camera gives what it can; `quality` is a JPEG's, 1 to 100.
    """

    source: str
    width: int
    height: int
    quality: int
    comment: str

    def frames(self, interval_s: float, stopping: threading.Event) -> Iterator[Frame]:
        """A new frame every `interval_s` seconds; those that come while one is used are skipped.

        Ends when `stopping` is set. Raises CameraLost.
        """
        is_file = self._is_file()
        with self._opened(0 if is_file else _WARM_UP) as capture:
            due = time.monotonic()
            while not stopping.is_set():
                if is_file:
                    stopping.wait(max(0.0, due - time.monotonic()))
                # Between two frames a camera is read too: it would give old pictures later.
                if not capture.grab():
                    raise CameraLost("it has stopped giving pictures")
                taken_at, now = time.time(), time.monotonic()
                if now >= due:
                    yield Frame(taken_at, self.comment, self._jpeg(capture))
                    due = next_due(due, time.monotonic(), interval_s)

    def _is_file(self) -> bool:
        return Path(self.source).is_file()

    @contextmanager
    def _opened(self, warm_up: int) -> Iterator[cv2.VideoCapture]:
        capture = self._capture()
        try:
            if not capture.isOpened():
                raise CameraLost("it cannot be opened; is it plugged in, and used by nobody else?")
            capture.set(cv2.CAP_PROP_FRAME_WIDTH, self.width)
            capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self.height)
            for _picture in range(warm_up):
                capture.grab()
            yield capture
        finally:
            capture.release()

    def _capture(self) -> cv2.VideoCapture:
        if self.source.isdecimal():
            capture = cv2.VideoCapture(int(self.source))
        elif self.source.startswith("/dev/"):
            capture = cv2.VideoCapture(self.source, cv2.CAP_V4L2)
        else:
            # FFmpeg's options can be set in no other way; over UDP, pictures get lost.
            os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "rtsp_transport;tcp"
            return cv2.VideoCapture(self.source, cv2.CAP_FFMPEG, _TIMEOUTS)
        # Compressed by the camera: raw pictures of this size do not fit through USB 2 in time.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        return capture

    def _jpeg(self, capture: cv2.VideoCapture) -> bytes:
        retrieved, image = capture.retrieve()
        if not retrieved or image is None or image.size == 0:
            raise CameraLost("its pictures cannot be read")
        encoded, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, self.quality])
        if not encoded:
            raise CameraLost("its pictures cannot be encoded")
        return jpeg.tobytes()
