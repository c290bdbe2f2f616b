"""Somebody who watches a stream, and remembers what came."""

import re
import socket
import threading
import time
from dataclasses import dataclass
from itertools import pairwise
from typing import Self
from urllib.parse import urlsplit

_HEAD = re.compile(
    rb"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: (\d+)\r\n"
    rb"X-Timestamp: (\d+\.\d{6})\r\n\r\n"
)


@dataclass(frozen=True)
class Seen:
    """A part of a stream, and when it came (s, of a clock that only goes forward)."""

    came_at: float
    taken_at: float
    jpeg: bytes


class Viewer:
    """Used as a context; reads in a thread until it is left or the stream ends."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._connection = socket.create_connection((parts.hostname or "", parts.port or 80), 20)
        request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n"
        self._connection.sendall(request.encode())
        self._file = self._connection.makefile("rb")
        self.status = int(self._file.readline().split()[1])
        self.headers = dict(self._header_lines())
        self.parts: list[Seen] = []
        self.has_ended = threading.Event()
        self.ended_cleanly = False
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._connection.close()

    def seen(self) -> int:
        """How many parts have come."""
        return len(self.parts)

    def largest_gap_s(self, since: int = 1) -> float:
        """Between two frames, by when they were taken.

        The first of all is left out: it was taken while nobody watched, one a second.
        """
        taken = [part.taken_at for part in self.parts[since:]]
        return max(later - earlier for earlier, later in pairwise(taken))

    def _header_lines(self) -> list[tuple[str, str]]:
        lines = []
        while line := self._file.readline().strip():
            name, _colon, value = line.decode().partition(": ")
            lines.append((name.lower(), value))
        return lines

    def _read(self) -> None:
        try:
            self._read_parts()
        except (OSError, ValueError):
            self.ended_cleanly = False
        finally:
            self.has_ended.set()

    def _read_parts(self) -> None:
        """Undo the chunks of HTTP, then take out part by part; anything unexpected is an error."""
        body = b""
        while True:
            length = int(self._file.readline() or b"x", 16)
            body += self._file.read(length)
            self._file.readline()
            while (head := _HEAD.match(body)) and len(body) >= head.end() + int(head[1]) + 2:
                end = head.end() + int(head[1])
                jpeg = body[head.end() : end]
                self.parts.append(Seen(time.monotonic(), float(head[2]), jpeg))
                body = body[end:].removeprefix(b"\r\n")
            if length == 0:
                self.ended_cleanly = body == b"--frame--\r\n"
                return


def deaf_viewer(camera_stack, slug):
    """A connection to a stream, of which nothing is read."""
    connection = socket.create_connection(
        ("127.0.0.1", int(camera_stack.address.rsplit(":", 1)[1]))
    )
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.sendall(f"GET /cameras/{slug}/stream/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return connection
