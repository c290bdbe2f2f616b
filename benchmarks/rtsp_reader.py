"""One process that reads an RTSP address for a while, with OpenCV or as the site does.

Prints its processor time in percent of a core, its memory in MB, and the previews it made.
usage: python -m benchmarks.rtsp_reader opencv|site watched|unwatched ADDRESS SECONDS
"""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from tempfile import TemporaryDirectory

import cv2

from benchmarks.private import start_django
from benchmarks.processes import rss_mb

Preview = Callable[[], object]
_WIDTH, _HEIGHT = 640, 360
_WATCHED_FPS = 15.0


def main(reader: str, mode: str, address: str, seconds: float) -> None:
    """Make a preview 15 times a second, or once, from the newest frame that there is."""
    cv2.setNumThreads(1)
    with TemporaryDirectory(prefix="gazokako-bench-") as directory:
        start_django(directory)  # for both, as memory is compared
    frames = _opencv(address) if reader == "opencv" else _site(address, mode == "watched")
    next(frames)  # opened, and begun
    every_s = 1 / _WATCHED_FPS if mode == "watched" else 1.0
    began, cpu_s = time.monotonic(), _cpu_s()
    due, previews = began, 0
    for preview in frames:
        now = time.monotonic()
        if now - began > seconds:
            break
        if preview is not None and now >= due:
            preview()
            previews += 1
            due = max(due + every_s, now)
    percent = 100 * (_cpu_s() - cpu_s) / (time.monotonic() - began)
    print(f"{percent:.2f} {rss_mb(os.getpid()):.0f} {previews}", flush=True)
    os._exit(0)  # the frames are in the middle of a film


def _opencv(address: str) -> Iterator[Preview]:
    """What the site did before: every frame is decoded, whoever watches."""
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = (
        "rtsp_transport;tcp|fpsprobesize;0|analyzeduration;1000000"
    )
    capture = cv2.VideoCapture(address, cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])

    def preview() -> object:
        return cv2.resize(capture.retrieve()[1], (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA)

    while capture.grab():
        yield preview


def _site(address: str, is_watched: bool) -> Iterator[Preview | None]:
    from cameras.sources import rtsp  # noqa: PLC0415  (Django is set up only now)
    from cameras.sources.source import CaptureOptions  # noqa: PLC0415

    with rtsp.opened(address, CaptureOptions()) as source:
        for frame in source.frames():
            if frame is not None and (is_watched or frame.is_key):
                yield partial(frame.image, _WIDTH)
            else:
                yield None


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]))
