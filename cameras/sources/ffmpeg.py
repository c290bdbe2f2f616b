"""Opens films and streams with OpenCV's FFmpeg, by named protocols and formats only."""

import os

import cv2

from cameras.sources.source import READ_TIMEOUT_S


def capture(address: str, options: dict[str, str], open_within_s: float) -> cv2.VideoCapture:
    """A capture of a path or URL, opened or not; each read of it may take READ_TIMEOUT_S.

    OpenCV hands FFmpeg its options by this variable alone. A process reads one camera, so no two
    openings meet.
    """
    pairs = (f"{name};{value}" for name, value in options.items())
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "|".join(pairs)
    limits = [
        cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
        max(1, int(open_within_s * 1000)),
        cv2.CAP_PROP_READ_TIMEOUT_MSEC,
        int(READ_TIMEOUT_S * 1000),
        cv2.CAP_PROP_N_THREADS,
        1,
    ]
    return cv2.VideoCapture(address, cv2.CAP_FFMPEG, limits)
