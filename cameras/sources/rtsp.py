"""Network cameras that speak RTSP, over TCP, through OpenCV's FFmpeg."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2

from cameras.sources import ffmpeg
from cameras.sources.network import pinned
from cameras.sources.rtsp_refusal import reason_of
from cameras.sources.source import CONNECT_TIMEOUT_S, CaptureOptions, Offline
from cameras.sources.video_capture import DecodedFrame, grabbed, released

_OPTIONS = {
    # Cures most lost pictures.
    "rtsp_transport": "tcp",
    "protocol_whitelist": "rtsp,rtsps,tcp,tls,rtp,udp,srtp",
    "format_whitelist": "rtsp,sdp,mpegts",
    "fflags": "nobuffer",
    # Pictures are shown as they come: no need to watch for seconds first how many that are.
    "fpsprobesize": "0",
    "analyzeduration": "1000000",
}


@dataclass(frozen=True)
class RtspSource:
    """An opened RTSP stream."""

    capture: cv2.VideoCapture

    def frames(self) -> Iterator[DecodedFrame]:
        """The newest picture each time. Raises Offline: `hung`."""
        return grabbed(self.capture)


@contextmanager
def opened(value: str, _wanted: CaptureOptions) -> Iterator[RtspSource]:
    """Open an rtsp:// address. Raises Offline: `bad_source`, or as `reason_of` says, or `hung`."""
    until = time.monotonic() + CONNECT_TIMEOUT_S
    # FFmpeg would ask for the name's address again, and might hear another one than was judged.
    address, _host = pinned(value, CONNECT_TIMEOUT_S)
    left_s = until - time.monotonic()
    with released(ffmpeg.capture(address, _OPTIONS, left_s)) as capture:
        if not capture.isOpened():
            raise Offline("hung" if time.monotonic() >= until else reason_of(address))
        yield RtspSource(capture)
