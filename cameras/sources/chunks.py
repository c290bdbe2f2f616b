"""Puts a body together that is sent in chunks (RFC 9112, section 7.1), without waiting for any."""

import re

_MAX_LINE_BYTES = 1_000
_SIZE = re.compile(rb"[0-9a-f]{1,8}", re.IGNORECASE)


class Chunks:
    """Fed with what arrives; gives the body's bytes."""

    def __init__(self) -> None:
        self.is_over = False
        self._buffer = bytearray()
        self._left = 0
        self._is_trailer = False

    def feed(self, piece: bytes) -> bytes:
        """The bytes of the body in a piece, perhaps none. Raises ValueError for bad chunks."""
        self._buffer += piece
        body = bytearray()
        while not self.is_over:
            body += self._buffer[: self._left]
            taken = min(self._left, len(self._buffer))
            del self._buffer[:taken]
            self._left -= taken
            if self._left or not self._read_line():
                break
        return bytes(body)

    def _read_line(self) -> bool:
        """Take the line between two chunks, if it is there whole."""
        end = self._buffer.find(b"\n")
        if end < 0:
            if len(self._buffer) > _MAX_LINE_BYTES:
                raise ValueError("a chunk's size has no end")
            return False
        line = bytes(self._buffer[:end]).strip()
        del self._buffer[: end + 1]
        if self._is_trailer:
            self.is_over = not line
        elif line:  # not the end of the chunk before
            self._begin(line)
        return True

    def _begin(self, line: bytes) -> None:
        size = _SIZE.match(line)
        if size is None:
            raise ValueError("a chunk has no size")
        self._left = int(size[0], 16)
        self._is_trailer = self._left == 0
