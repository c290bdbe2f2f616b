"""How much of a camera's time may be spent on looking for faces."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SHARE = 0.5
"""Of the time that passes; the rest is for reading, drawing and encoding frames."""
_SAVED_S = 0.1
"""No more is kept for later, so that what follows a pause does not hold frames up."""


class Budget:
    """Time earned as it passes and spent by looks; one may be begun unless there is a debt."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` tells seconds and only goes forward."""
        self._clock = clock
        self._left_s = 0.0
        self._earned_at = clock()

    @property
    def is_spent(self) -> bool:
        return self._left_s < 0

    def earn(self, now: float) -> None:
        """Time has passed, up to `now`."""
        earned_s = _SHARE * (now - self._earned_at)
        self._left_s, self._earned_at = min(self._left_s + earned_s, _SAVED_S), now

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Look, however long it takes."""
        began = self._clock()
        try:
            yield
        finally:
            self._left_s -= self._clock() - began
