"""Somebody who watches a stream over a line slower than it."""

import re
import socket
import time
from bisect import bisect_right
from dataclasses import dataclass
from urllib.parse import urlsplit

_PART = re.compile(rb"Content-Length: (\d+)\r\nX-Timestamp: (\d+\.\d+)\r\n\r\n")
_READ_EVERY_S = 0.05
_LINE_HOLDS = 8192
"""Bytes, as on a line whose round trip is short: what lies in the viewer's own system."""


@dataclass(frozen=True)
class LatePart:
    """A frame that came: how large it is, and how much was read while it was on its way."""

    size_bytes: int
    behind_bytes: int


def watch_slowly(url: str, bytes_per_s: int, seconds: float) -> list[LatePart]:
    """Read a stream at an even pace; the frames that were taken meanwhile.

    What is behind is told in bytes, so that a busy machine, on which everything takes longer, says
    the same as an idle one: divided by the pace it is the age of a frame in seconds.
    """
    parts, body = urlsplit(url), bytearray()
    read_at, read_bytes = [time.time()], [0]
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _LINE_HOLDS)
        line.settimeout(20)
        line.connect((parts.hostname or "", parts.port or 80))
        line.sendall(f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        while time.time() < read_at[0] + seconds:
            body += line.recv(round(bytes_per_s * _READ_EVERY_S))
            read_at.append(time.time())
            read_bytes.append(len(body))
            time.sleep(_READ_EVERY_S)
    return [
        LatePart(int(head[1]), end - read_bytes[bisect_right(read_at, float(head[2])) - 1])
        for head in _PART.finditer(body)
        if float(head[2]) > read_at[0] and (end := head.end() + int(head[1])) <= len(body)
    ]
