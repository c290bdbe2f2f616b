"""Gives sources that need not wait for a device the pace of a camera."""

import time
from collections.abc import Iterator

_NAP_S = 0.5
"""Whoever waits has other things to look after now and then."""
_GIVES_UP_AFTER_S = 1.0


class Metronome:
    """Beats so many times a second, by a clock that nobody sets."""

    def __init__(self, fps: float) -> None:
        self._period_s = 1 / fps
        self._due = time.monotonic()

    @property
    def is_late(self) -> bool:
        """Whether the next beat, too, is over already."""
        return time.monotonic() - self._due >= self._period_s

    def waits(self) -> Iterator[None]:
        """Sleep until the beat is due, with a None every half second."""
        while (left_s := self._due - time.monotonic()) > 0:
            time.sleep(min(left_s, _NAP_S))
            if left_s > _NAP_S:
                yield None

    def beat(self) -> None:
        """Go on to the next beat; one who is a second late does not try to catch up."""
        self._due += self._period_s
        if time.monotonic() - self._due > _GIVES_UP_AFTER_S:
            self._due = time.monotonic()
