"""A network camera for benchmarks: sends the same few JPEGs in a loop, at a given pace."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle

import cv2
import numpy as np

from benchmarks.site import ROOT, free_port

FRAMES = 8


def frames(width: int, height: int, target_bytes: int) -> list[bytes]:
    """A few JPEGs of a moving texture, each of about so many bytes."""
    rng = np.random.default_rng(1)
    rows, columns = np.mgrid[0:height, 0:width]
    scene = np.dstack([(rows * 0.2 + columns * 0.3 + shift) % 255 for shift in (0, 80, 160)])
    grain = rng.normal(0, 1, (height, width + FRAMES * 4, 3))
    strength = 0.0
    while True:
        made = [
            _jpeg(scene + strength * grain[:, number * 4 : number * 4 + width])
            for number in range(FRAMES)
        ]
        if len(made[0]) >= target_bytes:
            return made
        strength += 0.5


def _jpeg(scene: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> bytes:
    picture = np.clip(scene, 0, 255).astype(np.uint8)
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()


def serve(port: int, fps: float, made: list[bytes]) -> None:
    """Serve the film to whoever connects, until killed."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=film")
            self.end_headers()
            due = time.monotonic()
            try:
                for jpeg in cycle(made):
                    head = b"--film\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
                    self.wfile.write(head % len(jpeg) + jpeg + b"\r\n")
                    due += 1 / fps
                    time.sleep(max(0.0, due - time.monotonic()))
            except OSError:
                return  # whoever watched has left

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


@contextmanager
def film(width: int, height: int, size: int, fps: float = 25) -> Iterator[str]:
    """Such a camera as a process of its own; gives its address."""
    port = free_port()
    arguments = [str(value) for value in (port, fps, width, height, size)]
    command = [sys.executable, "-m", "benchmarks.film", *arguments]
    with subprocess.Popen(command, cwd=ROOT) as server:
        try:
            yield f"http://127.0.0.1:{port}/film"
        finally:
            server.terminate()


if __name__ == "__main__":
    port_, fps_, width_, height_, bytes_ = sys.argv[1:]
    serve(int(port_), float(fps_), frames(int(width_), int(height_), int(bytes_)))
