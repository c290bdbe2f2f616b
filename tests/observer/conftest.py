"""What tests of the observer share."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from observer.frame import Frame


@pytest.fixture
def frame(jpeg: bytes) -> Frame:
    """A frame of a moment in 2026."""
    return Frame(1_795_000_000.123456, "by the door", jpeg)


class OtherServer(ThreadingHTTPServer):
    """A web server that is no gazokako: it gives one answer to everything."""

    answer: tuple[int, dict[str, str], bytes] = (200, {}, b"<html>Welcome to our Wi-Fi</html>")
    asked = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: OtherServer

    def do_POST(self) -> None:
        self.server.asked += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        status, headers, body = self.server.answer
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def other_server() -> Iterator[OtherServer]:
    with OtherServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
