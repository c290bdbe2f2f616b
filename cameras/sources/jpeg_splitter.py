"""Takes the JPEGs out of a stream of bytes by their own structure (ITU-T T.81, annex B).

Boundaries, headers of parts and lengths are not needed, and cameras get all of them wrong.
"""

import re

MAX_JPEG_BYTES = 20_000_000
_SOI, _EOI, _SOS, _TEM = 0xD8, 0xD9, 0xDA, 0x01
_RST = range(0xD0, 0xD8)
_START = re.compile(rb"\xff\xd8\xff")
_START_OF_PART = re.compile(rb"(?<=\n)\xff\xd8\xff")
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


class NoJpegs(ValueError):
    """What arrives holds no JPEGs, or one without an end."""


class JpegSplitter:
    """Fed with pieces of the stream; keeps what is not finished yet."""

    def __init__(self) -> None:
        self.wasted_bytes = 0
        """So many bytes since the last whole JPEG belonged to none."""
        self._buffer = bytearray()
        self._start = _START
        self._has_started = False
        self._in_scan = False
        self._at = 0

    def feed(self, piece: bytes) -> bytes | None:
        """Take in a piece; the newest JPEG that is whole now, if there is one. Raises NoJpegs."""
        self._buffer += piece
        newest = None
        while (jpeg := self._take()) is not None:
            newest = jpeg
        if len(self._buffer) > MAX_JPEG_BYTES or self.wasted_bytes > MAX_JPEG_BYTES:
            raise NoJpegs
        return newest

    def _take(self) -> bytes | None:
        while self._has_started or self._found_start(0):
            is_whole = self._walk()
            if is_whole:
                jpeg = bytes(self._buffer[: self._at])
                self._drop(self._at)
                self.wasted_bytes = 0
                return jpeg
            if is_whole is None:
                return None
            self._has_started = False
            if not self._found_start(1):
                return None
        return None

    def _found_start(self, after: int) -> bool:
        """Look for the next JPEG, and drop what comes before it.

        Behind a broken one this must not be the thumbnail that lies inside it: where JPEGs follow
        a line, as those in parts do, so must the next.
        """
        found = self._start.search(self._buffer, after)
        if found is None:
            # The first bytes of one, and the line before it, may be there already.
            self._drop(max(0, len(self._buffer) - 3), wasted=True)
            return False
        if found.start() > 0 and self._buffer[found.start() - 1] == ord("\n"):
            self._start = _START_OF_PART
        self._drop(found.start(), wasted=True)
        self._has_started, self._in_scan, self._at = True, False, 2
        return True

    def _drop(self, count: int, *, wasted: bool = False) -> None:
        del self._buffer[:count]
        self._has_started = False
        if wasted:
            self.wasted_bytes += count

    def _walk(self) -> bool | None:
        """Go on to the end of the JPEG: whether there is one; None where more bytes are needed."""
        while True:
            if self._in_scan and not self._passed_scan():
                return None
            if len(self._buffer) < self._at + 2:
                return None
            first, marker = self._buffer[self._at : self._at + 2]
            if first != 0xFF or marker in (0x00, _SOI):
                return False
            if marker == _EOI:
                self._at += 2
                return True
            if not self._passed_segment(marker):
                return None

    def _passed_scan(self) -> bool:
        found = _MARKER_IN_SCAN.search(self._buffer, self._at)
        self._at = found.start() if found else max(self._at, len(self._buffer) - 1)
        self._in_scan = found is None
        return found is not None

    def _passed_segment(self, marker: int) -> bool:
        """Step over a marker and what belongs to it; False where its length is not there yet."""
        if marker == 0xFF:  # a fill byte
            self._at += 1
        elif marker == _TEM or marker in _RST:
            self._at += 2
        elif len(self._buffer) < self._at + 4:
            return False
        else:
            self._at += 2 + int.from_bytes(self._buffer[self._at + 2 : self._at + 4])
            self._in_scan = marker == _SOS
        return True
