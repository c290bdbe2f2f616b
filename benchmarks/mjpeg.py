"""A camera for benchmarks: serves clips as MJPEG over HTTP on 127.0.0.1, in real time."""

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain, repeat
from pathlib import Path
from typing import Self

import cv2

_BOUNDARY = "frame"
_LEAD_IN_S = 8.0
"""For so long the first frame stands still: a reader has found its feet when the clip begins."""
_QUALITY = 85


@dataclass
class Clip:
    """Encoded frames and how many of them are shown a second."""

    name: str
    frames: list[bytes]
    fps: float
    began: dict[str, float] = field(default_factory=dict)
    """By reader, when the first frame of the clip itself was sent (seconds since 1970)."""

    @property
    def seconds(self) -> float:
        return len(self.frames) / self.fps


def read_clip(path: Path, fps: float, size: tuple[int, int] | None = None) -> Clip:
    """Read a video file; with `size` its frames are brought to that width and height."""
    capture = cv2.VideoCapture(str(path))
    frames = []
    while True:
        read, frame = capture.read()
        if not read:
            break
        if size is not None:
            frame = cv2.resize(frame, size, interpolation=cv2.INTER_CUBIC)
        jpeg = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
        frames.append(jpeg.tobytes())
    capture.release()
    if not frames:
        raise RuntimeError(f"OpenCV read no frame of {path}")
    return Clip(path.name, frames, fps)


class MjpegServer:
    """Used as a context; /READER/NAME shows a clip from the start, then its last frame for ever."""

    def __init__(self, clips: list[Clip]) -> None:
        self._clips = {clip.name: clip for clip in clips}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def address(self, reader: str, clip: Clip) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/{reader}/{clip.name}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        clips = self._clips

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                _, reader, name = self.path.split("/", 2)
                self.send_response(200)
                kind = f"multipart/x-mixed-replace; boundary={_BOUNDARY}"
                self.send_header("Content-Type", kind)
                self.end_headers()
                try:
                    _show(clips[name], reader, self)
                except (BrokenPipeError, ConnectionResetError):
                    return  # the reader has seen enough

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        return Handler


def _show(clip: Clip, reader: str, handler: BaseHTTPRequestHandler) -> None:
    due = time.time()
    lead_in = [clip.frames[0]] * round(_LEAD_IN_S * clip.fps)
    # The last frame stays, since a reader whose camera ends would come back for more.
    shown = chain(lead_in, clip.frames, repeat(clip.frames[-1]))
    for number, frame in enumerate(shown):
        time.sleep(max(0.0, due - time.time()))
        if number == len(lead_in):
            clip.began[reader] = time.time()
        head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(frame)}\r\n\r\n"
        handler.wfile.write(head.encode() + frame + b"\r\n")
        due += 1 / clip.fps
