"""Takes the JPEGs out of a multipart/x-mixed-replace body, as lenient as cameras are sloppy."""

import re

MAX_PART_BYTES = 20_000_000
_MAX_HEADER_BYTES = 10_000
_LENGTH = re.compile(rb"\r?\ncontent-length:[ \t]*(\d{1,9})", re.IGNORECASE)
_HEADER_END = re.compile(rb"\r?\n\r?\n")


class NotMultipart(ValueError):
    """What arrives has no parts, or a part has no end."""


class Parts:
    """Fed with pieces of the body; keeps what is not finished yet."""

    def __init__(self, content_type: str) -> None:
        found = re.search(r'boundary="?([^";]+)', content_type, re.IGNORECASE)
        boundary = (found[1].strip() if found else "").removeprefix("--")
        # Some cameras announce the boundary with its dashes, some without.
        self._mark = b"--" + boundary.encode("latin-1", "replace")
        self._buffer = bytearray()

    def feed(self, piece: bytes) -> bytes | None:
        """Take in a piece; the newest part that is whole now, if there is one.

        Raises NotMultipart.
        """
        self._buffer += piece
        newest = None
        while (part := self._take()) is not None:
            newest = part
        if len(self._buffer) > MAX_PART_BYTES:
            raise NotMultipart
        return newest

    def _take(self) -> bytes | None:
        buffer = self._buffer
        start = buffer.find(self._mark)
        if start < 0:
            if len(buffer) > _MAX_HEADER_BYTES:
                raise NotMultipart
            return None
        header_end = _HEADER_END.search(buffer, start)
        if header_end is None:
            if len(buffer) - start > _MAX_HEADER_BYTES:
                raise NotMultipart
            return None
        length = _LENGTH.search(buffer, start, header_end.end())
        end = header_end.end() + int(length[1]) if length else self._next_mark(header_end.end())
        if end < 0 or len(buffer) < end:
            return None
        part = bytes(buffer[header_end.end() : end])
        del buffer[:end]
        return part if length else part.removesuffix(b"\r")

    def _next_mark(self, start: int) -> int:
        return self._buffer.find(b"\n" + self._mark, start)
