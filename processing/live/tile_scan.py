"""Goes through all of a camera's picture, a part at each step, whether or not it has changed."""

import math

from processing.live.place import WHOLE, Place

_EVERY_S = 0.75
"""How long it takes to see everything once, so that it is seen twice while a mask is held."""
_PATIENCE_S = 1.0
"""A step may wait as long where all the time goes into what changes."""
_AT_ONCE_PX = 640 * 480
_TILE_PX = 640, 360
_ROOM_PX = 32
"""On each side of a tile: no face of 64 px is cut by every tile that it lies in."""


class TileScan:
    """First tiles of 640 x 360 px at most, in which small faces are seen, then the whole at once.

    The look at the whole, made smaller, is for near faces, which no tile holds.
    """

    def __init__(self) -> None:
        self._steps = 0
        self._due_at = -math.inf

    def restart(self, now: float) -> None:
        """Everything has just been seen."""
        self._steps, self._due_at = 0, now

    def is_due(self, now: float) -> bool:
        return now > self._due_at

    def is_overdue(self, now: float) -> bool:
        """Whether the next step can wait no longer."""
        return now > self._due_at + _PATIENCE_S

    def step(self, size: tuple[float, float], now: float) -> Place:
        """The next part of a picture of (height, width) px to look at."""
        parts = _parts(size)
        part = parts[self._steps % len(parts)]
        self._steps += 1
        every_s = _EVERY_S / len(parts)
        self._due_at = max(self._due_at, now - every_s) + every_s
        return part


def _parts(size: tuple[float, float]) -> list[Place]:
    height, width = size
    rows, columns = math.ceil(height / _TILE_PX[1]), math.ceil(width / _TILE_PX[0])
    if height * width <= _AT_ONCE_PX:
        return [WHOLE]
    tiles = [
        Place(column / columns, row / rows, (column + 1) / columns, (row + 1) / rows)
        for row in range(rows)
        for column in range(columns)
    ]
    return [*(tile.wider(_ROOM_PX / width, _ROOM_PX / height) for tile in tiles), WHOLE]
