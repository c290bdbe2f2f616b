"""Our side: captures an MJPEG address as the site does, and prints when something moves."""

import signal
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from unittest.mock import patch

import cv2

from benchmarks.private import start_django, valkey


def main(address: str) -> None:
    """One line for each moving frame: seconds since 1970. Ends by SIGTERM."""
    cv2.setNumThreads(1)
    signal.signal(signal.SIGTERM, _end)
    with TemporaryDirectory(prefix="gazokako-bench-") as directory, valkey(Path(directory)):
        start_django(directory)
        _capture(address)


def _capture(address: str) -> None:
    from cameras.capture.loop import capture  # noqa: PLC0415  (Django is set up only now)
    from cameras.capture.motion_watch import MotionWatch  # noqa: PLC0415
    from cameras.models import Camera  # noqa: PLC0415
    from cameras.sources.source import RawFrame  # noqa: PLC0415

    class TellingWatch(MotionWatch):
        def look(self, raw_frame: RawFrame, now: float) -> None:
            super().look(raw_frame, now)
            if self.seen.motion.is_moving:
                print(time.time(), flush=True)

    camera = Camera.objects.create(slug="bench", source=address, motion=True, is_on=True, fps=10)
    with patch("cameras.capture.loop.MotionWatch", TellingWatch):
        capture(camera.pk, "benchmark")


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
