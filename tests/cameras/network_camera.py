"""A network camera on 127.0.0.1: sends JPEGs over HTTP, well or badly, as a test tells it to."""

import itertools
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

from tests.cameras import camera_modes, camera_quirks, camera_stills
from tests.cameras.camera_modes import PASSWORD, USER

__all__ = ["PASSWORD", "USER", "Handler", "NetworkCamera", "network_camera"]
MODES = camera_modes.MODES | camera_quirks.MODES | camera_stills.MODES
FPS = 10


class NetworkCamera(ThreadingHTTPServer):
    """Plays `frames` (JPEGs) in a loop; `mode`, the name of a function here, may be changed."""

    daemon_threads = True
    request_queue_size = 50

    def __init__(
        self,
        frames: list[bytes],
        mode: str = "well",
        port: int = 0,
        certificate: trustme.LeafCert | None = None,
    ) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.is_secure = certificate is not None
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificate.configure_cert(context)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.location = ""
        """Where it redirects to, in the mode that does."""
        self.frames = frames
        self.mode = mode
        self.connections = 0
        """Connections that asked something."""
        self.asked: list[dict[str, str]] = []
        """The headers of every question, their names in small letters."""
        self.is_closed = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"http{'s' if self.is_secure else ''}://127.0.0.1:{self.port}/video"

    def unplug(self) -> None:
        """Be gone, with every connection."""
        self.is_closed.set()
        self.shutdown()
        self.server_close()


@contextmanager
def network_camera(
    frames: list[bytes],
    mode: str = "well",
    port: int = 0,
    certificate: trustme.LeafCert | None = None,
) -> Iterator[NetworkCamera]:
    """A camera that is gone afterwards; by TLS, if it has a certificate."""
    camera = NetworkCamera(frames, mode, port, certificate)
    try:
        yield camera
    finally:
        if not camera.is_closed.is_set():
            camera.unplug()


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: NetworkCamera

    def setup(self) -> None:
        super().setup()
        self.is_counted = False

    def do_GET(self) -> None:
        self.server.connections += not self.is_counted
        self.is_counted = True
        self.server.asked.append({name.lower(): value for name, value in self.headers.items()})
        self.close_connection = True
        with suppress(OSError):
            MODES[self.server.mode](self)

    def log_message(self, *_args: object) -> None:
        """Tests need no access log."""

    @property
    def is_current(self) -> bool:
        return not self.server.is_closed.is_set()

    def start(self, status: int = 200, **headers: str) -> None:
        headers.setdefault("Content_Type", "multipart/x-mixed-replace; boundary=frame")
        self.send_response(status)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def frames(self) -> Iterator[bytes]:
        """Frames at the camera's pace, while its mode stays what it is; one that hangs, hangs."""
        mode = self.server.mode
        for frame in itertools.cycle(self.server.frames):
            if not self.is_current or self.server.mode != mode:
                break
            yield frame
            time.sleep(1 / FPS)
        if self.server.mode == "silent":
            self.hold()

    def part(self, jpeg: bytes, *, with_length: bool = True) -> None:
        length = f"Content-Length: {len(jpeg)}\r\n" if with_length else ""
        head = f"--frame\r\nContent-Type: image/jpeg\r\n{length}\r\n"
        self.wfile.write(head.encode() + jpeg + b"\r\n")

    def hold(self) -> None:
        """Keep the connection and say nothing."""
        mode = self.server.mode
        while self.is_current and self.server.mode == mode:
            time.sleep(0.05)
