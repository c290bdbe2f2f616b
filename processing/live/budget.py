"""How much of a camera's time may be spent on looking for faces."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_SHARE = 0.5
"""Of the time that passes; the rest is for reading, drawing and encoding frames."""
_SAVED_S = 0.2
_LONGEST = 1.5
"""A single look may take so many frames' time, since a camera waits with a frame or two."""
_WEIGHT = 0.3
"""What the last look says of the next one's cost, beside all those before."""


class Budget:
    """Time earned as it passes and spent by looks. A look may be begun unless there is a debt."""

    def __init__(self, fps: float, clock: Callable[[], float]) -> None:
        """`clock` tells seconds and only goes forward."""
        self._clock = clock
        self._longest_s = _LONGEST / fps
        self._left_s = 0.0
        self._earned_at = clock()
        self._s_per_pixel = 0.0

    @property
    def is_spent(self) -> bool:
        return self._left_s < 0

    def earn(self, now: float) -> None:
        """Time has passed, up to `now`."""
        earned_s = _SHARE * (now - self._earned_at)
        self._left_s, self._earned_at = min(self._left_s + earned_s, _SAVED_S), now

    def long_side_px(self, size: tuple[int, int], choices: tuple[int, ...]) -> int:
        """The first of some long sides at which a look at a picture does not hold frames up.

        `size` is the picture's (height, width), and no look is larger; the last choice is for when
        none is small enough.
        """
        longest, area = max(size), math.prod(size)
        sides = [min(choice, longest) for choice in choices]
        costs_s = (self._s_per_pixel * area * (side / longest) ** 2 for side in sides)
        fitting = (s for s, cost_s in zip(sides, costs_s, strict=True) if cost_s <= self._longest_s)
        return next(fitting, sides[-1])

    @contextmanager
    def spending(self, pixels: float) -> Iterator[None]:
        """Look at so many pixels."""
        began = self._clock()
        try:
            yield
        finally:
            cost_s = self._clock() - began
            self._left_s -= cost_s
            weight = _WEIGHT if self._s_per_pixel else 1.0
            self._s_per_pixel += weight * (cost_s / pixels - self._s_per_pixel)
