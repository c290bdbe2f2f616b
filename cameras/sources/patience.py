"""How long a camera may give nothing: its own pace decides."""

import time
from collections import deque

from cameras.sources.source import READ_TIMEOUT_S

_INTERVALS = 3
_UNKNOWN_S = 8.0
"""Until two frames have shown the pace: less than the 10 s in which a dead camera is to be said."""
_REMEMBERED = 10


class Patience:
    """Ends after three of a camera's longest intervals of late, and after 3 s at the earliest."""

    def __init__(self, period_s: float = 0.0) -> None:
        """`period_s` is the pace that is asked of the camera, if there is one."""
        self._period_s = period_s
        self._intervals: deque[float] = deque(maxlen=_REMEMBERED)
        self._since = time.monotonic()
        self._has_frame = False

    def is_over(self, *, is_garbage: bool = False) -> bool:
        """Whether the camera has given nothing for too long, or nothing but garbage."""
        return time.monotonic() - self._since > self._limit_s(is_garbage=is_garbage)

    def came(self) -> None:
        """Note that a frame has come, and learn the camera's pace from it."""
        if self._has_frame:
            self._intervals.append(time.monotonic() - self._since)
        self._has_frame = True
        self._since = time.monotonic()

    def _limit_s(self, *, is_garbage: bool) -> float:
        if not self._intervals and not is_garbage:
            return max(_UNKNOWN_S, _INTERVALS * self._period_s)
        return max(READ_TIMEOUT_S, _INTERVALS * max(self._period_s, *self._intervals, 0.0))
