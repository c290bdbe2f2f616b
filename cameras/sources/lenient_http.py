"""HTTP/1.x as cameras speak it: a head that is not quite one is mended before it is read."""

import http.client
import re
import socket
from typing import BinaryIO

_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(.*)", re.DOTALL)
_END = (b"\r\n", b"\n", b"")


class LenientResponse(http.client.HTTPResponse):
    """An answer whose bad header lines are left out, and whose status line may be SHOUTcast's."""

    def begin(self) -> None:
        stream = self.fp
        self.fp = _MendedHead(stream)  # type: ignore[assignment]
        try:
            super().begin()
        finally:
            self.fp = stream


def ask(connection: socket.socket, selector: str, headers: dict[str, str]) -> None:
    """Send a GET over a socket that is connected. Raises OSError, HTTPException."""
    client = http.client.HTTPConnection("")
    client.sock = connection
    client.request("GET", selector, headers=headers)


class _MendedHead:
    """The lines of an answer's head, one by one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._is_first = True

    def readline(self, limit: int) -> bytes:
        line = self._stream.readline(limit)
        if self._is_first:
            self._is_first = False
            return line.replace(b"ICY ", b"HTTP/1.0 ", 1) if line.startswith(b"ICY ") else line
        # Python's parser would take the rest of the head for a body.
        while line not in _END and not _HEADER.match(line):
            line = self._stream.readline(limit)
        header = _HEADER.match(line)
        return header[1] + b":" + header[2] if header else line

    def close(self) -> None:
        """http.client closes what it cannot read."""
        self._stream.close()
