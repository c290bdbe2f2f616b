"""A network camera on 127.0.0.1: sends JPEGs over HTTP, well or badly, as a test tells it to."""

import base64
import hashlib
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USER, PASSWORD = "viewer", "pa ss:w/rd@"
FPS = 10


class NetworkCamera(ThreadingHTTPServer):
    """Plays `frames` (JPEGs) in a loop; `mode`, the name of a function here, may be changed."""

    daemon_threads = True
    request_queue_size = 50

    def __init__(self, frames: list[bytes], mode: str = "well", port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.frames = frames
        self.mode = mode
        self.connections = 0
        self.is_closed = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/video"

    def unplug(self) -> None:
        """Be gone, with every connection."""
        self.is_closed.set()
        self.shutdown()
        self.server_close()


@contextmanager
def network_camera(
    frames: list[bytes], mode: str = "well", port: int = 0
) -> Iterator[NetworkCamera]:
    """A camera that is gone afterwards."""
    camera = NetworkCamera(frames, mode, port)
    try:
        yield camera
    finally:
        if not camera.is_closed.is_set():
            camera.unplug()


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: NetworkCamera

    def do_GET(self) -> None:
        self.server.connections += 1
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


def well(handler: _Handler) -> None:
    handler.start()
    for frame in handler.frames():
        handler.part(frame)


def no_length(handler: _Handler) -> None:
    handler.start()
    for frame in handler.frames():
        handler.part(frame, with_length=False)


def chunked(handler: _Handler) -> None:
    """As proxies send it; the pieces do not end where the frames do."""
    handler.start(Transfer_Encoding="chunked")
    for frame in handler.frames():
        part = b"--frame\r\nContent-Type: image/jpeg\r\n\r\n" + frame + b"\r\n"
        for start in range(0, len(part), 1000):
            piece = part[start : start + 1000]
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")


def stall(handler: _Handler) -> None:
    """Frames for a moment, then none, and the connection stays."""
    handler.start()
    for frame in itertools.islice(handler.frames(), 5):
        handler.part(frame)
    handler.hold()


def silent(handler: _Handler) -> None:
    handler.hold()


def drip(handler: _Handler) -> None:
    """A frame that never gets whole."""
    handler.start()
    handler.wfile.write(b"--frame\r\nContent-Length: 100000\r\n\r\n")
    for _frame in handler.frames():
        handler.wfile.write(b"x")


def garbage(handler: _Handler) -> None:
    """Parts as they should be, with no pictures in them."""
    handler.start()
    for number, _frame in enumerate(handler.frames()):
        handler.part(hashlib.sha256(str(number).encode()).digest() * 200)


def half(handler: _Handler) -> None:
    """JPEGs whose second half is missing."""
    handler.start()
    for frame in handler.frames():
        handler.part(frame[: len(frame) // 2])


def noise(handler: _Handler) -> None:
    handler.start()
    for _frame in handler.frames():
        handler.wfile.write(bytes(5000))


def close(handler: _Handler) -> None:
    handler.start()
    for frame in itertools.islice(handler.frames(), 3):
        handler.part(frame)


def huge(handler: _Handler) -> None:
    """A part without an end."""
    handler.start()
    handler.wfile.write(b"--frame\r\nContent-Type: image/jpeg\r\n\r\n")
    while handler.is_current:
        handler.wfile.write(bytes(1_000_000))


def redirect(handler: _Handler) -> None:
    port = handler.server.port
    handler.start(302, Location=f"http://127.0.0.1:{port}/elsewhere", Content_Length="0")


def page(handler: _Handler) -> None:
    handler.start(Content_Type="text/html", Content_Length="6")
    handler.wfile.write(b"<html>")


def basic(handler: _Handler) -> None:
    expected = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    if handler.headers.get("Authorization") != f"Basic {expected}":
        handler.start(401, WWW_Authenticate='Basic realm="camera"', Content_Length="0")
    else:
        well(handler)


def digest(handler: _Handler) -> None:
    """RFC 2617 with MD5, as most cameras have it."""
    authorization = handler.headers.get("Authorization", "")
    if not authorization.startswith("Digest "):
        challenge = 'Digest realm="camera", nonce="abc", qop="auth"'
        handler.start(401, WWW_Authenticate=challenge, Content_Length="0")
        return
    fields = dict(
        pair.strip().split("=", 1) for pair in authorization.removeprefix("Digest ").split(",")
    )
    fields = {name: value.strip('"') for name, value in fields.items()}
    ha1 = _md5(f"{USER}:camera:{PASSWORD}")
    ha2 = _md5(f"GET:{handler.path}")
    response = _md5(f"{ha1}:abc:{fields['nc']}:{fields['cnonce']}:auth:{ha2}")
    if fields["response"] == response:
        well(handler)
    else:
        handler.start(403, Content_Length="0")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


MODES: dict[str, Callable[[_Handler], None]] = {
    mode.__name__: mode
    for mode in (
        well,
        no_length,
        chunked,
        stall,
        silent,
        drip,
        garbage,
        half,
        noise,
        close,
        huge,
        redirect,
        page,
        basic,
        digest,
    )
}
