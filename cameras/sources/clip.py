"""Film files below CAMERA_FILES_DIR, played at their own pace, in a loop or once."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2

from cameras.sources.grabbed import GrabbedShot, released
from cameras.sources.source import Ended, Offline, Wanted

_USUAL_FPS = 25.0


@dataclass(frozen=True)
class ClipSource:
    """An opened file."""

    capture: cv2.VideoCapture
    plays_once: bool

    def shots(self) -> Iterator[GrabbedShot]:
        """Each frame when its time has come; one that comes too late is skipped, not shown late."""
        fps = self.capture.get(cv2.CAP_PROP_FPS)
        period_s = 1 / (fps if 0.1 <= fps <= 240 else _USUAL_FPS)
        due, is_first = time.time(), True
        while True:
            if not self.capture.grab():
                if is_first:
                    raise Offline("garbage")
                if self.plays_once:
                    raise Ended
                self.capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
                is_first = True
                continue
            is_first = False
            time.sleep(max(0.0, due - time.time()))
            if time.time() - due < period_s or self.plays_once:
                yield GrabbedShot(time.time(), self.capture)
            due += period_s
            if time.time() - due > 1:
                due = time.time()


@contextmanager
def opened(value: str, wanted: Wanted) -> Iterator[ClipSource]:
    """Open the file at path `value`. Raises Offline: `garbage`."""
    with released(cv2.VideoCapture(value, cv2.CAP_FFMPEG)) as capture:
        if not capture.isOpened():
            raise Offline("garbage")
        yield ClipSource(capture, wanted.plays_once)
