"""How fast frames come, and how many of them make as much time as they usually do."""

from collections import deque
from statistics import median

_USUAL_GAP_S = 0.15
_LEAST_FRAMES = 2
_GAPS = 5


class FramePace:
    """Told when each frame was taken, in seconds; a single late or early one changes nothing."""

    def __init__(self) -> None:
        self._gaps_s: deque[float] = deque(maxlen=_GAPS)
        self._last_at: float | None = None

    def add(self, taken_at: float) -> None:
        if self._last_at is not None:
            self._gaps_s.append(taken_at - self._last_at)
        self._last_at = taken_at

    def as_long_as(self, frames: int) -> int:
        """Fewer frames where less than seven come a second, but two at least."""
        gap_s = median(self._gaps_s) if self._gaps_s else 0.0
        if gap_s <= _USUAL_GAP_S:
            return frames
        return min(frames, max(_LEAST_FRAMES, round(frames * _USUAL_GAP_S / gap_s)))
