"""Opens films and streams with OpenCV's FFmpeg, by named protocols and formats only."""

import os

import cv2

from cameras.sources.source import READ_TIMEOUT_S

_OPTIONS = "OPENCV_FFMPEG_CAPTURE_OPTIONS"


def capture(address: str, options: dict[str, str], open_within_s: float) -> cv2.VideoCapture:
    """A capture of a path or URL, opened or not; each read of it may take READ_TIMEOUT_S.

    OpenCV hands FFmpeg its options by this variable alone. A process reads one camera, so no two
    openings meet.
    """
    pairs = (f"{name};{value}" for name, value in options.items())
    limits = [
        cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
        max(1, int(open_within_s * 1000)),
        cv2.CAP_PROP_READ_TIMEOUT_MSEC,
        int(READ_TIMEOUT_S * 1000),
        cv2.CAP_PROP_N_THREADS,
        1,
    ]
    os.environ[_OPTIONS] = "|".join(pairs)
    try:
        return cv2.VideoCapture(address, cv2.CAP_FFMPEG, limits)
    finally:
        del os.environ[_OPTIONS]  # or whatever else is opened here would be bound by them
