"""How many frames that cannot be decoded are passed over before a camera is offline."""

import time

from cameras.sources.source import READ_TIMEOUT_S, BadFrame

_AT_LEAST = 3


class BadFrames:
    """The bad frames in a row: three of them and 3 s without a good one are too much."""

    def __init__(self) -> None:
        self._count = 0
        self._since = 0.0

    def came(self, bad: BadFrame) -> None:
        """Note one. Raises it again where there are too many, and counts anew."""
        if self._count == 0:
            self._since = time.monotonic()
        self._count += 1
        if self._count >= _AT_LEAST and time.monotonic() - self._since >= READ_TIMEOUT_S:
            self._count = 0
            raise bad

    def end(self) -> None:
        """A frame was decoded."""
        self._count = 0
