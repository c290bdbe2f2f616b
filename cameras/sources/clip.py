"""Film files below CAMERA_FILES_DIR, played at their own pace, in a loop or once."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2

from cameras.sources import ffmpeg
from cameras.sources.metronome import Metronome
from cameras.sources.source import READ_TIMEOUT_S, CaptureOptions, Ended, Offline
from cameras.sources.video_capture import DecodedFrame, released

_USUAL_FPS = 25.0
_OPTIONS = {
    # A playlist would lead out of the folder.
    "protocol_whitelist": "file",
    "format_whitelist": "avi,mov,matroska,mpegts,mpeg,mpegvideo,mpjpeg,mjpeg,h264,hevc,m4v,ivf,"
    "flv,asf,ogg,gif",
}


@dataclass(frozen=True)
class ClipSource:
    """A file that can be read."""

    path: str
    plays_once: bool

    def frames(self) -> Iterator[DecodedFrame | None]:
        """Each frame when its time has come; one that comes too late is skipped, not shown late.

        Raises Offline: `garbage`; Ended.
        """
        while True:
            # Opened anew for each round: not every file can be wound back.
            with _opened(self.path) as capture:
                yield from self._round(capture)
            if self.plays_once:
                raise Ended

    def _round(self, capture: cv2.VideoCapture) -> Iterator[DecodedFrame | None]:
        fps = capture.get(cv2.CAP_PROP_FPS)
        metronome = Metronome(fps if 0.1 <= fps <= 240 else _USUAL_FPS)
        if not capture.grab():
            raise Offline("garbage")
        has_next = True
        while has_next:
            yield from metronome.waits()
            if not metronome.is_late or self.plays_once:
                yield DecodedFrame(time.time(), capture)
            metronome.beat()
            has_next = capture.grab()


@contextmanager
def opened(value: str, wanted: CaptureOptions) -> Iterator[ClipSource]:
    """Open the file at path `value`. Raises Offline: `garbage`."""
    with _opened(value):
        yield ClipSource(value, wanted.plays_once)


@contextmanager
def _opened(path: str) -> Iterator[cv2.VideoCapture]:
    with released(ffmpeg.capture(path, _OPTIONS, READ_TIMEOUT_S)) as capture:
        if not capture.isOpened():
            raise Offline("garbage")
        yield capture
