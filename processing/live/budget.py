"""How much of a camera's time may be spent on looking for faces."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SHARE = 0.5
"""Of the time that passes; the rest is for reading, drawing and encoding frames."""
_SAVED_S = 0.1
"""No more is kept for later, so that what follows a pause does not hold frames up."""
_RESERVE = 0.2
"""Of what could be spent, for looks that take longer than the last ones."""
_USUAL_PX, _USUAL_S = 1e6, 0.1
_MEMORY = 0.8
"""How much of what the last looks took still counts at the next one."""


class Budget:
    """Time earned as it passes and spent by looks; one may be begun unless there is a debt."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` tells seconds and only goes forward."""
        self._clock = clock
        self._left_s = self._frame_s = 0.0
        self._earned_at = clock()
        self._seen_px, self._spent_s = _USUAL_PX, _USUAL_S

    @property
    def is_spent(self) -> bool:
        return self._left_s < 0

    @property
    def affordable_px(self) -> float:
        """How many pixels can be looked at so that no debt is left when the next frame comes."""
        seconds = (self._left_s + _SHARE * self._frame_s) * (1 - _RESERVE)
        return seconds / self._spent_s * self._seen_px

    def earn(self, now: float) -> None:
        """A frame has come at `now`; the next one is expected after as long as since the last."""
        self._frame_s, self._earned_at = now - self._earned_at, now
        self._left_s = min(self._left_s + _SHARE * self._frame_s, _SAVED_S)

    @contextmanager
    def spending(self, pixels: float) -> Iterator[None]:
        """Look at so many pixels, however long it takes; later looks are expected to be as slow."""
        began = self._clock()
        try:
            yield
        finally:
            spent_s = self._clock() - began
            self._left_s -= spent_s
            self._spent_s = self._spent_s * _MEMORY + spent_s
            self._seen_px = self._seen_px * _MEMORY + pixels
