"""Network cameras that speak RTSP, over TCP, through OpenCV's FFmpeg."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2

from cameras.sources.grabbed import GrabbedShot, grabbed, released
from cameras.sources.network import refuse_resolved
from cameras.sources.source import CONNECT_TIMEOUT_S, READ_TIMEOUT_S, Offline, Wanted

# TCP cures most lost pictures; nothing but RTSP and what carries it may be opened.
os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = (
    "rtsp_transport;tcp|protocol_whitelist;rtsp,rtsps,tcp,tls,rtp,udp,srtp|fflags;nobuffer"
)

_TIMEOUTS = [
    cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
    int(CONNECT_TIMEOUT_S * 1000),
    cv2.CAP_PROP_READ_TIMEOUT_MSEC,
    int(READ_TIMEOUT_S * 1000),
    cv2.CAP_PROP_N_THREADS,
    1,
]


@dataclass(frozen=True)
class RtspSource:
    """An opened RTSP stream."""

    capture: cv2.VideoCapture

    def shots(self) -> Iterator[GrabbedShot]:
        return grabbed(self.capture)


@contextmanager
def opened(value: str, _wanted: Wanted) -> Iterator[RtspSource]:
    """Open an rtsp:// address. Raises Offline: `unreachable` or `hung`."""
    refuse_resolved(value)
    began = time.monotonic()
    with released(cv2.VideoCapture(value, cv2.CAP_FFMPEG, _TIMEOUTS)) as capture:
        if not capture.isOpened():
            took_s = time.monotonic() - began
            raise Offline("hung" if took_s >= CONNECT_TIMEOUT_S else "unreachable")
        yield RtspSource(capture)
